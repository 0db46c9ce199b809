"""When what is due, over nights, weekends and the days the clocks change; and who is rung when nobody answers."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.care.rules import RULE_SETS
from coproduce.arenas.care.rules.clocks import (
    Rules,
    Since,
    after_working_hours,
    alarm,
    answer_by,
    calls_due,
    due_at,
    may_be_rota,
    to_ring,
)
from coproduce.core.refusal import Refusal

LONDON = ZoneInfo("Europe/London")
STANDARD = Rules(**asdict(RULE_SETS[0].values))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(LONDON))  # noqa: DTZ001


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def told(since: datetime, home: datetime | None = None, accepted: datetime | None = None) -> Since:
    return Since(since, home, accepted)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(16, 10), 4, at(16, 14)),  # a Monday
        (at(16, 15), 4, at(17, 11)),
        (at(16, 7), 4, at(16, 13)),
        (at(16, 13), 4, at(16, 17)),
        (at(16, 17), 4, at(17, 13)),
        (at(16, 16, 59), 4, at(17, 12, 59)),
        (at(20, 16), 4, at(23, 12)),  # over a weekend
        (at(21, 12), 4, at(23, 13)),
        (at(22, 23), 1, at(23, 10)),
        (at(16, 9), 9, at(17, 10)),
        (at(23, 16, month=10), 2, at(26, 10, month=10)),  # the clocks went back on the Sunday
    ],
)
def test_working_hours(start: datetime, hours: int, end: datetime) -> None:
    assert after_working_hours(start, hours, STANDARD, LONDON) == end


def test_more_hours_than_a_year_has() -> None:
    with pytest.raises(ValueError, match="3000"):
        after_working_hours(at(16, 9), 3000, STANDARD, LONDON)


@given(MOMENTS, st.integers(1, 80))
def test_it_ends_within_working_hours_and_later_for_later(start: datetime, hours: int) -> None:
    end = after_working_hours(start, hours, STANDARD, LONDON).astimezone(LONDON)
    assert end.weekday() < 5
    assert 9 <= end.hour + end.minute / 60 + end.second / 3600 <= 17
    assert end >= start + timedelta(hours=hours) - timedelta(hours=1)  # a night of an hour less
    assert after_working_hours(start + timedelta(days=1), hours, STANDARD, LONDON) >= end


@given(MOMENTS, st.integers(1, 40), st.integers(1, 40))
def test_hours_add_up(start: datetime, one: int, other: int) -> None:
    first = after_working_hours(start, one, STANDARD, LONDON)
    assert after_working_hours(first, other, STANDARD, LONDON) == after_working_hours(
        start, one + other, STANDARD, LONDON
    )


def test_clocks_run_from_coming_home_or_from_opening() -> None:
    known, unknown = told(at(17, 10), at(16, 11)), told(at(17, 10))
    assert due_at("first visit", known, STANDARD, LONDON) == at(19, 11)
    assert due_at("first visit", unknown, STANDARD, LONDON) == at(20, 10)
    assert due_at("welcome", known, STANDARD, LONDON) == at(17, 11)
    assert due_at("triage", known, STANDARD, LONDON) == at(17, 14)
    assert (known.is_from_opening, unknown.is_from_opening) == (False, True)
    assert due_at("match", known, STANDARD, LONDON) is None
    assert due_at("match", told(at(17, 10), None, at(17, 12)), STANDARD, LONDON) == at(18, 12)
    assert due_at("first visit", {"opened_at": at(17, 10)}, STANDARD, LONDON) == at(20, 10)


HOME = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("called", "after", "days"),
    [
        ((), 4, ()), ((), 5, (7,)), ((), 9, (7,)), ((), 12, (7, 14)), ((), 60, (7, 14, 30)),
        ((5,), 9, ()), ((9,), 9, ()), ((4,), 9, (7,)), ((10,), 11, (7,)), ((10,), 12, (7, 14)),
        ((7, 13, 32), 60, ()), ((7, 28), 60, (14,)),
    ],
)  # fmt: skip
def test_calls(called: tuple[int, ...], after: int, days: tuple[int, ...]) -> None:
    rung = [HOME + timedelta(one) for one in called]
    assert calls_due(HOME, rung, HOME + timedelta(after), STANDARD) == tuple(HOME + timedelta(one) for one in days)


@pytest.mark.parametrize(
    ("level", "raised", "by"),
    [
        ("red", at(16, 23, 50), at(17, 0, 5)),
        ("amber", at(16, 9), at(17, 0)),
        ("amber", at(16, 23, 59), at(17, 0)),
        ("blue", at(16, 9), at(23, 9)),
    ],
)
def test_who_answers_by_when(level: str, raised: datetime, by: datetime) -> None:
    assert answer_by(level, raised, STANDARD, LONDON) == by
    assert answer_by(level, raised.astimezone(UTC), STANDARD, LONDON) == by


@pytest.mark.parametrize(
    ("people", "is_good"), [((), False), (("Cleo",), False), (("Cleo", "Cleo"), False), (("Cleo", "Dee"), True)]
)
def test_a_rota_has_two(people: tuple[str, ...], is_good: bool) -> None:
    answer = may_be_rota(people)
    assert (answer is None) == is_good
    if isinstance(answer, Refusal):
        assert (answer.code, answer.field) == ("ROTA_OF_ONE", "rota")


@pytest.mark.parametrize(
    ("minutes", "rung"),
    [(-1, (1,)), (14, (1,)), (15, (1, 2)), (29, (1, 2)), (30, (1, 2, 1)), (45, (1, 2) * 2), (99, (1, 2) * 2)],
)  # fmt: skip
def test_when_the_first_is_silent_the_second_is_rung(minutes: int, rung: tuple[int, ...]) -> None:
    raised = at(16, 23, 50)
    assert to_ring((1, 2), raised, raised + timedelta(minutes=minutes), STANDARD) == rung


def test_a_rota_of_one_rings_nobody() -> None:
    with pytest.raises(ValueError, match="two or more"):
        to_ring((1,), at(16, 9), at(16, 10), STANDARD)


@pytest.mark.parametrize(
    ("minutes", "who"),
    [
        (-30, None), (0, None), (14, None), (15, "buddy"), (29, "buddy"), (30, "desk"), (44, "desk"), (45, "script"),
        (900, "script"),
    ],
)  # fmt: skip
def test_who_has_not_said_that_they_left(minutes: int, who: str | None) -> None:
    end = at(16, 15)
    now = end + timedelta(minutes=minutes)
    assert alarm(end, None, now, STANDARD) == who
    assert alarm(end, end, now, STANDARD) is None


@pytest.mark.parametrize(
    ("change", "is_good"),
    [
        ({"buddy_minutes": 31}, False), ({"buddy_minutes": 30}, True), ({"desk_minutes": 46}, False),
        ({"desk_minutes": 45}, True), ({"close_first_days": 43}, False), ({"close_first_days": 42}, True),
        ({"day_starts_hour": 17}, False), ({"day_starts_hour": 16}, True),
    ],
)  # fmt: skip
def test_what_begins_comes_before_what_ends(change: dict[str, int], is_good: bool) -> None:
    if is_good:
        assert isinstance(replace(STANDARD, **change), Rules)
    else:
        with pytest.raises(ValueError, match=r"First the companion|begins comes before"):
            replace(STANDARD, **change)


def test_who_calls_from_outside_brings_plain_mappings_and_is_told_what_has_no_clock() -> None:
    plain, now = asdict(STANDARD), at(16, 10)
    assert due_at("first visit", {"opened_at": now}, plain, LONDON) == now + timedelta(hours=72)
    assert calls_due(date(2026, 11, 1), (), date(2026, 11, 9), plain) == (date(2026, 11, 8),)
    assert answer_by("red", now, plain, LONDON) == now + timedelta(minutes=15)
    assert to_ring((1, 2), now, now + timedelta(minutes=15), plain) == (1, 2)
    assert alarm(now, None, now + timedelta(minutes=45), plain) == "script"
    for wrong in (
        lambda: due_at("third visit", Since(now), STANDARD, LONDON),  # type: ignore[arg-type]
        lambda: answer_by("purple", now, STANDARD, LONDON),
        lambda: Since(now.replace(tzinfo=None)),
    ):
        with pytest.raises(ValueError, match=r"no clock|no level|which time"):
            wrong()
