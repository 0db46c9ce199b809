"""What a family is paid, part by part, each with a sentence's worth of why: three programmes as data.

Nothing is taken from brothers and sisters because of one child. Sources: Law 10.219 of 2001 (Bolsa Escola); Decree
6.917 of 2009 (Bolsa Família); the parts of 2023. Amounts are whole minor units.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from coproduce.arenas.stipends.rules.sets import Part, Programme, Rules
from coproduce.core.arena import told_as


@dataclass(frozen=True, slots=True)
class Person:
    """One of the family. `ended` are codes of parts no longer paid for this one; the others' stay as they are."""

    born_on: date
    is_pregnant: bool = False
    ended: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """A family: everybody in it, and what all of them earn together in a month."""

    people: tuple[Person, ...]
    income_month_minor: int = 0


class Line(NamedTuple):
    """What is paid of one part, and why: for how many, how much each. `why` is empty, or what kept it from being paid.

    | why | what it says |
    |---|---|
    | INCOME | the family earns more a head than the part is for |
    | NOBODY | nobody in the family is of the age it is for |
    | MOST | it is for more, and paid for so many |
    | ENDED | it is no longer paid for somebody |
    | ENOUGH | nothing has to be topped up |
    """

    code: str
    people: int
    each_minor: int
    amount_minor: int
    why: str = ""


def benefit(
    household: Household | Mapping[str, Any], rule_set: Rules | Mapping[str, Any], on: date
) -> tuple[Line, ...]:
    """One line for each part of a programme, paid or not, with its reason; their sum is what the family is paid.

    Household and rule set may be plain mappings; ValueError where nobody is in the family, and for an
    income below nothing.

    >>> from coproduce.arenas.stipends.rules import RULE_SETS
    >>> rules = next(one.values for one in RULE_SETS if one.slug == "bolsa-familia-2023")
    >>> family = Household((Person(date(1990, 5, 1)), Person(date(2022, 5, 1)), Person(date(2016, 5, 1))))
    >>> lines = benefit(family, rules, date(2026, 11, 1))
    >>> [line.amount_minor for line in lines if line.amount_minor], sum(line.amount_minor for line in lines)
    ([42600, 17400, 15000, 5000], 80000)
    """
    household = told_as(Household, household)
    programme = told_as(Programme, told_as(Rules, rule_set).programme)
    people = tuple(told_as(Person, person) for person in household.people)
    if not people:
        raise ValueError("Nobody is in this family: add whoever lives in it.")
    if household.income_month_minor < 0:
        raise ValueError(f"income_month_minor is {household.income_month_minor}: write 0 or more.")
    head = household.income_month_minor, len(people)
    return tuple(_lines(programme, people, head, on))


def _lines(programme: Programme, people: tuple[Person, ...], head: tuple[int, int], on: date) -> Iterator[Line]:
    before = 0
    for part in (told_as(Part, part) for part in programme.parts):
        line = _line(programme, part, people, head, on, before)
        before += line.amount_minor
        yield line


def _line(
    programme: Programme, part: Part, people: tuple[Person, ...], head: tuple[int, int], on: date, before: int
) -> Line:
    if any(_earns_more(head, most) for most in (programme.most_income_minor, part.most_income_minor)):
        return Line(part.code, 0, part.each_minor, 0, "INCOME")
    if part.of == "family":
        return Line(part.code, 1, part.each_minor, part.each_minor)
    if part.of == "top up":
        missing = max(0, part.each_minor - before)
        return Line(part.code, 1, missing, missing, "" if missing else "ENOUGH")
    of_age = [person for person in people if _is_for(part, person, on)]
    paid = [person for person in of_age if part.code not in person.ended]
    many = len(paid) if part.most_people is None else min(part.most_people, len(paid))
    why = "NOBODY" if not of_age else "MOST" if many < len(paid) else "ENDED" if len(paid) < len(of_age) else ""
    return Line(part.code, many, part.each_minor, many * part.each_minor, why)


def _earns_more(head: tuple[int, int], most: int | None) -> bool:
    income, people = head
    return most is not None and income > most * people


def _is_for(part: Part, person: Person, on: date) -> bool:
    if part.of == "pregnant":
        return person.is_pregnant
    months, days = months_on(person.born_on, on)
    return (
        months >= 0
        and (part.from_months is None or months >= part.from_months)
        and (part.under_months is None or months < part.under_months)
        and (part.through_months is None or (months, days) <= (part.through_months, 0))
    )


def months_on(born_on: date, on: date) -> tuple[int, int]:
    """How old somebody is on that day, in whole months and days; fewer than 0 months before they are born.

    >>> months_on(date(2026, 1, 31), date(2026, 8, 31)), months_on(date(2026, 1, 31), date(2026, 9, 1))
    ((7, 0), (7, 1))
    """
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    year, month = divmod(born_on.year * 12 + born_on.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return months, (on - date(year, month + 1, min(born_on.day, last))).days
