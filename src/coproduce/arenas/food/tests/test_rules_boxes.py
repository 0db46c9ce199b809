"""Prices by band, credits by difference, allergens that stop, work by days, surplus in its time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.food.rules import STANDARD, FoodError, credits, may_record
from coproduce.arenas.food.rules.allergens import ALLERGENS, Product, may_stand_in
from coproduce.arenas.food.rules.paying import Frozen, charge, credit_notes
from coproduce.arenas.food.rules.settling import Got, never_dearer, owed
from coproduce.arenas.food.rules.surplus import fetch_by, may_fetch
from coproduce.arenas.food.rules.work import CORE, OTHER, Part, work_counted, work_required
from coproduce.core.arena import Help
from coproduce.core.obligation import Contribution, ObligationError
from coproduce.core.quantity import HOURS

YEAR = date(2022, 1, 1), date(2022, 12, 31)
JULY = date(2022, 7, 1)


@pytest.mark.parametrize(
    ("amount", "price", "per", "band", "minor"),
    [
        (3, 250, 1, 100, 750),
        (750, 320, 1000, 100, 240),
        (1, 5, 10, 100, 1),
        (1, 4, 10, 100, 0),
        (2, 250, 1, 80, 400),
        (0, 9, 1, 0, 0),
    ],
)
def test_what_is_charged(amount: int, price: int, per: int, band: int, minor: int) -> None:
    assert charge(amount, Frozen(price, per), band) == minor
    assert charge(amount, {"price_minor": price, "per": per}, band) == minor


@pytest.mark.parametrize(
    ("amount", "price", "band"),
    [(-1, Frozen(1), 100), (1, Frozen(-1), 100), (1, Frozen(1, 0), 100), (1, Frozen(1), -1)],
)
def test_what_is_not_charged(amount: int, price: Frozen, band: int) -> None:
    with pytest.raises(FoodError):
        charge(amount, price, band)


@given(
    st.integers(0, 5000),
    st.integers(0, 5000),
    st.integers(1, 999),
    st.integers(1, 1000),
    st.sampled_from((75, 100, 125)),
)
def test_charge_and_credit_add_up_to_what_came(charged: int, came: int, price: int, per: int, band: int) -> None:
    prices, key = {"leek": Frozen(price, per)}, ("Ana", "leek")
    notes = credit_notes("week 21", {key: charged}, {key: came}, prices, {"Ana": band})
    assert len(notes) == (came < charged)
    paid = charge(charged, prices["leek"], band) - sum(note.minor for note in notes)
    assert paid == charge(min(charged, came), prices["leek"], band)
    assert all(note.less == charged - came for note in notes)


def test_what_did_not_come_at_all_is_credited_whole() -> None:
    notes = credit_notes("week 21", {("Ben", "leek"): 2, ("Ana", "leek"): 1}, {}, {"leek": Frozen(120)})
    assert [(note.member, note.minor) for note in notes] == [("Ana", 120), ("Ben", 240)]


OATS = Product("oats", "g", frozenset({"gluten"}), frozenset({"nuts"}))
RICE = Product("rice", "g", frozenset(), frozenset())


@pytest.mark.parametrize(
    ("ordered", "offered", "avoids", "code"),
    [
        (OATS, RICE, (), None), (OATS, OATS, (), None), (OATS, RICE, ("milk",), None),
        (RICE, OATS, (), "NEW_ALLERGEN"), (replace(OATS, traces=frozenset()), OATS, (), "NEW_ALLERGEN"),
        (OATS, OATS, ("nuts",), "AVOIDED"), (OATS, OATS, ("gluten",), "AVOIDED"),
        (OATS, Product("bran", "g"), (), "ALLERGENS_UNKNOWN"),
        (OATS, replace(RICE, traces=None), (), "ALLERGENS_UNKNOWN"),
        (OATS, replace(RICE, contains=None), (), "ALLERGENS_UNKNOWN"), (Product("bran", "g"), OATS, (), "NEW_ALLERGEN"),
        (Product("bran", "g"), RICE, (), None), (OATS, replace(RICE, unit="piece"), (), "UNIT_MISMATCH"),
        (OATS, replace(RICE, contains=frozenset({"dust"})), (), "UNKNOWN_ALLERGEN"),
        (OATS, RICE, ("cats",), "UNKNOWN_ALLERGEN"),
    ],
)  # fmt: skip
def test_allergens_stop_what_would_stand_in(
    ordered: Product, offered: Product, avoids: tuple[str, ...], code: str | None
) -> None:
    refused = may_stand_in(ordered, offered, frozenset(avoids))
    assert (refused.code if refused else None) == code
    assert refused is None or "%" not in refused.sentence


SETS = st.one_of(st.none(), st.frozensets(st.sampled_from(ALLERGENS), max_size=4))


@given(SETS, SETS, SETS, SETS, st.frozensets(st.sampled_from(ALLERGENS), max_size=3))
def test_what_stands_in_is_known_and_brings_nothing_new(one: Any, two: Any, three: Any, four: Any, avoids: Any) -> None:
    ordered, offered = Product("a", "g", one, two), Product("b", "g", three, four)
    if may_stand_in(ordered, offered, avoids) is None:
        assert offered.all_of_it is not None
        assert offered.all_of_it <= (ordered.all_of_it or frozenset())
        assert not offered.all_of_it & avoids


def test_fourteen_allergens() -> None:
    assert len(set(ALLERGENS)) == 14


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([Part(10, 3, JULY, YEAR[1])], (5, 2)), ([Part(10, 3, YEAR[0], date(2022, 6, 30))], (5, 1)),
        ([Part(10, 3)], (0, 0)),
        ([Part(10, 3, YEAR[0])], (10, 3)), ([Part(10, 3, JULY, JULY)], (0, 0)), ([Part(10, 3, YEAR[0])] * 2, (20, 6)),
        ([Part(2, 1, JULY, trial_days=30)], (2, 1)), ([Part(2, 1, JULY, JULY + timedelta(14), trial_days=30)], (1, 1)),
        ([Part(2, 1, JULY, YEAR[1], trial_days=30)], (2, 1)), ([Part(2, 1, trial_days=30)], (0, 0)),
        ([Part(2, 0, date(2021, 12, 17), trial_days=30)], (1, 0)), ([], (0, 0)),
    ],
)  # fmt: skip
def test_work_asked_for_by_days(parts: list[Part], expected: tuple[int, int]) -> None:
    assert work_required(parts, YEAR) == expected


def test_work_done_and_excused_counts_and_what_is_core_is_missing_by_itself() -> None:
    jobs = [
        Contribution("1", JULY, 1, OTHER), Contribution("2", JULY, 1, CORE, is_excused=True),
        Contribution("3", YEAR[1], 1, CORE), Contribution("4", date(2021, 7, 1), 1, CORE),
    ]  # fmt: skip
    told = work_counted([Part(10, 3, JULY)], YEAR, jobs, date(2022, 9, 1))
    assert (told.required, told.total, told.short, dict(told.missing)) == (5, 2, 3, {CORE: 1})
    assert work_counted([], YEAR, jobs, YEAR[1]).short == 0


PRICES = st.builds(Frozen, st.integers(0, 5000), st.integers(1, 999))
GOT = st.builds(Got, st.integers(1, 3), st.integers(2, 4), st.integers(0, 900), PRICES, st.sampled_from((75, 100, 125)))


@given(st.lists(GOT, max_size=8))
def test_what_is_paid_and_due_adds_up_to_nothing_for_each_member(lines: list[Got]) -> None:
    of_each: dict[str, int] = {}
    for (key, _), minor in owed(lines, "GBP").items():
        assert minor
        payer = key.partition("/")[0]
        of_each[payer] = of_each.get(payer, 0) + minor
    assert not any(of_each.values())
    assert set(of_each) <= {str(line.member) for line in lines}


def test_each_pays_by_their_band_and_the_grower_has_the_price_as_it_is() -> None:
    lines = [Got(1, 7, 4, Frozen(250), 75), Got(2, 7, 4, Frozen(250), 125), Got(7, 7, 2, Frozen(250))]
    found = owed(lines, "GBP")
    assert found["1/1", "GBP"] == -750
    assert found["2/pot", "GBP"] == 250
    assert found["1/7", "GBP"] == found["2/7", "GBP"] == 1000
    assert not [key for key, _ in found if key.startswith("7/")], "who eats their own pays nobody"


@given(PRICES, PRICES)
def test_what_stands_in_is_never_dearer(ordered: Frozen, instead: Frozen) -> None:
    price = never_dearer(ordered, instead)
    assert price.price_minor * ordered.per <= ordered.price_minor * price.per
    assert price.price_minor * instead.per <= instead.price_minor * price.per


def test_work_that_cannot_be_asked_for() -> None:
    with pytest.raises(ObligationError):
        work_required([Part(1, 2, JULY)], YEAR)
    with pytest.raises(ObligationError):
        work_required([], (YEAR[1], YEAR[0]))


SIX = datetime(2026, 5, 1, 18, tzinfo=UTC)


def test_surplus_is_fetched_in_its_time_by_whoever_said_first() -> None:
    assert [fetch_by(SIX, storage) - SIX for storage in ("ambient", "chilled", "hot")] == [
        timedelta(hours=48), timedelta(hours=2), timedelta(hours=1),
    ]  # fmt: skip
    assert fetch_by(SIX, "chilled", SIX + timedelta(minutes=5)) == SIX + timedelta(minutes=5)
    assert fetch_by(SIX, "chilled", SIX + timedelta(days=5)) == SIX + timedelta(hours=2)
    assert may_fetch(SIX, SIX, "Ana", "Ana") is None
    late = may_fetch(SIX + timedelta(seconds=1), SIX, "Ana", "Ana")
    taken = may_fetch(SIX, SIX, "Ben", "Ana")
    assert late and taken and (late.code, taken.code) == ("TOO_LATE", "CLAIMED")


def test_help_is_hours_and_the_longest_is_in_the_rules() -> None:
    dug = Help("Ana", "the field", HOURS(STANDARD.longest_minutes), JULY)
    assert may_record(dug, JULY) is None
    assert may_record(replace(dug, time=HOURS(STANDARD.longest_minutes + 1)), JULY)
    assert credits(dug) == (dug.time, HOURS(0))
