"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import returned, share
from coproduce.core.claims import Found


def _second(found: Figures) -> Found | None:
    """Of those further along than the first, where no line puts the two together."""
    later = next((line for line in found.generations if "0" not in line.labels), None)
    return share(later.alone if later else None, "%d of %d who learned from somebody who had learned here do it alone.")


MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "asked": lambda found: share(found.asked, "%d of %d who said they were ready were asked, or answered first."),
    "both": lambda found: share(
        found.useful_tutors,
        "%d of %d times, several of them of one pair, it was quite or very useful to whoever showed it.",
    ),
    "needed": lambda found: share(
        found.needed, "%d of %d answers, several of them of one person, say that someone needed them that week."
    ),
    "alone": lambda found: share(found.total.alone, "%d of %d learners say that they can do it on their own."),
    "round": lambda found: returned(found.return_rate, "first helped here before they had given"),
    "second": _second,
    "facilitate": lambda found: share(found.without_staff, "%d of %d sessions were agreed without a staff act."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
