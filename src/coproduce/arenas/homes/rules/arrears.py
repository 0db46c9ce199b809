"""What follows when a month's payment does not come: a letter, a talk, a plan, and at the end a person decides.

No step takes anything by itself, nothing is added for being late, and what is not known is no breach. The steps are
`core.ladder`; what was due and came, `loans`. The days are our own design, verify locally.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from coproduce.arenas.homes.rules.hours import months_after
from coproduce.arenas.homes.rules.loans import Rate, behind_each
from coproduce.core.ladder import Period, Rung, Step, Terms, climb

#: The first is a letter without effect; the last is a proposal, on which somebody decides who gives their name and why.
LADDER = Terms((Rung("letter"), Rung("talk"), Rung("plan"), Rung("proposal")), notice_days=14, appeal_days=14)


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


def by_month(loan: Loan, paid: Iterable[tuple[date, int]], on: date, grace_days: int) -> tuple[int, ...]:
    """What came for each month whose last day is over by then: what comes late counts for the month after.

    >>> loan = Loan(1200_00, 0, 12, date(2026, 1, 1))
    >>> by_month(loan, [(date(2026, 1, 6), 100_00), (date(2026, 2, 7), 50_00)], date(2026, 3, 7), 5)
    (10000, 0, 5000)
    """
    ends = list(_ends(loan, on, grace_days))
    came = [0] * len(ends)
    for day, amount in paid:
        month = next((number for number, end in enumerate(ends) if day <= end), None)
        if month is not None:
            came[month] += amount
    return tuple(came)


def arrears(
    loan: Loan, paid: Iterable[tuple[date, int]], told: Mapping[int, date], on: date, grace_days: int
) -> tuple[tuple[Period, ...], Step]:
    """Each month that is over, and where the family stands: `told` says when they were written to, by month.

    >>> loan = Loan(1200_00, 0, 12, date(2026, 1, 1))
    >>> months, step = arrears(loan, [(date(2026, 1, 1), 100_00)], {2: date(2026, 2, 9)}, date(2026, 2, 20), 5)
    >>> [one.outcome for one in months], step.name, step.answer_by.isoformat()
    (['met', 'breach'], 'letter', '2026-02-23')
    """
    behind = behind_each(loan.principal, loan.annual_rate, loan.months, by_month(loan, paid, on, grace_days))
    periods = tuple(
        Period("breach" if missing else "met", end + timedelta(days=1), told.get(number))
        for number, (missing, end) in enumerate(zip(behind, _ends(loan, on, grace_days), strict=True), start=1)
    )
    return periods, climb(LADDER, periods, on)


def _ends(loan: Loan, on: date, grace_days: int) -> Iterator[date]:
    """The last day of each month's payment that is over by then."""
    for number in count(1):
        end = loan.due_on(number) + timedelta(days=grace_days)
        if number > loan.months or end >= on:
            return
        yield end
