"""Windows that open, close and settle: nothing enters after the close, and nothing is written anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, strategies as st

from coproduce.core.cycle import (
    Cycle,
    CycleError,
    Key,
    Slot,
    Wish,
    accepts,
    cancel,
    close,
    comes_round,
    correct,
    moment,
    open_cycle,
    seat,
    settle,
    steps,
)

OPENS, CLOSES = datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 4, 18, tzinfo=UTC)
PLANNED: Cycle[dict[str, int]] = Cycle("May", OPENS, CLOSES)
ORDERS = st.dictionaries(st.sampled_from(("Ana", "Ben", "Kim", "Lee")), st.integers(-50, 50))


def reckon(orders: dict[str, int]) -> dict[Key, int]:
    """What each takes, and what it costs: bread from the baker, pence to them."""
    amounts: dict[Key, int] = {("baker", "loaf"): -sum(orders.values()), ("baker", "p"): 250 * sum(orders.values())}
    for who, many in orders.items():
        amounts[who, "loaf"], amounts[who, "p"] = many, -250 * many
    return amounts


def closed(orders: dict[str, int]) -> Cycle[dict[str, int]]:
    return close(open_cycle(PLANNED, OPENS), orders, CLOSES)


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(CycleError) as found:
        do()
    return found.value.code


@given(ORDERS, st.lists(ORDERS, max_size=6))
def test_what_was_said_adds_up_to_what_the_last_inputs_come_to(
    orders: dict[str, int], later: list[dict[str, int]]
) -> None:
    cycle = settle(closed(orders), reckon)
    for better in later:
        before = cycle.said
        cycle = correct(cycle, better, reckon)
        assert cycle.said[: len(before)] == before, "what was said stays said"
        assert all(amount for said in cycle.said[len(before) :] for amount in said.values())
    last = later[-1] if later else orders
    assert cycle.final == {key: amount for key, amount in reckon(last).items() if amount}
    assert correct(cycle, last, reckon) == cycle, "unchanged, nothing is said"
    assert settle(cycle, reckon) == cycle, "settled once"
    for said in cycle.said:
        for unit in ("loaf", "p"):
            assert not sum(amount for (_, of), amount in said.items() if of == unit)


def test_what_changes_after_the_close_does_not_reach_it() -> None:
    orders = {"Ana": 2}
    cycle = closed(orders)
    orders["Ana"] = 9
    assert settle(cycle, reckon).final["Ana", "loaf"] == 2
    better = {"Ana": 3}
    cycle = correct(settle(cycle, reckon), better, reckon)
    better["Ana"] = 9
    assert cycle.frozen == {"Ana": 3}


def test_it_takes_what_people_want_until_its_close_and_no_moment_longer() -> None:
    opened = open_cycle(PLANNED, OPENS)
    second = timedelta(seconds=1)
    told = [accepts(opened, now) for now in (OPENS - second, OPENS, CLOSES - second, CLOSES)]
    assert told == [False, True, True, False]
    assert not accepts(PLANNED, OPENS)
    assert refused(lambda: open_cycle(PLANNED, OPENS - second)) == "TOO_EARLY"
    assert refused(lambda: close(opened, {}, CLOSES - second)) == "TOO_EARLY"


def test_each_step_is_for_its_own_state() -> None:
    opened, done = open_cycle(PLANNED, OPENS), settle(closed({}), reckon)
    off = cancel(PLANNED)
    assert [cancel(one).state for one in (opened, closed({}))] == ["cancelled"] * 2
    for wrong in (
        lambda: open_cycle(opened, OPENS),
        lambda: close(PLANNED, {}, CLOSES),
        lambda: settle(opened, reckon),
        lambda: correct(closed({}), {}, reckon),
        lambda: cancel(done),
        lambda: cancel(off),
        lambda: open_cycle(off, OPENS),
    ):
        assert refused(wrong) == "STATE"


def test_moments_that_make_no_window_are_refused() -> None:
    assert refused(lambda: open_cycle(replace(PLANNED, closes_at=OPENS - timedelta(1)), OPENS)) == "TURNED"
    assert refused(lambda: open_cycle(replace(PLANNED, opens_at=datetime(2026, 5, 1)), OPENS)) == "NO_ZONE"  # noqa: DTZ001
    assert refused(lambda: open_cycle(replace(PLANNED, closes_at=datetime(2026, 5, 9)), OPENS)) == "NO_ZONE"  # noqa: DTZ001
    assert open_cycle(replace(PLANNED, closes_at=OPENS), OPENS).state == "open"


def test_what_does_not_add_up_in_a_unit_is_refused() -> None:
    assert refused(lambda: settle(closed({}), lambda _: {("Ana", "loaf"): 1, ("Ben", "p"): -1})) == "NOT_ZERO_SUM"


@pytest.mark.parametrize(
    ("day", "quarters"), [(date(2026, 3, 29), 92), (date(2026, 3, 30), 96), (date(2026, 10, 25), 100)]
)
def test_days_of_twenty_three_and_twenty_five_hours(day: date, quarters: int) -> None:
    assert steps(day, "Europe/London") == quarters
    assert steps(day, "Europe/London", 30) == quarters // 2
    assert steps(day, "UTC") == 96


def test_a_time_that_comes_twice_is_the_first_and_one_that_never_comes_is_refused() -> None:
    twice = moment(date(2026, 10, 25), time(1, 30), "Europe/London")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert refused(lambda: moment(date(2026, 3, 29), time(1, 30), "Europe/London")) == "NO_SUCH_TIME"
    assert moment(date(2026, 3, 29), time(2), "Europe/London") == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(1, 5),
    st.sampled_from(("day", "week", "month")),
    st.integers(1, 40),
)
def test_it_comes_round_as_often_as_said(first: date, every: int, of: str, count: int) -> None:
    days = list(comes_round(first, every, of, count=count))  # type: ignore[arg-type]
    assert len(days) == count
    assert days[0] == first
    assert days == sorted(set(days))
    if of != "month":
        length = {"day": 1, "week": 7}[of] * every
        assert {(after - before).days for before, after in pairwise(days)} <= {length}
    else:
        assert all(
            (day.year * 12 + day.month) - (first.year * 12 + first.month) == every * n for n, day in enumerate(days)
        )
        assert all(day.day == first.day or (day.day < first.day and (day + timedelta(1)).day == 1) for day in days)
    assert list(comes_round(first, every, of, until=days[-1])) == days  # type: ignore[arg-type]


def test_a_rule_has_one_end() -> None:
    first = date(2026, 5, 1)
    for said, code in (
        ({}, "NO_END"), ({"count": 2, "until": first}, "NO_END"), ({"count": 0}, "NOT_POSITIVE"),
        ({"count": 1001}, "NOT_POSITIVE"),
    ):  # fmt: skip
        assert refused(lambda said=said: list(comes_round(first, 1, "day", **said))) == code  # type: ignore[misc]
    assert refused(lambda: list(comes_round(first, 0, "day", count=1))) == "NOT_POSITIVE"
    assert refused(lambda: list(comes_round(first, 1001, "day", count=1))) == "NOT_POSITIVE"
    assert [day.year for day in comes_round(first, 1000, "day", until=date(2030, 1, 1))] == [2026, 2029]
    assert len(list(comes_round(first, 1, "day", count=1000))) == 1000
    assert list(comes_round(first, 1, "day", until=first - timedelta(1))) == []
    assert list(comes_round(date(2026, 12, 31), 1, "month", count=3))[1:] == [date(2027, 1, 31), date(2027, 2, 28)]
    assert list(comes_round(date(2026, 11, 30), 1, "month", count=2))[1:] == [date(2026, 12, 30)]


WISHES = st.lists(
    st.builds(
        Wish,
        who=st.sampled_from("ABCDEF"),
        said_at=st.integers(0, 3).map(lambda hours: OPENS + timedelta(hours=hours)),
        years=st.none() | st.integers(10, 80),
        skills=st.sampled_from([frozenset[str](), frozenset({"saw"})]),
    ),
    max_size=9,
    unique_by=lambda wish: wish.who,
)


@given(
    WISHES, st.integers(0, 4), st.sampled_from((0, 18)), st.sampled_from(("", "saw")), st.randoms(use_true_random=False)
)
def test_places_go_to_who_may_and_said_so_first(
    wishes: list[Wish], capacity: int, youngest: int, skill: str, chance: Random
) -> None:
    slot = Slot(capacity, youngest, skill)
    told = seat(slot, wishes)
    may = [
        wish.who
        for wish in sorted(wishes, key=lambda wish: (wish.said_at, wish.who))
        if (not youngest or (wish.years is not None and wish.years >= youngest)) and (not skill or skill in wish.skills)
    ]
    assert [*told.there, *told.waiting] == may
    assert len(told.there) == min(capacity, len(may))
    assert told.cannot.keys() == {wish.who for wish in wishes} - {*may}
    mixed = list(wishes)
    chance.shuffle(mixed)
    assert seat(slot, mixed) == told


def test_why_somebody_cannot() -> None:
    wishes = [
        Wish("A", OPENS, 17),
        Wish("B", OPENS, None),
        Wish("C", OPENS, 18),
        Wish("D", OPENS, 18, frozenset({"saw"})),
    ]
    told = seat(Slot(2, 18, "saw"), [*wishes, wishes[3]])
    assert told == (("D",), (), {"A": "TOO_YOUNG", "B": "AGE_UNKNOWN", "C": "NOT_LEARNED"})
    assert seat(Slot(1, 0, ""), wishes[:2]) == (("A",), ("B",), {})
