"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import returned, share
from coproduce.core.claims import Found

MEASURES: Mapping[str, Callable[[Figures], Found | None]] = {
    "others": lambda found: share(found.others, "%d of %d shifts, several of them of one person, were on other homes."),
    "keys": lambda found: share(found.keys, "%d of %d families accepted here have their key."),
    "friends": lambda found: share(found.friends, "%d of %d shifts were given by people of no family."),
    "asked": lambda found: share(found.asked, "%d of %d who said they were ready were asked, or answered first."),
    "round": lambda found: returned(found.return_rate, "first helped here before they had given"),
    "facilitate": lambda found: share(found.without_staff, "%d of %d were written down without a staff act."),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    found = figures(reader, today)
    return MEASURES[name](found) if found else None
