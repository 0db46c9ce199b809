"""Entries sum to nothing, limits hold, and what is wrong can always be put right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from coproduce.core import journal
from coproduce.core.arena import Arena, Room
from coproduce.core.journal import (
    LARGEST_AMOUNT,
    Applied,
    Books,
    Entry,
    Hold,
    Limit,
    Posting,
    Standing,
    apply,
    gives,
    period_refusal,
)
from coproduce.core.quantity import HOURS, KWH, THANKS, Quantity
from coproduce.core.refusal import Refusal

DAY = date(2026, 11, 17)


def entry(*postings: tuple[int, Quantity], kind: str = "exchange") -> Entry:
    return Entry(UUID(int=1), 1, kind, "company", DAY, tuple(Posting(*posting) for posting in postings))


def hours(minutes: int, kind: str = "exchange") -> Entry:
    """Account 1 gives account 2 so many minutes."""
    return entry((1, HOURS(minutes)), (2, HOURS(-minutes)), kind=kind)


OPEN = {1: Standing("hour"), 2: Standing("hour")}


def test_an_hour_goes_from_one_to_the_other() -> None:
    assert apply(hours(60), OPEN) == Applied((60, -60))


def test_several_units_each_sum_to_nothing() -> None:
    mixed = entry((1, HOURS(60)), (2, HOURS(-60)), (3, KWH(5)), (4, KWH(-2)), (5, KWH(-3)))
    held = {
        number: Standing(unit, balance, is_convertible=True)
        for number, unit, balance in ((1, "hour", 0), (2, "hour", 0), (3, "kWh", 0), (4, "kWh", 0), (5, "kWh", 3))
    }
    assert apply(mixed, held) == Applied((60, -60, 5, -2, 0))


@pytest.mark.parametrize(
    ("code", "wrong", "held"),
    [
        ("NOT_ZERO_SUM", entry((1, HOURS(60))), OPEN),
        ("NOT_ZERO_SUM", entry(), OPEN),
        ("NOT_ZERO_SUM", entry((1, HOURS(60)), (2, HOURS(-59))), OPEN),
        ("NOT_ZERO_SUM", entry((1, HOURS(60)), (2, KWH(-60))), OPEN),
        ("SAME_ACCOUNT", entry((1, HOURS(60)), (1, HOURS(-60))), OPEN),
        ("NOT_POSITIVE", entry((1, HOURS(0)), (2, HOURS(0))), OPEN),
        ("TOO_LARGE", hours(LARGEST_AMOUNT + 1), OPEN),
        ("NOT_FOUND", hours(60), {1: Standing("hour")}),
        ("ACCOUNT_CLOSED", hours(60), {**OPEN, 2: Standing("hour", is_closed=True)}),
        ("UNIT_MISMATCH", hours(60), {**OPEN, 2: Standing("kWh")}),
    ],
)
def test_what_may_not_stand_is_refused_by_name(code: str, wrong: Entry, held: dict[int, Standing]) -> None:
    refused = apply(wrong, held)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.sentence.endswith(".")


@pytest.mark.parametrize(
    ("mode", "floor", "minutes", "outcome"),
    [
        ("enforce", -60, 60, Applied((60, -60))),  # a limit is inclusive
        ("enforce", -60, 61, "LIMIT_FLOOR"),
        ("enforce", None, 10**9, Applied((10**9, -(10**9)))),
        ("warn", -60, 61, Applied((61, -61), (2,))),
        ("off", -60, 61, Applied((61, -61))),
    ],
)
def test_a_floor(mode: Any, floor: int | None, minutes: int, outcome: Any) -> None:
    answer = apply(hours(minutes), {**OPEN, 2: Standing("hour", 0, Limit(floor, None, mode))})
    assert (answer.code if isinstance(answer, Refusal) else answer) == outcome


def test_a_ceiling() -> None:
    held = {**OPEN, 1: Standing("hour", 0, Limit(None, 60, "enforce"))}
    assert apply(hours(60), held) == Applied((60, -60))
    refused = apply(hours(61), held)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values["limit"]) == ("LIMIT_CEILING", "1 h 00")


def test_the_way_back_inside_a_limit_is_always_open() -> None:
    deep = {
        1: Standing("hour", -500, Limit(-60, None, "enforce")),
        2: Standing("hour", 500, Limit(None, 60, "enforce")),
    }
    assert apply(hours(10), deep) == Applied((-490, 490))


def test_a_wrong_entry_can_always_be_taken_back() -> None:
    held = {1: Standing("hour", 0, Limit(0, None, "enforce")), 2: Standing("hour", 0, Limit(None, 0, "enforce"))}
    back = hours(-60, kind="reversal")
    assert apply(back, held, Books(taken_back="exchange")) == Applied((-60, 60), (1, 2))


def test_what_does_not_stand_is_not_taken_back() -> None:
    """Else a limit could be passed by calling anything a reversal, and what is given counted before it is."""
    back = hours(-60, kind="reversal")
    for asked in (back, replace(back, reverses=UUID(int=9)), replace(hours(60), reverses=UUID(int=9))):
        refused = apply(asked, OPEN)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.field) == ("NOT_FOUND", "of")


def test_taking_back_negates_everything() -> None:
    first = replace(hours(60), note="We talked", actor=7)
    back = first.negated(UUID(int=2), DAY, actor=8, reason="It was Thursday")
    assert [posting.amount.minor for posting in back.postings] == [-60, 60]
    assert (back.kind, back.reverses, back.actor, back.note) == ("reversal", first.client_id, 8, "It was Thursday")


def test_a_floor_lies_below_its_ceiling() -> None:
    with pytest.raises(ValueError, match="ceiling"):
        Limit(1, 0)


def live(seed: int, step: Callable[[Entry, dict[int, Standing]], Any]) -> None:
    """A few entries in a small town, holding after each what must hold after any."""
    chance = Random(seed)
    modes = ("enforce", "warn", "off")
    held = {
        number: Standing(
            chance.choice(("hour", "hour", "kWh")),
            0,
            Limit(
                chance.choice((None, -chance.randint(0, 90))),
                chance.choice((None, chance.randint(0, 90))),
                chance.choice(modes),
            ),
            chance.random() < 0.05,
        )
        for number in range(1, 5)
    }
    for _ in range(6):
        unit = chance.choice((HOURS, HOURS, KWH))
        numbers = chance.sample(range(1, 6), chance.randint(1, 3))
        amounts = [chance.randint(-60, 60) for _ in numbers[1:]]
        amounts.append(-sum(amounts) if chance.random() < 0.9 else chance.randint(-60, 60))
        asked = entry(
            *zip(numbers, map(unit, amounts), strict=True), kind=chance.choice(("exchange", "exchange", "care"))
        )
        answer = step(asked, held)
        if isinstance(answer, Refusal):
            continue
        sums: dict[str, int] = {}
        for posting, balance in zip(asked.postings, answer.balances, strict=True):
            was = held[posting.account]
            assert balance == was.balance + posting.amount.minor
            assert posting.amount.unit.code == was.unit
            assert not was.is_closed
            limit = was.limit
            below = limit.floor is not None and balance < limit.floor and posting.amount.minor < 0
            above = limit.ceiling is not None and balance > limit.ceiling and posting.amount.minor > 0
            if limit.mode == "enforce" and asked.kind != "care":
                assert not below
                assert not above
            assert (posting.account in answer.outside) is ((below or above) and limit.mode != "off")
            sums[was.unit] = sums.get(was.unit, 0) + posting.amount.minor
            held[posting.account] = replace(was, balance=balance)
        assert not any(sums.values())
    for unit in ("hour", "kWh"):
        assert sum(standing.balance for standing in held.values() if standing.unit == unit) == 0


def live_many(step: Callable[[Entry, dict[int, Standing]], Any], towns: int) -> None:
    for seed in range(towns):
        try:
            live(seed, step)
        except AssertionError as fault:
            raise AssertionError(f"seed {seed}") from fault


@pytest.mark.promise("The books stay in balance, whatever is recorded")
def test_ten_thousand_entries_keep_the_books() -> None:
    live_many(apply, 1700)  # six entries each


@pytest.mark.parametrize("rule", ["malformed", "crosses"])
def test_the_property_sees_a_planted_fault(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, rule, lambda *_: None)
    with pytest.raises(AssertionError):
        live_many(apply, 1700)


def test_what_a_room_declares() -> None:
    assert Arena("food", "Food").verbs == ()
    assert Room("people", "People").slug == "people"


def test_a_refusal_is_a_sentence() -> None:
    refused = Refusal("LIMIT_FLOOR", "Past %(limit)s.", values={"limit": "1 h 00"})
    assert str(refused) == refused.sentence == "Past 1 h 00."


def test_hours_share_no_entry_with_another_unit_unless_members_decided_it() -> None:
    mixed = entry((1, HOURS(60)), (2, HOURS(-60)), (3, KWH(5)), (4, KWH(-5)))
    held = {**OPEN, 3: Standing("kWh", is_convertible=True), 4: Standing("kWh", is_convertible=True)}
    refused = apply(mixed, held)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.values) == ("NOT_CONVERTIBLE", {"unit": "hour"})
    assert isinstance(apply(mixed, held, Books(benefits_safe=False)), Applied)
    assert isinstance(apply(replace(mixed, reverses=UUID(int=9)), held, Books(taken_back="opening")), Applied)


def test_thanks_share_no_entry_with_anything_whatever_members_decided() -> None:
    held = {
        1: Standing("thanks", is_transferable=False),
        2: Standing("thanks", is_transferable=False, is_issuing=True),
        3: Standing("hour"),
        4: Standing("hour"),
    }
    thanks = ((1, THANKS(-1)), (2, THANKS(1)))
    sold = entry(*thanks, (3, HOURS(60)), (4, HOURS(-60)))
    for books in (Books(), Books(benefits_safe=False)):
        refused = apply(sold, held, books)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.values) == ("NOT_CONVERTIBLE", {"unit": "thanks"})
    assert isinstance(apply(entry(*thanks), held), Applied)


def test_what_is_not_transferable_comes_from_where_it_is_issued_and_goes_back_there() -> None:
    held = {
        1: Standing("hour", is_transferable=False),
        2: Standing("hour", is_transferable=False),
        3: Standing("hour", is_transferable=False, is_issuing=True),
    }
    assert isinstance(apply(entry((1, HOURS(60)), (2, HOURS(30)), (3, HOURS(-90))), held), Applied)
    assert isinstance(apply(entry((1, HOURS(-60)), (3, HOURS(60))), held), Applied)
    for passed_on in (entry((1, HOURS(60)), (2, HOURS(-60))), entry((1, HOURS(60)), (2, HOURS(-30)), (3, HOURS(-30)))):
        refused = apply(passed_on, held)
        assert isinstance(refused, Refusal)
        assert refused.code == "NOT_TRANSFERABLE"


def test_a_limit_grows_with_what_was_given_and_no_further_than_agreed() -> None:
    agreed = Limit(floor=-1000, mode="enforce", grows_by=300)
    for given, reaches in ((0, 1000), (200, 1200), (300, 1300), (5000, 1300), (-50, 1000)):
        held = {**OPEN, 2: Standing("hour", 0, agreed, given=given)}
        assert isinstance(apply(hours(reaches), held), Applied)
        refused = apply(hours(reaches + 1), held)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.values) == ("LIMIT_FLOOR", {"limit": str(HOURS(-reaches))})


def test_what_is_held_is_not_there_to_be_given_twice() -> None:
    held = {**OPEN, 2: Standing("hour", 0, Limit(-60, None, "enforce"), held=30)}
    assert isinstance(apply(hours(30), held), Applied)
    refused = apply(hours(31), held)
    assert isinstance(refused, Refusal)
    assert refused.code == "LIMIT_FLOOR"


@pytest.mark.parametrize("kind", ["reversal", "care"])
def test_no_limit_stands_in_the_way_of_care_or_of_putting_right(kind: str) -> None:
    held = {**OPEN, 2: Standing("hour", 0, Limit(0, None, "enforce"))}
    assert apply(hours(60), held) != Applied((60, -60), (2,))
    assert apply(replace(hours(60), kind=kind), held, Books(taken_back="exchange")) == Applied((60, -60), (2,))


def test_a_day_in_a_closed_period_is_refused_and_the_day_after_is_not() -> None:
    given = hours(60)
    assert apply(given, OPEN, Books(given.effective_on)) == period_refusal(given.effective_on)
    assert isinstance(apply(given, OPEN, Books(given.effective_on - timedelta(days=1))), Applied)


def test_only_help_adds_to_what_was_given_and_help_taken_back_takes_it_away() -> None:
    help_, gift = hours(60), replace(hours(60), kind="gift")
    back = replace(hours(-60), kind="reversal")
    assert [gives(help_, 60), gives(help_, -60), gives(gift, 60)] == [60, 0, 0]
    assert [gives(back, -60, Books(taken_back="exchange")), gives(back, 60, Books(taken_back="exchange"))] == [-60, 0]
    assert gives(back, -60, Books(taken_back="gift")) == 0


def test_a_limit_never_grows_backwards() -> None:
    with pytest.raises(ValueError, match="grows with giving"):
        Limit(floor=0, grows_by=-1)


NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
KEPT = Hold(UUID(int=5), 1, 1, 2, HOURS(60), NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("code", "hold", "held"),
    [
        ("NOT_POSITIVE", replace(KEPT, amount=HOURS(0)), {}),
        ("NOT_POSITIVE", replace(KEPT, amount=HOURS(-1)), {}),
        ("IN_THE_PAST", replace(KEPT, expires_at=NOON), {}),
        ("SAME_ACCOUNT", replace(KEPT, to=1), {}),
        ("NOT_FOUND", KEPT, {1: Standing("hour")}),
        ("NOT_FOUND", KEPT, {2: Standing("hour")}),
        ("ACCOUNT_CLOSED", KEPT, {1: Standing("hour"), 2: Standing("hour", is_closed=True)}),
        ("UNIT_MISMATCH", KEPT, {1: Standing("hour"), 2: Standing("kWh")}),
        ("LIMIT_FLOOR", KEPT, {1: Standing("hour", 59, Limit(floor=0, mode="enforce")), 2: Standing("hour")}),
        ("LIMIT_FLOOR", KEPT, {1: Standing("hour", 60, Limit(floor=0, mode="enforce"), held=1), 2: Standing("hour")}),
    ],
)
def test_what_may_not_be_kept_back(code: str, hold: Hold, held: dict[int, Standing]) -> None:
    refused = journal.keep(hold, held, NOON)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_what_may_be_kept_back() -> None:
    full = Standing("hour", 0, Limit(ceiling=0, mode="enforce"))
    assert journal.keep(KEPT, {1: Standing("hour"), 2: full}, NOON) == journal.Applied((-60, 60))
    warned = Standing("hour", 0, Limit(floor=0, mode="warn"))
    assert journal.keep(KEPT, {1: warned, 2: Standing("hour")}, NOON) == journal.Applied((-60, 60), (1,))


def test_what_settles_it() -> None:
    whole = replace(KEPT.as_entry(), client_id=UUID(int=6))

    def of(minutes: int, *accounts: int, **more: Any) -> Any:
        postings = tuple(Posting(account, HOURS(minutes)) for account in accounts)
        outcome = journal.settles(KEPT, replace(whole, postings=(Posting(1, HOURS(-minutes)), *postings), **more))
        return outcome.code if isinstance(outcome, Refusal) else outcome.minor

    assert (of(60, 2), of(1, 2)) == (0, 59)
    assert (of(61, 2), of(0, 2), of(-60, 2)) == ("HOLD_TOO_SMALL", "NOT_POSITIVE", "NOT_POSITIVE")
    assert (of(60, 3), of(60, 2, 3), of(60), of(60, 2, community=2)) == ("NOT_WHAT_WAS_HELD",) * 4
    other = replace(whole, postings=(Posting(1, KWH(-60)), Posting(2, KWH(60))))
    assert getattr(journal.settles(KEPT, other), "code", "") == "UNIT_MISMATCH"
