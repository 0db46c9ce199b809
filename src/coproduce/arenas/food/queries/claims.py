"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import returned, share
from coproduce.core.claims import Found

MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "whole": lambda found: share(found.whole, "%d of %d lines ordered came whole, several of them of one person."),
    "over": lambda found: share(
        found.in_time, "%d of %d times food was offered as over, somebody fetched it in its time."
    ),
    "asked": lambda found: share(found.asked, "%d of %d who said they were ready were asked, or answered first."),
    "round": lambda found: returned(found.return_rate, "first helped here before they had given"),
    "facilitate": lambda found: share(found.without_staff, "%d of %d were written down without a staff act."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
