"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.ring import Rate
from coproduce.core.claims import Found
from coproduce.core.stats import Estimate


def _of(rate: Rate | None, says: str) -> Found | None:
    """A share as something found: `says` takes how many, of how many."""
    if rate is None:
        return None
    return Found(says % (rate.k, rate.n), rate.n, Estimate(rate.share, rate.low, rate.high, rate.n))


def _round(found: Figures) -> Found | None:
    ring = found.return_rate
    if ring is None:
        return None
    return Found(
        f"{ring.returned} of {ring.n} first helped here before they had given have helped someone within 180 days; of "
        f"{ring.known} the answer is known, and those who still wait are not counted as a no.",
        ring.n,
        Estimate(ring.share, ring.low, ring.high, ring.n - ring.known),
    )


def _second(found: Figures) -> Found | None:
    """Of those further along than the first, where no line puts the two together."""
    later = next((line for line in found.generations if "0" not in line.labels), None)
    return _of(later.alone if later else None, "%d of %d who learned from somebody who had learned here do it alone.")


MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "asked": lambda found: _of(found.asked, "%d of %d who said they were ready were asked, or answered first."),
    "both": lambda found: _of(
        found.useful_tutors,
        "%d of %d times, several of them of one pair, it was quite or very useful to whoever showed it.",
    ),
    "needed": lambda found: _of(
        found.needed, "%d of %d answers, several of them of one person, say that someone needed them that week."
    ),
    "alone": lambda found: _of(found.total.alone, "%d of %d learners say that they can do it on their own."),
    "round": _round,
    "second": _second,
    "facilitate": lambda found: _of(found.without_staff, "%d of %d sessions were agreed without a staff act."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
