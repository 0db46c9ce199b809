"""What follows when a month's payment does not come: a letter, a talk, a plan, and at the end a person decides.

No step takes anything by itself, and nothing is added for being late. A month is missed where more is behind after it
than before; who pays what is due climbs no further, and all is clear once nothing is behind. The steps are
`core.ladder`; what was due and came, `loans`. The days are our own design, verify locally.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from coproduce.arenas.homes.rules.hours import Rules, months_after
from coproduce.arenas.homes.rules.loans import Rate, behind_each
from coproduce.core.arena import told_as
from coproduce.core.ladder import Appeal, Decision, Outcome, Period, Rung, Step, Terms, climb


@dataclass(frozen=True, slots=True)
class Loan:
    """What is repaid: so much, at this rate a year, in so many months, the first of them due on `from_on`."""

    principal: int
    annual_rate: Rate
    months: int
    from_on: date

    def due_on(self, number: int) -> date:
        """The day of a month's payment, from 1."""
        return months_after(self.from_on, number - 1)


def by_month(
    loan: Loan | Mapping[str, Any], paid: Iterable[tuple[date, int]], on: date, grace_days: int
) -> tuple[int, ...]:
    """What came for each month whose last day is over by then: what comes late counts for the month after.

    >>> loan = Loan(1200_00, 0, 12, date(2026, 1, 1))
    >>> by_month(loan, [(date(2026, 1, 6), 100_00), (date(2026, 2, 7), 50_00)], date(2026, 3, 7), 5)
    (10000, 0, 5000)
    """
    ends = list(_ends(told_as(Loan, loan), on, grace_days))
    came = [0] * len(ends)
    for day, amount in paid:
        month = next((number for number, end in enumerate(ends) if day <= end), None)
        if month is not None:
            came[month] += amount
    return tuple(came)


@dataclass(frozen=True, slots=True)
class Missed:
    """A month the family was told of: when, what it answered and what was decided on that, and what at the last step.

    `ends` is what a person decided who gave their name, `ended_by`, and why.
    """

    told_on: date
    answered_on: date | None = None
    decided_on: date | None = None
    is_upheld: bool = False
    ended_on: date | None = None
    ended_by: str = ""
    ended_why: str = ""
    ends: bool = False


def arrears(
    rule_set: Rules | Mapping[str, Any],
    loan: Loan | Mapping[str, Any],
    paid: Iterable[tuple[date, int]],
    told: Mapping[int, Missed | Mapping[str, Any]],
    on: date,
) -> tuple[tuple[Period, ...], Step]:
    """Each month that is over, and where the family stands: `told` is what it was told of, by month, and answered.

    >>> loan, rules = Loan(1200_00, 0, 12, date(2026, 1, 1)), Rules({1: 60}, {}, {}, grace_days=5)
    >>> told = {2: Missed(date(2026, 2, 9))}
    >>> months, step = arrears(rules, loan, [(date(2026, 1, 1), 100_00)], told, date(2026, 2, 20))
    >>> [one.outcome for one in months], step.name, step.answer_by.isoformat()
    (['met', 'breach'], 'letter', '2026-02-23')
    """
    rules, loan = told_as(Rules, rule_set), told_as(Loan, loan)
    missed = {number: told_as(Missed, one) for number, one in told.items()}
    behind = behind_each(loan.principal, loan.annual_rate, loan.months, by_month(loan, paid, on, rules.grace_days))
    periods: list[Period] = []
    answers: list[Appeal] = []
    decisions: list[Decision] = []
    before = 0
    for number, (now, end) in enumerate(zip(behind, _ends(loan, on, rules.grace_days), strict=True), start=1):
        outcome: Outcome = "met" if not now else "breach" if now > before else "excused"
        known, said, before = end + timedelta(days=1), missed.get(number), now
        periods.append(Period(outcome, known, said.told_on if said else None))
        if said and outcome == "breach":
            if said.answered_on:
                answers.append(Appeal(known, said.answered_on, said.decided_on, said.is_upheld))
            if said.ended_on:
                decisions.append(Decision(known, said.ended_on, said.ended_by, said.ended_why, said.ends))
    return tuple(periods), climb(terms(rules), periods, on, appeals=answers, decisions=decisions)


def terms(rules: Rules) -> Terms:
    """The steps as `core.ladder` takes them: none takes anything, and the last is for a person to decide on.

    >>> [rung.name for rung in terms(Rules({1: 60}, {}, {})).rungs]
    ['letter', 'talk', 'plan', 'proposal']
    """
    rungs = tuple(Rung(name) for name in rules.missed_steps)
    return Terms(rungs, notice_days=rules.answer_days, appeal_days=rules.answer_days)


def _ends(loan: Loan, on: date, grace_days: int) -> Iterator[date]:
    """The last day of each month's payment that is over by then."""
    for number in count(1):
        end = loan.due_on(number) + timedelta(days=grace_days)
        if number > loan.months or end >= on:
            return
        yield end
