"""What the claims' measures find in one community. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.models import Point
from coproduce.arenas.energy.queries.figures import Year, spike, year
from coproduce.arenas.energy.queries.here import here
from coproduce.arenas.energy.rules import alone, bills, self_consumption, settle
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import came_round, went_unaided, were_asked
from coproduce.core.claims import Found, counted
from coproduce.core.stats import Suppression

RULE = Suppression()


def _security(actor: Actor, today: date) -> Found | None:
    found = year(actor.community_id)
    told = spike(here(actor.community_id), found, None, RULE) if found else None
    if told is None or told.homes is None or told.fewer is None:
        return None
    return counted(
        told.fewer, told.homes,
        f"In a year of prices like the example, {told.fewer} of {told.homes} supply points would have had a cheaper "
        f"worst month with neighbours than alone; {told.months} months were replayed.",
    )  # fmt: skip


def _capacity(actor: Actor, today: date) -> Found | None:
    found = year(actor.community_id)
    if found is None:
        return None
    parts = [self_consumption(month) for month in found.months]
    most = sum(part is not None and part >= 0.5 for part in parts)
    return counted(
        most, len(parts), f"In {most} of {len(parts)} months at least half of what was made here was used here."
    )


def _fair(actor: Actor, today: date) -> Found | None:
    found = year(actor.community_id)
    if found is None:
        return None
    poor = Point.objects.filter(community_id=actor.community_id, has_low_income=True)
    few = {str(pk) for pk in poor.values_list("pk", flat=True)} & found.whose.keys()
    saves = len(few & _who_saves(found))
    if None in (RULE.hide(saves), RULE.hide(len(few) - saves)):
        return None
    return counted(saves, len(few), f"{saves} of {len(few)} homes of little income paid less than alone.")


def _who_saves(found: Year) -> set[str]:
    saved: dict[str, int] = {}
    for month in found.months:
        shared, before = (bills(settle(rows, found.prices)) for rows in (month, map(alone, month)))
        for row in month:
            saved[row.meter] = saved.get(row.meter, 0) + before.get(row.meter, 0) - shared.get(row.meter, 0)
    return {meter for meter, minor in saved.items() if minor > 0}


MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "security": _security,
    "capacity": _capacity,
    "fair": _fair,
    "asked": lambda actor, today: were_asked(actor, ARENA.slug),
    "round": lambda actor, today: came_round(
        actor, ARENA.slug, today, "whose roof was first paid for before they had helped anybody"
    ),
    "facilitate": lambda actor, today: went_unaided(actor, ARENA.slug, "hours around energy"),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    return MEASURES[name](Actor(community_id, None, None), today)
