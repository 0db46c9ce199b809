"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.ring import Rate
from coproduce.core.claims import Found
from coproduce.core.stats import Estimate


def _of(rate: Rate | None, says: str) -> Found | None:
    """A share as something found: `says` takes how many, of how many."""
    if rate is None or rate.share is None or rate.low is None or rate.high is None:
        return None
    return Found(says % (rate.k, rate.n), rate.n, Estimate(rate.share, rate.low, rate.high, rate.n))


def _round(found: Figures) -> Found | None:
    ring = found.return_rate
    if ring is None or ring.share is None or ring.low is None or ring.high is None:
        return None
    return Found(
        f"{ring.returned} of {ring.n} first helped here before they had given have helped someone within 180 days; of "
        f"{ring.known} the answer is known, and those who still wait are not counted as a no.",
        ring.n,
        Estimate(ring.share, ring.low, ring.high, ring.n - ring.known),
    )


MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "whole": lambda found: _of(found.whole, "%d of %d lines ordered came whole, several of them of one person."),
    "over": lambda found: _of(
        found.in_time, "%d of %d times food was offered as over, somebody fetched it in its time."
    ),
    "asked": lambda found: _of(found.asked, "%d of %d who said they were ready were asked, or answered first."),
    "round": _round,
    "facilitate": lambda found: _of(found.without_staff, "%d of %d were written down without a staff act."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
