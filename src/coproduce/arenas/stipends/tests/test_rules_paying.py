"""What a month comes to: one child’s step touches no other, what is known later pays more, nothing is asked back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.stipends.rules import RULE_SETS, Appeal, Decision, Period, Rules, credits, may_record
from coproduce.arenas.stipends.rules.paying import Record, differences, for_a_child, kept_in, month
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, KWH, Quantity

SETS: dict[str, Rules] = {one.slug: one.values for one in RULE_SETS}
NOW = SETS["bolsa-familia-2023"]
MARCH, MAY, JULY = date(2026, 3, 31), date(2026, 5, 31), date(2026, 7, 31)
AUGUST, TODAY = date(2026, 8, 1), date(2026, 8, 1)
BORN = date(2014, 3, 1)

#: Two periods missed, both told in time: kept from the tenth of July on.
BLOCKED = Record(BORN, (Period("breach", MARCH, date(2026, 4, 10)), Period("breach", MAY, date(2026, 6, 25))))
GOOD = Record(BORN, (Period("met", MARCH), Period("met", MAY)))


def whole(*records: Record, rules: Rules = NOW, on: date = AUGUST, today: date = TODAY) -> int:
    return sum(line.amount_minor for line in month(1, 0, records, rules, on, today))


def test_only_parts_for_children_of_an_age_are_touched() -> None:
    assert {slug: for_a_child(rules.programme) for slug, rules in SETS.items()} == {
        "to-begin-with": ("BPI", "BVF", "BVN"),
        "bolsa-familia-2023": ("BPI", "BVF", "BVN"),
        "bolsa-familia": ("Child", "Young"),
        "bolsa-familia-young": ("Young",),
        "bolsa-escola": ("Child",),
    }


def test_kept_told_and_given_back() -> None:
    assert kept_in(GOOD, NOW, AUGUST, TODAY) == ""
    assert kept_in(BLOCKED, NOW, date(2026, 7, 9), TODAY) == ""
    assert kept_in(BLOCKED, NOW, AUGUST, TODAY) == "withheld"
    met = replace(BLOCKED, periods=(*BLOCKED.periods, Period("met", JULY)))
    assert kept_in(met, NOW, AUGUST, date(2026, 8, 20)) == ""
    late = replace(BLOCKED, periods=(*BLOCKED.periods, Period("met", date(2026, 9, 30))))
    assert kept_in(late, NOW, AUGUST, date(2026, 9, 30)) == ""
    assert kept_in(late, NOW, AUGUST, date(2026, 9, 29)) == "withheld"


def test_nothing_is_kept_that_was_not_told() -> None:
    untold = replace(BLOCKED, periods=tuple(replace(one, told_on=None) for one in BLOCKED.periods))
    assert kept_in(untold, NOW, AUGUST, TODAY) == ""


def test_a_breach_that_was_taken_away_never_was_one() -> None:
    lodged = date(2026, 7, 1)
    for upheld, decided_on, kept in (
        (True, date(2026, 8, 20), ""),
        (False, date(2026, 7, 2), "withheld"),
        (True, None, ""),
    ):
        answered = replace(BLOCKED, appeals=(Appeal(MAY, lodged, decided_on, upheld),))
        assert kept_in(answered, NOW, AUGUST, date(2026, 8, 20)) == kept


def test_it_is_looked_at_by_what_was_known_on_each_day() -> None:
    """A first breach taken away today makes the second a warning; a period met on the very day clears what was kept."""
    away = replace(BLOCKED, appeals=(Appeal(MARCH, date(2026, 4, 12), date(2026, 8, 20), True),))
    assert [kept_in(away, NOW, AUGUST, day) for day in (date(2026, 8, 19), date(2026, 8, 20))] == ["withheld", ""]
    days = (date(2026, 1, 31), MARCH, MAY)
    suspended = Record(BORN, tuple(Period("breach", day, day + timedelta(days=20)) for day in days))
    assert kept_in(suspended, NOW, AUGUST, TODAY) == "not paid"
    for day, kept in ((AUGUST, ""), (AUGUST + timedelta(days=1), "not paid")):
        met = replace(suspended, periods=(*suspended.periods, Period("met", day)))
        assert kept_in(met, NOW, AUGUST, day) == kept


def test_what_a_person_ended_is_paid_no_more_and_other_children_are() -> None:
    ended = Record(
        BORN,
        tuple(
            Period("breach", day, day + timedelta(days=10))
            for day in (date(2025, 9, 30), date(2025, 11, 30), date(2026, 1, 31), MARCH, MAY)
        ),
        decisions=(Decision(MAY, date(2026, 7, 1), "Dee", "They moved away.", True),),
    )
    assert kept_in(ended, NOW, AUGUST, TODAY) == "not paid"
    assert whole(ended, GOOD) == whole(GOOD, ended) == 65000
    assert whole(GOOD, GOOD) == 70000


def test_a_child_that_is_not_born_is_no_reason() -> None:
    assert whole(GOOD, Record(AUGUST + timedelta(days=1))) == whole(GOOD)
    assert whole(GOOD, Record(AUGUST)) > whole(GOOD)


@given(st.lists(st.sampled_from(["met", "breach", "excused", "unknown"]), max_size=12), st.integers(0, 6))
def test_brothers_and_sisters_are_untouched_whatever_one_did(outcomes: list[str], others: int) -> None:
    """What one child's record takes is at most that child's own part, and never a part of another's."""
    days = [date(2024, 3, 31) + timedelta(days=61 * number) for number in range(len(outcomes))]
    record = Record(
        BORN,
        tuple(Period(one, day, day + timedelta(days=5)) for one, day in zip(outcomes, days, strict=True)),  # type: ignore[arg-type]
    )
    without = whole(*[GOOD] * others, record) - whole(*[GOOD] * others, GOOD)
    assert without in (0, -5000)


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(0, 900)),
       st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(0, 900)), max_size=20))  # fmt: skip
def test_differences_are_paid_once_and_never_asked_back(due: dict[date, int], paid: list[tuple[date, int]]) -> None:
    more = differences(due, paid)
    assert all(amount > 0 for amount in more.values())
    assert differences(due, [*paid, *more.items()]) == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receiver": "Ana"}, "SAME_ACCOUNT"),
        ({"time": KWH(60)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(481)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"done_on": TODAY - timedelta(days=367)}, "TOO_OLD"),
    ],
)
def test_what_is_recognised_of_help_at_school(change: dict[str, object], code: str) -> None:
    told: dict[str, object] = {"giver": "Ana", "receiver": "the school", "time": HOURS(480), "done_on": TODAY}
    assert may_record(told, TODAY) is None
    fault = may_record({**told, **change}, TODAY)
    assert fault and fault.code == code
    assert credits(Help("Ana", "the school", HOURS(480), TODAY)) == (HOURS(480), Quantity(0, HOURS))
