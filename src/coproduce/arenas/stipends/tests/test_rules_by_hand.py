"""Sums reckoned on paper, called as somebody outside calls them: by position, with plain arguments and whole sets."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from coproduce.arenas.stipends.rules import (
    RULE_SETS,
    AttendanceError,
    Household,
    Period,
    Person,
    Register,
    attendance_rate,
    benefit,
    ladder_step,
)

SETS = {one.slug: one for one in RULE_SETS}
OUTCOMES = {"B": "breach", "C": "met", "U": "unknown", "E": "excused"}
GROWN = date(1970, 5, 1)


def paid(slug: str, on: date, *born: date, pregnant: bool = False, income: int = 0) -> int:
    people = (Person(GROWN, pregnant), *map(Person, born))
    return sum(line.amount_minor for line in benefit(Household(people, income), SETS[slug], on))


@pytest.mark.parametrize(
    ("counts", "share"),
    [((40, 34, 6, 0, 0, 0), Fraction(17, 20)), ((40, 30, 4, 4, 2, 0), Fraction(15, 17)), ((44, 30, 0, 4, 2, 8), 1)],
)
def test_the_part_of_lessons(counts: tuple[int, ...], share: Fraction) -> None:
    assert attendance_rate(Register(*counts)) == share


@pytest.mark.parametrize(
    ("history", "steps"),
    [
        ("BBCBBBBB", ["Warning", "Block", "", "Warning", "Block", "Suspension", "Suspension again", "Cancellation"]),
        ("BUEB", ["Warning", "Warning", "Warning", "Block"]),
        ("BBCC", ["Warning", "Block", "", ""]),
    ],
)
def test_the_steps_of_a_history(history: str, steps: list[str]) -> None:
    periods = [
        Period(OUTCOMES[one], date(2010, 1, 31) + timedelta(days=61 * place))  # type: ignore[arg-type]
        for place, one in enumerate(history)
    ]
    found = [ladder_step(periods[:known], SETS["bolsa-familia"]) for known in range(1, len(periods) + 1)]
    assert [step.name.partition(",")[0] for step in found] == steps


def test_what_families_of_other_sizes_are_paid() -> None:
    on = date(2026, 11, 1)
    assert paid("bolsa-familia-2023", on) == 600_00, "142 is topped up"
    assert paid("bolsa-familia-2023", on, pregnant=True) == 650_00
    # two grown people, ten and thirteen, five months: 5 * 142 + 2 * 50 + 150 + 50
    assert paid("bolsa-familia-2023", on, GROWN, date(2016, 5, 1), date(2013, 5, 1), date(2026, 6, 1)) == 1010_00
    # one grown person and five of eight: 6 * 142 + 5 * 50
    assert paid("bolsa-familia-2023", date(2026, 1, 2), *[date(2018, 1, 1)] * 5) == 1102_00
    assert paid("bolsa-familia-2023", on, income=218_01) == 0


def test_in_2001_three_children_are_counted_and_no_more() -> None:
    on = date(2002, 3, 1)
    assert paid("bolsa-escola", on, *[date(1993, 3, 1)] * 5) == 45_00
    assert paid("bolsa-escola", on, date(1993, 3, 1), date(1985, 1, 1)) == 15_00, "sixteen is too old"
    assert paid("bolsa-escola", on, date(1993, 3, 1), income=180_02) == 0


def test_lessons_are_whole_and_no_family_earns_less_than_nothing() -> None:
    with pytest.raises(AttendanceError, match="whole lessons"):
        attendance_rate(Register(40, 33.5, 6.5))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="0 or more"):
        benefit(Household((Person(GROWN),), -1), SETS["bolsa-escola"], date(2002, 3, 1))
