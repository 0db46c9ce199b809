"""What the claims' measures find in one community's counts. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.ring import Rate
from coproduce.core.claims import Found
from coproduce.core.stats import Estimate


def _of(rate: Rate | None, says: str) -> Found | None:
    """A share as something found: `says` takes how many, of how many."""
    if rate is None:
        return None
    return Found(says % (rate.k, rate.n), rate.n, Estimate(rate.share, rate.low, rate.high, rate.n))


MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "was_heard": lambda found: _of(found.shares["was_heard"], "%d of %d who said anything of it say that they were."),
    "kept": lambda found: _of(found.shares["kept"], "%d of %d agreements were kept in every part."),
    "served": lambda found: _of(found.served, "%d of %d who were heard say so, and have sat in a circle since."),
    "asked": lambda found: _of(found.asked, "%d of %d who said they were ready were asked, or answered first."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
