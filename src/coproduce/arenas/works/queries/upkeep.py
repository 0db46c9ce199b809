"""Whose turn it is to look after a lane, and pipes that were blocked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from coproduce.arenas.works.models import Blockage, House, Lane, Turn
from coproduce.arenas.works.queries.here import Here
from coproduce.arenas.works.rules import TurnDue, rota

#: So many turns to come are shown, at least one whole round of the days between two.
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn of the rota, the house whose it is, and how it was taken; None as long as nobody did."""

    due: TurnDue
    house: House
    taken: Turn | None


def turns(row: Lane, houses: list[House], here: Here) -> list[Kept]:
    """Every turn since the water runs and a few to come, the latest first."""
    if row.used_on is None or not houses:
        return []
    weeks = here.rules().upkeep_weeks
    until: date = here.today + timedelta(weeks=weeks * AHEAD)
    by_plot = {one.plot: one for one in houses}
    taken = {one.due_on: one for one in row.turns.select_related("agent")}
    due = rota(list(by_plot), row.used_on, weeks, until)
    return [Kept(one, by_plot[one.plot], taken.get(one.due_on)) for one in reversed(due)]


def blockages(row: Lane) -> QuerySet[Blockage]:
    """What was blocked in a lane, what is blocked now first, then the latest."""
    known = row.blockages.select_related("reporter", "cleared_by")
    return known.order_by("cleared_on", "-reported_on", "-pk")
