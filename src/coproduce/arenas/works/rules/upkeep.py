"""Whose turn it is to look after a lane: once its water runs, house after house in the order of the lane."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.core.cycle import comes_round


class TurnDue(NamedTuple):
    """A turn of the rota: by which day, and whose."""

    due_on: date
    plot: str


def rota(plots: Sequence[str], used_on: date, every_weeks: int, until_on: date) -> tuple[TurnDue, ...]:
    """Every turn up to a day, the first one round after the water ran. WorksError where nobody is there to take one.

    >>> [(turn.due_on.isoformat(), turn.plot) for turn in rota(["1", "2"], date(2027, 1, 1), 4, date(2027, 3, 31))]
    [('2027-01-29', '1'), ('2027-02-26', '2'), ('2027-03-26', '1')]
    """
    if not plots:
        raise WorksError("NO_HOUSES", "houses", "A lane without a house has nobody to look after it.")
    if not 1 <= every_weeks <= 520:
        raise WorksError("NOT_POSITIVE", "every_weeks", f"A turn every {every_weeks} weeks: write 1 to 520.")
    days = comes_round(used_on + timedelta(weeks=every_weeks), every_weeks, "week", until=until_on)
    return tuple(TurnDue(day, plots[number % len(plots)]) for number, day in enumerate(days))
