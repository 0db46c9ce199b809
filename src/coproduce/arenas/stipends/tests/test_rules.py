"""Registers, steps and sums: what is not known costs nothing, and nothing happens unheard."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.stipends.rules import RULE_SETS
from coproduce.arenas.stipends.rules.attendance import (
    AttendanceError,
    Bands,
    Lesson,
    Register,
    Went,
    attendance_rate,
    known_lessons,
    outcome,
    outcomes,
    register_of,
    share_asked,
    two_months,
    two_months_before,
    years_on,
)
from coproduce.arenas.stipends.rules.benefits import Household, Person, benefit, months_on
from coproduce.arenas.stipends.rules.sets import Part, Programme, Rules
from coproduce.arenas.stipends.rules.steps import ladder_step
from coproduce.core.ladder import Outcome, Period

SETS: dict[str, Rules] = {one.slug: one.values for one in RULE_SETS}
OLD, NOW = SETS["bolsa-familia"], SETS["bolsa-familia-2023"]
ON = date(2026, 11, 1)


def born(years: int, months: int = 0, days: int = 1) -> date:
    """Somebody who is so old on the first of November 2026, and some days more."""
    whole = 2026 * 12 + 10 - years * 12 - months
    return date(whole // 12, whole % 12 + 1, 1) - timedelta(days=days - 1)


def paid(people: list[Person], rules: Rules = NOW, income: int = 0) -> dict[str, int]:
    lines = benefit(Household(tuple(people), income), rules, ON)
    return {line.code: line.amount_minor // 100 for line in lines}


@pytest.mark.parametrize(
    ("present", "years", "went"),
    [(34, 12, "met"), (33, 12, "breach"), (30, 16, "met"), (29, 16, "breach"), (0, 18, "excused"), (0, 5, "excused")],
)
def test_the_printed_thresholds(present: int, years: int, went: Outcome) -> None:
    assert outcome(Register(40, present, 40 - present), years, OLD.bands) == went


REGISTERS = st.builds(
    lambda present, absent, excused, no_school, unknown: Register(
        present + absent + excused + no_school + unknown, present, absent, excused, no_school, unknown
    ),
    *(st.integers(0, 40) for _ in range(5)),
)


@given(REGISTERS, st.integers(0, 25), st.integers(1, 20))
def test_what_is_not_known_never_costs_a_family(register: Register, years: int, lost: int) -> None:
    """Of lessons missed, some are not known of: whatever a child was, it is not worse for it."""
    lost = min(lost, register.absent)
    less = replace(register, absent=register.absent - lost, unknown=register.unknown + lost)
    before, after = outcome(register, years, OLD.bands), outcome(less, years, OLD.bands)
    assert after != "breach" or before == "breach"
    if known_lessons(register):
        rate = attendance_rate(register)
        assert rate == Fraction(register.present, register.present + register.absent)
        assert 0 <= rate <= 1


@given(st.lists(st.tuples(REGISTERS, st.integers(0, 25).map(born)), max_size=20))
def test_many_are_as_each(registers: list[tuple[Register, date]]) -> None:
    told = list(outcomes(registers, OLD.bands, ON))
    assert told == [outcome(register, years_on(day, ON), OLD.bands) for register, day in registers]


def test_few_lessons_say_nothing() -> None:
    bands = replace(OLD.bands, least_lessons=10)
    assert outcome(Register(9, 0, 9), 12, bands) == "unknown"
    assert outcome(Register(10, 0, 10), 12, bands) == "breach"
    assert outcome(Register(40, 0, 0, excused=40), 12, bands) == "excused"
    assert outcome(Register(40, 0, 0, no_school=40), 12, bands) == "unknown"
    assert outcome(Register(40, 0, 0, excused=39, unknown=1), 12, bands) == "unknown"
    assert outcome(Register(40, 0, 1, excused=39), 12, bands) == "unknown"
    assert outcome(Register(1, 0, 1), 12, replace(bands, least_lessons=0)) == "breach"
    assert outcome(Register(0, 0), 12, replace(bands, least_lessons=0)) == "unknown"


def test_what_is_asked_goes_by_age() -> None:
    asked = [share_asked(years, NOW.bands) for years in (3, 4, 5, 6, 17, 18)]
    assert asked == [None, Fraction(3, 5), Fraction(3, 5), Fraction(3, 4), Fraction(3, 4), None]
    assert share_asked(30, Bands({4: Fraction(1)}, last_years=30)) == 1


@pytest.mark.parametrize(
    ("register", "code", "field"),
    [
        (Register(0, 0), "NO_LESSONS", "held"),
        (Register(40, 0, unknown=40), "NO_LESSONS", "held"),
        (Register(40, 41), "TOO_MANY", "present"),
        (Register(40, 30, 0, 11), "TOO_MANY", "present"),
        (Register(40, 30, 11), "NOT_THE_SUM", "held"),
        (Register(40, 30, 9), "NOT_THE_SUM", "held"),
        (Register(-1, 0), "NEGATIVE", "held"),
        (Register(40, -1), "NEGATIVE", "present"),
        (Register(40, 30, 10, unknown=-1), "NEGATIVE", "unknown"),
    ],
)
def test_a_register_that_cannot_be_right_says_which_field(register: Register, code: str, field: str) -> None:
    with pytest.raises(AttendanceError) as found:
        attendance_rate(register)
    assert (found.value.code, found.value.field) == (code, field)
    assert attendance_rate(Register(40, 40)) == attendance_rate(Register(40, 30, excused=10)) == 1


def periods(letters: str) -> list[Period]:
    went: dict[str, Outcome] = {"B": "breach", "C": "met", "U": "unknown"}
    return [
        Period(went[letter], date(2010, 1, 31) + timedelta(days=61 * number)) for number, letter in enumerate(letters)
    ]


def test_the_printed_ladder() -> None:
    names = [ladder_step(periods("BBCBBBBB")[: number + 1], OLD).name for number in range(8)]
    assert names == [
        "Warning", "Block", "", "Warning", "Block", "Suspension", "Suspension again",
        "Cancellation, if a person says so",
    ]  # fmt: skip
    steps = [ladder_step(periods("BBCBBBBB")[: number + 1], OLD) for number in range(8)]
    assert [(step.brings, step.days) for step in steps] == [
        ("", 0), ("withheld", 0), ("", 0), ("", 0), ("withheld", 0), ("not paid", 60), ("not paid", 60), ("", 0),
    ]  # fmt: skip
    last = steps[-1]
    assert (last.is_proposed, last.is_ended, last.effect) == (True, False, None)
    assert ladder_step([], OLD).rung == 0


def test_the_third_time_ends_the_part_of_the_young_alone() -> None:
    assert [ladder_step(periods("BBB"), OLD, years=years).is_proposed for years in (15, 16, 17)] == [False, True, True]
    assert not ladder_step(periods("BBB"), NOW, years=17).is_proposed
    family = [Person(born(40)), Person(born(17)), Person(born(16), ended=("Young",)), Person(born(9))]
    assert paid(family, OLD) == {"Basic": 68, "Child": 22, "Young": 33}


@given(st.text("BCU", max_size=12), st.integers(0, 900))
def test_nothing_happens_to_whom_nobody_told(letters: str, days: int) -> None:
    for rules in SETS.values():
        step = ladder_step(periods(letters), rules, date(2010, 1, 31) + timedelta(days=days))
        assert step.effect is None
        assert not step.is_ended


def test_the_family_of_the_fact_book() -> None:
    family = [Person(born(30)), Person(born(4)), Person(born(10))]
    assert paid(family) == {"BRC": 426, "BCO": 174, "BPI": 150, "BVF": 50, "BVG": 0, "BVN": 0}
    assert sum(paid(family).values()) == 800


@given(
    st.lists(
        st.builds(Person, st.integers(0, 60 * 12).map(lambda months: born(0, months)), st.booleans()),
        min_size=1,
        max_size=9,
    )
)
def test_since_2023_it_is_the_printed_formula(family: list[Person]) -> None:
    ages = [months_on(person.born_on, ON) for person in family]
    small = sum(months < 84 for months, _ in ages)
    fifty = sum(84 <= months < 216 for months, _ in ages)
    fifty += sum(age <= (7, 0) for age in ages) + sum(person.is_pregnant for person in family)
    assert sum(paid(family).values()) == max(142 * len(family), 600) + 150 * small + 50 * fifty


@given(st.lists(st.builds(Person, st.integers(0, 30).map(born)), min_size=2, max_size=8), st.data())
def test_one_child_s_part_ends_and_no_other_changes(family: list[Person], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(family) - 1))
    less = [*family]
    less[place] = replace(family[place], ended=("BVF",))
    before, after = paid(family), paid(less)
    months = months_on(family[place].born_on, ON)[0]
    assert before["BVF"] - after["BVF"] == (50 if 84 <= months < 216 else 0)
    assert {code: amount for code, amount in before.items() if code != "BVF"} == {
        code: amount for code, amount in after.items() if code != "BVF"
    }


def test_at_most_three_children_are_counted_and_the_line_says_so() -> None:
    rules = SETS["bolsa-escola"]
    children = [Person(born(years)) for years in (6, 8, 10, 15)]
    assert paid(children, rules) == {"Child": 45}
    [line] = benefit(Household(tuple(children)), rules, ON)
    assert (line.people, line.why) == (3, "MOST")
    assert paid([*children[:2], replace(children[2], ended=("Child",)), children[3]], rules) == {"Child": 45}
    assert paid([Person(born(5, 11)), Person(born(16))], rules) == {"Child": 0}


def test_each_line_says_why() -> None:
    grown = Person(born(30))
    assert [line.why for line in benefit(Household((grown,) * 5), NOW, ON)] == [
        "", "ENOUGH", "NOBODY", "NOBODY", "NOBODY", "NOBODY",
    ]  # fmt: skip
    assert [line.why for line in benefit(Household((grown,)), NOW, ON)][:2] == ["", ""]
    assert benefit(Household((Person(born(9), ended=("BVF",)),)), NOW, ON)[3].why == "ENDED"
    for income, why in ((21_800, ""), (21_801, "INCOME")):
        assert benefit(Household((grown,), income), NOW, ON)[0].why == why
    two = [line.why for line in benefit(Household((grown, Person(born(9))), 14_001), OLD, ON)]
    assert two == ["INCOME", "", "NOBODY"]
    with pytest.raises(ValueError, match="Nobody"):
        benefit(Household(()), NOW, ON)


@pytest.mark.parametrize(
    ("born_on", "for_infants", "for_small", "for_big"),
    [
        (date(2026, 4, 1), True, True, False),
        (date(2026, 3, 31), False, True, False),
        (date(2019, 11, 2), False, True, False),
        (date(2019, 11, 1), False, False, True),
        (date(2008, 11, 2), False, False, True),
        (date(2008, 11, 1), False, False, False),
        (date(2026, 11, 1), True, True, False),
        (date(2026, 11, 2), False, False, False),
    ],
)
def test_a_birthday_moves_somebody_on_to_the_day(
    born_on: date, for_infants: bool, for_small: bool, for_big: bool
) -> None:
    told = paid([Person(born_on)])
    assert (told["BVN"] > 0, told["BPI"] > 0, told["BVF"] > 0) == (for_infants, for_small, for_big)


def test_months_and_days() -> None:
    assert months_on(date(2025, 12, 31), date(2026, 2, 28)) == (1, 28)
    assert months_on(date(2025, 12, 31), date(2026, 3, 1)) == (2, 1)
    assert months_on(date(2025, 11, 30), date(2025, 12, 31)) == (1, 1)
    assert years_on(date(2010, 3, 2), date(2026, 3, 1)) == 15


def test_plain_mappings_do() -> None:
    part = {"code": "A", "each_minor": 5, "of": "person"}
    bands = {"share_from_years": {6: Fraction(3, 4)}, "last_years": 17}
    rules = {"bands": bands, "rungs": [{"name": "Word"}, {"name": "End"}], "notice_days": 0, "appeal_days": 0,
             "programme": {"parts": [part]}}  # fmt: skip
    lines = benefit({"people": [{"born_on": born(3)}]}, rules, ON)
    assert [line.amount_minor for line in lines] == [5]
    family = replace(NOW, programme=Programme((Part("A", 5, "family"),)))
    assert benefit(Household((Person(born(3)),)), family, ON)[0].amount_minor == 5
    assert ladder_step([{"outcome": "breach", "on": ON}], rules).name == "Word"
    assert attendance_rate({"held": 40, "present": 34, "absent": 6}) == Fraction(85, 100)


def test_a_rule_set_does_as_well_as_its_values() -> None:
    [whole] = [one for one in RULE_SETS if one.slug == "bolsa-familia-2023"]
    family = Household((Person(born(30)), Person(born(4)), Person(born(10))))
    assert benefit(family, whole, ON) == benefit(family, NOW, ON)  # type: ignore[arg-type]
    assert ladder_step(periods("BB"), whole) == ladder_step(periods("BB"), NOW)  # type: ignore[arg-type]


WENT = ("present", "absent", "excused", "no_school", "unknown")


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 5), st.sampled_from(WENT)), unique_by=lambda one: one[:2]))
def test_lessons_are_counted_each_as_it_went(said: list[tuple[int, int, Went]]) -> None:
    lessons = [Lesson(ON + timedelta(days=day), went, number) for day, number, went in said]
    found = register_of(lessons)
    assert found.held == len(lessons)
    assert [getattr(found, went) for went in WENT] == [sum(one.went == went for one in lessons) for went in WENT]
    assert register_of(reversed(lessons)) == found
    if lessons:
        with pytest.raises(AttendanceError) as twice:
            register_of([*lessons, lessons[0]])
        assert twice.value.code == "TWICE"


def test_a_word_that_is_no_way_a_lesson_goes_is_refused() -> None:
    with pytest.raises(AttendanceError) as found:
        register_of([{"on": ON, "went": "late"}])
    assert (found.value.code, found.value.field) == ("UNKNOWN_WORD", "went")


@given(st.dates(date(2000, 3, 1), date(2099, 10, 1)), st.integers(0, 1))
def test_two_months_hold_their_day_and_follow_each_other(on: date, after_months: int) -> None:
    first, last = two_months(on, after_months)
    assert first <= on <= last
    assert (first.day, (last + timedelta(days=1)).day, first.month % 2) == (1, 1, 1 - after_months)
    assert two_months_before(date(2026, 11, 1)) == (date(2026, 9, 1), date(2026, 10, 31))
    assert two_months_before(on, after_months)[1] == first - timedelta(days=1)
