"""What the claims' measures find in one community's counts. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import share, were_asked
from coproduce.core.claims import Found

MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "was_heard": lambda found: share(found.shares["was_heard"], "%d of %d who said anything of it say that they were."),
    "kept": lambda found: share(found.shares["kept"], "%d of %d agreements were kept in every part."),
    "served": lambda found: share(found.served, "%d of %d who were heard say so, and have sat in a circle since."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    if name == "asked":
        return were_asked(reader, ARENA.slug)
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
