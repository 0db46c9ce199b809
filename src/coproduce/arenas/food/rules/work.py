"""Work-shares: what is asked of somebody for the parts of a harvest they have, counted by `core.obligation`.

Hours and jobs are work owed to the field, never a price: no box is dearer for whoever could not come.

Source: juntagrico, test_assignments: a year has 365 days, halves go up, in leap years too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.obligation import Contribution, Counted, Share, Terms, count, prorated

#: Jobs that count for the core of what is asked, and all others.
CORE, OTHER = "core", "other"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the harvest somebody has: jobs a year, those of them that are core, its first day and its last.

    A part on trial asks for its jobs in its `trial_days`, and ends with them unless it was ended earlier. One that was
    ordered and never began asks for nothing.
    """

    required: int
    core: int = 0
    from_on: date | None = None
    until_on: date | None = None
    trial_days: int | None = None


def work_required(parts: Iterable[Part | Mapping[str, Any]], period: tuple[date, date]) -> tuple[int, int]:
    """Jobs asked for from the first to the last day of the period, and how many of them are core.

    Parts by their days, added up, then rounded half up, once; the core by itself, and the whole never below it.
    ObligationError for days that are turned round, and a part that asks for more core than jobs.

    >>> year = date(2022, 1, 1), date(2022, 12, 31)
    >>> work_required([Part(10, 3, date(2022, 7, 1))], year), work_required([Part(10, 3)], year)
    ((5, 2), (0, 0))
    >>> work_required([Part(2, 1, date(2022, 7, 1), trial_days=30)], year)
    (2, 1)
    """
    return prorated([_share(told_as(Part, part)) for part in parts], *period)


def work_counted(
    parts: Iterable[Part | Mapping[str, Any]],
    period: tuple[date, date],
    jobs: Iterable[Contribution | Mapping[str, Any]],
    on: date,
) -> Counted:
    """What of their jobs counts on that day, and how many are missing: in all (`short`), and core ones (`missing`).

    Each job is a unit of CORE or OTHER; one somebody was excused from counts as done.

    >>> year, july = (date(2022, 1, 1), date(2022, 12, 31)), date(2022, 7, 1)
    >>> told = work_counted([Part(10, 3, july)], year, [Contribution("1", july, 1, OTHER)], year[1])
    >>> told.required, told.short, dict(told.missing)
    (5, 4, {'core': 2})
    """
    required, core = work_required(parts, period)
    terms = Terms(required, least={CORE: core}, from_on=period[0], until_on=period[1], excused="counts")
    return count(terms, jobs, on)


def _share(part: Part) -> Share:
    if part.trial_days is None:
        return Share(part.required, part.core, part.from_on, part.until_on)
    until = part.until_on
    if part.from_on is not None:
        lasts = part.from_on + timedelta(part.trial_days - 1)
        until = min(until or lasts, lasts)
    return Share(part.required, part.core, part.from_on, until, part.trial_days)
