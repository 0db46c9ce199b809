"""A month in money: two prosumers as printed, sums exact, differences alone when late readings come, a price spike."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.energy.rules import EnergyError
from coproduce.arenas.energy.rules.keys import KEYS
from coproduce.arenas.energy.rules.measures import compare, gini, self_consumption, self_sufficiency
from coproduce.arenas.energy.rules.money import (
    Allocation,
    Line,
    Prices,
    alone,
    bills,
    flows,
    replay,
    settle,
    to_books,
    who_gave,
)
from coproduce.core.apportion import ONE
from coproduce.core.cycle import Cycle, close, correct, open_cycle, settle as settled

#: Smallest coins are hundredths of a cent here, so that the printed bills come out whole.
FINE = Prices(3000, retail={"Ana": 3000, "Ben": 2400}, feed_in={"Ana": 1000, "Ben": 500})


def test_two_prosumers_as_printed() -> None:
    """gsy-e: loads 0.7 and 0.1, panels 0.5 and 0.2 kWh, parts 0.6 and 0.4; bills 0.06 and −0.02."""
    told = flows([[700], [100]], [[500], [200]], key="static", weights=[600_000, 400_000])
    months = told.months(["Ana", "Ben"])
    assert months == (
        Allocation("Ana", own_wh=500, bought_wh=60, grid_wh=140),
        Allocation("Ben", own_wh=100, sold_wh=60, surplus_wh=40),
    )
    assert bills(settle(months, FINE)) == {"Ana": 600, "Ben": -200}


def test_what_was_made_and_not_used_by_its_maker_is_shared() -> None:
    """500 Wh made, 200 used by the maker: 300 shared, and what members draw from the grid falls by 300."""
    told = flows([[200], [400], [100]], [[500], [0], [0]], key="dynamic")
    assert (told.bought.sum(), told.grid.sum(), told.surplus.sum()) == (300, 200, 0)
    before = sum(alone(one).grid_wh for one in told.months("abc"))
    assert before - told.grid.sum() == 300


@pytest.mark.parametrize("key", [key for key in KEYS if key != "pair"])
@given(
    idle=st.lists(st.sampled_from(("panels", "empty", "home")), min_size=1, max_size=6).filter(lambda s: "home" in s),
    load=st.integers(1, 7), made=st.integers(0, 40), start=st.integers(0, 5), ahead=st.booleans(),
)  # fmt: skip
def test_the_odd_watt_hour_goes_round_among_those_who_could_have_it(
    key: Any, idle: list[str], load: int, made: int, start: int, ahead: bool
) -> None:
    """Panels that use nothing, empty homes and whoever is served first stand between equals, and lean on nobody."""
    kinds = ["first", *idle] if ahead and key == "cascade" else idle
    homes = [number for number, kind in enumerate(kinds) if kind == "home"]
    panels = [number for number, kind in enumerate(kinds) if kind == "panels"]
    uses = [load if kind in ("home", "first") else 0 for kind in kinds]
    makes = [made if kind == "panels" else 0 for kind in kinds]
    times = len(homes) * max(1, len(panels))
    by = {
        "weights": [ONE // len(homes) if kind == "home" else 0 for kind in kinds],
        "priority": [1 if kind == "first" else 2 for kind in kinds],
    }
    found = flows([[one] * times for one in uses], [[one] * times for one in makes], key=key, start=start, **by)
    assert len({int(found.bought[one].sum()) for one in homes}) == 1
    assert len({int(found.sold[one].sum()) for one in panels}) <= 1


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, Any]:
    meters, intervals = draw(st.integers(1, 5)), draw(st.integers(1, 4))

    def rows(most: int, many: int = meters) -> list[list[int]]:
        row = st.lists(st.integers(0, most), min_size=many, max_size=many)
        return draw(st.lists(row, min_size=meters, max_size=meters))

    key = draw(st.sampled_from(KEYS))
    weights = rows(ONE // meters)
    return {
        "load_wh": rows(3000, intervals), "made_wh": rows(3000, intervals), "key": key,
        "weights": weights if key == "pair" else weights[0],
        "priority": list(range(meters)), "start": draw(st.integers(0, 9)),
    }  # fmt: skip


@given(weeks())
def test_every_watt_hour_went_somewhere(week: dict[str, Any]) -> None:
    told = flows(**week)
    assert ((told.own + told.bought + told.grid) == week["load_wh"]).all()
    assert ((told.own + told.sold + told.surplus) == week["made_wh"]).all()
    assert (told.bought.sum(axis=0) == told.sold.sum(axis=0)).all()
    for flow in (told.own, told.bought, told.grid, told.sold, told.surplus):
        assert (flow >= 0).all()


@given(weeks(), st.fractions(0, 500), st.fractions(-10, 500), st.fractions(-10, 100))
def test_money_adds_up_and_books_come_to_nothing(
    week: dict[str, Any], community: Fraction, retail: Fraction, feed: Fraction
) -> None:
    meters = [f"meter {number}" for number in range(len(week["load_wh"]))]
    months = flows(**week).months(meters)
    lines = settle(months, Prices(community, retail, feed))
    paid = sum(line.minor for line in lines if line.what == "bought")
    got = sum(line.minor for line in lines if line.what == "sold")
    assert paid == -got
    assert abs(paid - sum(one.bought_wh for one in months) * community / 1000) <= Fraction(1, 2)
    for line in lines:
        price = {"bought": community, "grid": retail, "sold": -community, "surplus": -feed}[line.what]
        assert abs(line.minor - line.wh * price / 1000) < 2
    books = to_books(lines, "EUR")
    for unit in ("Wh", "EUR"):
        assert not sum(amount for (_, of), amount in books.items() if of == unit)


@pytest.mark.parametrize(
    ("rows", "prices", "code", "field"),
    [
        ([Allocation("Ana", bought_wh=5)], Prices(30, 30), "NOT_ZERO_SUM", "sold_wh"),
        ([Allocation("Ana"), Allocation("Ana")], Prices(30, 30), "TWICE", "meter"),
        ([Allocation("Ana", grid_wh=-1)], Prices(30, 30), "NEGATIVE", "Ana"),
        ([Allocation("Ana")], Prices(-1, 30), "NEGATIVE", "community"),
        ([Allocation("Ana", grid_wh=1.5)], Prices(30, 30), "NOT_WHOLE", "Ana"),  # type: ignore[arg-type]
        ([Allocation("Ana", grid_wh=1)], Prices(30, Decimal("NaN")), "NOT_A_NUMBER", "prices"),
        ([Allocation("Ana", grid_wh=1)], Prices(30, {"Ben": 30}), "NEEDED", "retail"),
    ],
)
def test_months_that_are_refused(rows: list[Allocation], prices: Prices, code: str, field: str) -> None:
    with pytest.raises(EnergyError) as found:
        settle(rows, prices)
    assert (found.value.code, found.value.field) == (code, field)


def test_plain_mappings_do_and_what_is_free_is_free() -> None:
    rows = [{"meter": "Ana", "bought_wh": 1000}, {"meter": "Ben", "sold_wh": 1000}]
    assert settle(rows, {"community": 0, "retail": Decimal("30.25")}) == (
        Line("Ana", "bought", 1000, 0), Line("Ben", "sold", 1000, 0),
    )  # fmt: skip
    assert settle([{"meter": "Ana", "grid_wh": 1000}], {"community": 0, "retail": Decimal("30.5")})[0].minor == 31


@pytest.mark.parametrize(
    ("load", "made"), [([[1, 2]], [[1], [2]]), ([1, 2], [1, 2]), ([[1]], [[0.5]]), ([[1]], [[-1]])]
)
def test_loads_that_do_not_match_what_was_made(load: Any, made: Any) -> None:
    with pytest.raises(EnergyError):
        flows(load, made, key="dynamic")


def test_pair_asks_from_whom_to_whom() -> None:
    with pytest.raises(EnergyError):
        flows([[5]], [[9]], key="pair")
    told = flows([[0], [90], [90]], [[100], [0], [50]], key="pair", weights=[[0, ONE, 0], [0, 0, 0], [0, 0, 0]])
    assert (told.sold[:, 0].tolist(), told.bought[:, 0].tolist()) == ([90, 0, 0], [0, 90, 0])
    second = flows([[50], [0]], [[0], [80]], key="pair", weights=[[0, 0], [500_000, 0]])
    assert (second.sold[:, 0].tolist(), second.bought[:, 0].tolist()) == ([0, 40], [40, 0])
    with pytest.raises(EnergyError) as refused:
        flows([[50], [0]], [[0], [80]], key="pair", weights=[[0, ONE]])
    assert refused.value.code == "WRONG_SHAPE"


def test_late_readings_make_a_line_of_the_difference_and_no_more() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def reckon(load: list[list[int]]) -> dict[tuple[str, str], int]:
        told = flows(load, [[0, 0], [0, 0], [900, 900]], key="dynamic")
        return to_books(settle(told.months(["Ana", "Ben", "roof"]), Prices(2000, 3000)), "GBP")

    first, late = [[400, 400], [800, 400], [0, 0]], [[400, 400], [800, 500], [0, 0]]
    may = settled(close(open_cycle(Cycle("May", noon, noon), noon), first, noon), reckon)
    better = correct(may, late, reckon)
    assert better.said[1] == {("Ben", "Wh"): 100, ("Ben", "GBP"): -200, ("roof", "Wh"): -100, ("roof", "GBP"): 200}
    assert correct(better, late, reckon) == better


@given(st.lists(st.integers(0, 99), min_size=1, max_size=6), st.lists(st.integers(0, 99), min_size=1, max_size=6))
def test_from_whom_to_whom_adds_up_both_ways(bought: list[int], sold: list[int]) -> None:
    difference = sum(bought) - sum(sold)
    (sold if difference > 0 else bought)[0] += abs(difference)
    buyers = {f"b{number}": wh for number, wh in enumerate(bought)}
    sellers = {f"s{number}": wh for number, wh in enumerate(sold)}
    gave = who_gave(buyers, sellers)
    assert all(amount > 0 for amount in gave.values())
    for name, wh in buyers.items():
        assert sum(amount for (_, buyer), amount in gave.items() if buyer == name) == wh
    for name, wh in sellers.items():
        assert sum(amount for (seller, _), amount in gave.items() if seller == name) == wh


def test_nobody_gave_what_nobody_sold() -> None:
    with pytest.raises(EnergyError, match="Not as much"):
        who_gave({"Ana": 5}, {"roof": 4})


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([], 0), ([5], 0), ([0, 0], 0), ([7, 7, 7], 0), ([0, 10], Fraction(1, 2)), ([3, 1], Fraction(1, 4)),
     ([0, 0, 0, 8], Fraction(3, 4)), ([1, 2, 3, 4], Fraction(1, 4))],
)  # fmt: skip
def test_how_unevenly(amounts: list[int], expected: Fraction) -> None:
    assert gini(amounts) == expected


@given(st.lists(st.integers(0, 999), max_size=9))
def test_gini_is_half_the_mean_difference(amounts: list[int]) -> None:
    told, many, whole = gini(amounts), len(amounts), sum(amounts)
    assert 0 <= told <= (Fraction(many - 1, many) if many else 0)
    assert told == gini(sorted(amounts, reverse=True))
    if whole:
        assert told == Fraction(sum(abs(one - other) for one in amounts for other in amounts), 2 * many * whole)


def test_gini_of_a_loss_is_refused() -> None:
    with pytest.raises(EnergyError):
        gini([1, -1])


def test_parts_of_nothing_are_none() -> None:
    assert self_consumption([Allocation("Ana", grid_wh=5)]) is None
    assert self_sufficiency([Allocation("roof", surplus_wh=5)]) is None
    assert self_consumption([Allocation("roof", own_wh=1, sold_wh=2, surplus_wh=3)]) == Fraction(1, 2)
    assert self_sufficiency([Allocation("Ana", own_wh=1, bought_wh=2, grid_wh=9)]) == Fraction(1, 4)


HOMES = ["Ana", "Ben", "Kim", "roof"]
LOAD, MADE = [[800, 0], [400, 0], [200, 300], [0, 0]], [[0, 0], [0, 0], [0, 0], [1000, 100]]
PAIRS = np.zeros((4, 4), int)
PAIRS[3] = [500_000, 300_000, 200_000, 0]


def test_every_key_on_the_same_readings() -> None:
    prices = Prices(20_000, retail=30_000, feed_in=10_000)
    parts = [500_000, 300_000, 200_000, 0]
    told = compare(
        HOMES, LOAD, MADE, prices, KEYS, weights=parts, pairs=PAIRS, priority=[3, 2, 1, 0], low_income=["Kim"]
    )
    got = {one.key: [one.savings[home] for home in HOMES] for one in told}
    assert got == {
        "static": [5000, 3000, 2200, 10_200],
        "dynamic": [5710, 2860, 2430, 11_000],
        "hybrid": [5000, 3000, 3000, 11_000],
        "cascade": [4000, 4000, 3000, 11_000],
        "equal_refill": [4000, 4000, 3000, 11_000],
        "pair": [5000, 3000, 2200, 10_200],
    }
    static = told[0]
    assert (static.self_consumption, static.self_sufficiency) == (Fraction(1020, 1100), Fraction(1020, 1700))
    assert (static.surplus_wh, static.low_income) == (80, Fraction(2200, 20_400))
    assert static.bills == {"Ana": 19_000, "Ben": 9000, "Kim": 12_800, "roof": -21_200}
    assert static.gini == gini(static.savings.values())


def test_where_somebody_loses_there_is_no_evenness_of_gain_and_nobody_named_has_no_part() -> None:
    dear = Prices(40_000, retail=30_000, feed_in=10_000)
    told = compare(HOMES, LOAD, MADE, dear, ["dynamic"], low_income=["Ana"])[0]
    assert told.savings["Ana"] < 0
    assert told.gini is None
    even = compare(HOMES, LOAD, MADE, Prices(30_000, 30_000, 30_000), ["dynamic"], low_income=["Ana"])[0]
    assert (even.gini, even.low_income) == (0, None)
    assert compare(HOMES, LOAD, MADE, Prices(20_000, 30_000), ["dynamic"])[0].low_income is None
    assert compare([], np.zeros((0, 2), int), np.zeros((0, 2), int), Prices(1, 2), ["dynamic"])[0].savings == {}


def test_a_price_spike_with_neighbours_and_without() -> None:
    may = flows(LOAD, MADE, key="dynamic").months(HOMES)
    retail = {"Ana": 30_000, "Ben": 30_000, "Kim": 30_000, "roof": 0}
    told = replay([may, may, ()], Prices(20_000, retail, 10_000), [1, Fraction(5, 2), 1])
    assert told["Ana"].alone == (24_000, 60_000, 0)
    assert told["Ana"].shared == (11_420 + 6870, 11_420 + 17_175, 0)
    assert (told["Ana"].worst_alone, told["Ana"].worst_shared) == (60_000, 28_595)
    with pytest.raises(EnergyError, match="3 months and 1 prices"):
        replay([may, may, may], Prices(1, 2), [1])
    with pytest.raises(EnergyError, match="Neighbours bought"):
        replay([may[1:2]], Prices(1, 2), [1])
