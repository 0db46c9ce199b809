"""What a register says of a child's two months: exactly, kindly, and never more than it knows.

What is not known counts as nothing at all: a register that is missing costs no family anything. A child's age is that
of one stated day, so that no birthday changes the rule midway. Source: Law 10.219 of 2001 and
Decree 6.917 of 2009.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args

from coproduce.core.arena import told_as
from coproduce.core.ladder import Outcome
from coproduce.core.rule_sets import Between, Says

Went = Literal["present", "absent", "excused", "no_school", "unknown"]


class AttendanceError(ValueError):
    """A register that cannot be right. `code` is stable; `field` names what to look at again."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Register:
    """Lessons of one child in one period: how many were to be held, and how each of them went."""

    held: int
    present: int
    absent: int = 0
    excused: int = 0
    no_school: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """How one lesson went for one child: on which day, and which of that day."""

    on: date
    went: Went
    number: int = 1


@dataclass(frozen=True, slots=True)
class Bands:
    """What is asked for, by age: the share of lessons from each age in years, up to the last age it is asked of.

    Below `least_lessons` known nothing is said of a period.
    """

    share_from_years: Annotated[
        Mapping[int, Fraction], Between(0, 1), Says("Lessons to be there, from this age", "3/4 is three of four.")
    ]
    last_years: Annotated[int, Between(0, 30), Says("The last age it is asked of")]
    least_lessons: Annotated[
        int,
        Between(0, 200),
        Says("Lessons that have to be known", "With fewer a period stays open, and costs nothing."),
    ] = 10


def register_of(lessons: Iterable[Lesson | Mapping[str, Any]]) -> Register:
    """Lessons of one child counted into a register. AttendanceError for one that is said twice, or goes no known way.

    >>> day = date(2026, 11, 16)
    >>> register_of([Lesson(day, "present"), Lesson(day, "excused", 2), {"on": day, "went": "absent", "number": 3}])
    Register(held=3, present=1, absent=1, excused=1, no_school=0, unknown=0)
    """
    by_lesson: dict[tuple[date, int], Went] = {}
    for lesson in (told_as(Lesson, one) for one in lessons):
        place = lesson.on, lesson.number
        if lesson.went not in get_args(Went):
            raise AttendanceError("UNKNOWN_WORD", "went", f"{lesson.went} is none of {', '.join(get_args(Went))}.")
        if place in by_lesson:
            raise AttendanceError("TWICE", "number", f"Lesson {lesson.number} of {lesson.on} is there twice.")
        by_lesson[place] = lesson.went
    counts = Counter(by_lesson.values())
    return Register(len(by_lesson), *(counts[went] for went in get_args(Went)))


def two_months(on: date, after_months: int) -> tuple[date, date]:
    """First and last day of the two months reported together that hold this day; a year's first begin so many months
    after January.

    >>> [[day.isoformat() for day in two_months(date(2026, 1, 9), months)] for months in (0, 1)]
    [['2026-01-01', '2026-02-28'], ['2025-12-01', '2026-01-31']]
    """
    number = on.year * 12 + on.month - 1
    first = number - (number - after_months) % 2
    after = first + 2
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def two_months_before(on: date, after_months: int = 0) -> tuple[date, date]:
    """The last two that are over.

    >>> [one.isoformat() for one in two_months_before(date(2026, 3, 9))]
    ['2026-01-01', '2026-02-28']
    """
    return two_months(two_months(on, after_months)[0] - timedelta(days=1), after_months)


def attendance_rate(register: Register | Mapping[str, Any]) -> Fraction:
    """The part of lessons a child was at, of those it could be at and of which it is known.

    Lessons without school, excused ones and unknown ones are left out. AttendanceError where nothing is left, or where
    the numbers are not those of one register.

    >>> attendance_rate(Register(held=40, present=34, absent=6)), Fraction(85, 100)
    (Fraction(17, 20), Fraction(17, 20))
    >>> attendance_rate(Register(held=40, present=30, unknown=10))
    Fraction(1, 1)
    """
    register = told_as(Register, register)
    known = known_lessons(register)
    if not known:
        raise AttendanceError(
            "NO_LESSONS", "held", "No lesson is known of which this child could be at: nothing follows."
        )
    return Fraction(register.present, known)


def known_lessons(register: Register) -> int:
    """Lessons a child could be at and of which it is known whether it was. AttendanceError for crooked numbers."""
    _whole(register)
    left_out = register.excused + register.no_school + register.unknown
    least = min(
        register.held, register.present, register.absent, register.excused, register.no_school, register.unknown
    )
    if least < 0:
        name = next(name for name in Register.__dataclass_fields__ if getattr(register, name) == least)
        raise AttendanceError("NEGATIVE", name, f"{name} is {least}: write 0 or more.")
    if register.present + left_out > register.held:
        raise AttendanceError(
            "TOO_MANY",
            "present",
            f"{register.present} present and {left_out} left out are more than {register.held} held.",
        )
    if register.absent and register.present + register.absent + left_out != register.held:
        raise AttendanceError("NOT_THE_SUM", "held", f"The lessons do not add up to {register.held} held.")
    return register.held - left_out


def _whole(register: Register) -> None:
    for name in Register.__dataclass_fields__:
        if type(getattr(register, name)) is not int:
            raise AttendanceError("NOT_WHOLE", name, f"{name} is {getattr(register, name)}: write whole lessons.")


def outcome(register: Register | Mapping[str, Any], years: int, bands: Bands | Mapping[str, Any]) -> Outcome:
    """How a period went for a child of that age; excused where nothing is asked, unknown where too little is known.

    >>> bands = Bands({6: Fraction(85, 100), 16: Fraction(75, 100)}, last_years=17)
    >>> [outcome(Register(40, present), 12, bands) for present in (34, 33)], outcome(Register(40, 30), 16, bands)
    (['met', 'breach'], 'met')
    >>> outcome(Register(40, 0, unknown=40), 12, bands), outcome(Register(40, 0), 18, bands)
    ('unknown', 'excused')
    """
    bands = told_as(Bands, bands)
    return _went(told_as(Register, register), share_asked(years, bands), bands.least_lessons)


def _went(register: Register, asked: Fraction | None, least_lessons: int) -> Outcome:
    if asked is None:
        return "excused"
    known = known_lessons(register)
    if known < max(1, least_lessons):
        return "unknown" if known or register.unknown or not register.excused else "excused"
    return "met" if register.present * asked.denominator >= known * asked.numerator else "breach"


def share_asked(years: int, bands: Bands) -> Fraction | None:
    """The part of lessons asked of a child of that age; None where nothing is asked."""
    if years > bands.last_years:
        return None
    begun = [age for age in bands.share_from_years if age <= years]
    return bands.share_from_years[max(begun)] if begun else None


def outcomes(registers: Iterable[tuple[Register, date]], bands: Bands, reference_on: date) -> Iterator[Outcome]:
    """The same for many children by the day each was born, in their order: age is that of the reference day."""
    asked: dict[int, Fraction | None] = {}
    for register, born_on in registers:
        years = years_on(born_on, reference_on)
        if years not in asked:
            asked[years] = share_asked(years, bands)
        yield _went(register, asked[years], bands.least_lessons)


def years_on(born_on: date, on: date) -> int:
    """How many years old somebody is on that day.

    >>> years_on(date(2010, 3, 2), date(2026, 3, 1)), years_on(date(2010, 3, 1), date(2026, 3, 1))
    (15, 16)
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
