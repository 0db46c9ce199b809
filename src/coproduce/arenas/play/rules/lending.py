"""Toys and tools that go round: until which day one is lent, and when somebody is asked for it, once and kindly.

Nothing is owed for a day too long: no fine, no mark, and who had what is forgotten once it is back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coproduce.arenas.play.rules.sets import STANDARD, Rules
from coproduce.core.arena import told_as


@dataclass(frozen=True, slots=True)
class Loan:
    """A thing somebody has: until when, and since when they have been asked for it."""

    due_on: date
    asked_on: date | None = None


def due_on(lent_on: date, days: int | None = None, rules: Rules | Mapping[str, Any] = STANDARD) -> date:
    """Until which day a thing is lent: for its own number of days, else for the community's.

    >>> str(due_on(date(2026, 11, 17))), str(due_on(date(2026, 11, 17), 7))
    ('2026-12-08', '2026-11-24')
    """
    rules = told_as(Rules, rules)
    return lent_on + timedelta(days=rules.lend_days if days is None else days)


def is_to_ask(loan: Loan | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD) -> bool:
    """Whether today is the day to ask for it: some days after it was due, and only once.

    >>> lent = Loan(date(2026, 12, 8))
    >>> [is_to_ask(lent, date(2026, 12, day)) for day in (8, 10, 11, 20)]
    [False, False, True, True]
    >>> is_to_ask(Loan(date(2026, 12, 8), asked_on=date(2026, 12, 11)), date(2026, 12, 20))
    False
    """
    loan, rules = told_as(Loan, loan), told_as(Rules, rules)
    return loan.asked_on is None and today >= loan.due_on + timedelta(days=rules.kind_days)
