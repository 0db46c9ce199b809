"""What a month comes to for one family: the programme's parts, less what of one child is kept or not paid that month.

A step of one child touches the parts paid for children of an age, and for that child alone. A month is looked at again
whenever more is known: what it should have come to more is a difference; nothing that was paid is asked back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coproduce.arenas.stipends.rules.benefits import Line, Part, Person, Programme, benefit
from coproduce.arenas.stipends.rules.steps import Rules, ladder_step
from coproduce.core.arena import told_as
from coproduce.core.ladder import Appeal, Decision, Period

#: An adult's day of birth is nobody's business: theirs are no parts for an age.
ADULT = Person(date(1900, 1, 1))


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one child: its periods, what was answered to them, what a person decided."""

    born_on: date
    periods: tuple[Period, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    decisions: tuple[Decision, ...] = ()


def kept_in(record: Record, rules: Rules, month_on: date, today: date) -> str:
    """What happens to a child's part of that month, by all that is known today: empty, `withheld` or `not paid`.

    A breach that was taken away since never was one; what was withheld and is due again is empty.
    """
    upheld = {one.about for one in record.appeals if one.is_upheld and one.decided_on and one.decided_on <= today}
    periods = tuple(one for one in record.periods if one.on not in upheld)
    appeals = tuple(one for one in record.appeals if one.about not in upheld)
    decisions = tuple(one for one in record.decisions if one.about not in upheld)
    by_then = {one.on: one for one in periods if one.on <= month_on}
    then = ladder_step(
        by_then.values(),
        rules,
        month_on,
        appeals=[one for one in appeals if one.about in by_then],
        decisions=[one for one in decisions if one.about in by_then],
    )
    if then.is_ended:
        return "not paid"
    if then.effect is None:
        return ""
    now = ladder_step(periods, rules, today, appeals=appeals, decisions=decisions)
    return "" if then.effect.about in now.given_back else then.effect.word


def for_a_child(programme: Programme) -> tuple[str, ...]:
    """The parts that are paid for children of an age: those that a step of one child may touch."""
    parts = (told_as(Part, one) for one in programme.parts)
    ages = [(one.code, (one.from_months, one.under_months, one.through_months)) for one in parts if one.of == "person"]
    return tuple(code for code, ages in ages if any(age is not None for age in ages))


def month(
    adults: int, income_month_minor: int, records: Sequence[Record], rules: Rules, month_on: date, today: date
) -> tuple[Line, ...]:
    """What a family's month comes to, part by part, each with why. Nothing for children not born by then."""
    own = for_a_child(rules.programme)
    children = (
        Person(one.born_on, ended=own if kept_in(one, rules, month_on, today) else ())
        for one in records
        if one.born_on <= month_on
    )
    return benefit(
        {"people": (*[ADULT] * adults, *children), "income_month_minor": income_month_minor}, rules.programme, month_on
    )


def differences(due: Mapping[date, int], paid: Iterable[tuple[date, int]]) -> dict[date, int]:
    """What is still to be paid of each month: never less than nothing, and nothing of it twice.

    >>> may, june = date(2026, 5, 1), date(2026, 6, 1)
    >>> differences({may: 80, june: 80}, [(may, 50), (may, 20)]) == {may: 10, june: 80}
    True
    """
    rest = dict(due)
    for when, amount in paid:
        if when in rest:
            rest[when] -= amount
    return {when: amount for when, amount in rest.items() if amount > 0}
