"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.works import ARENA
from coproduce.community.base.actor import Actor
from coproduce.community.exchange import claims
from coproduce.core.claims import Found

MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "asked": lambda reader, _: claims.were_asked(reader, ARENA.slug),
    "round": lambda reader, today: claims.came_round(reader, ARENA.slug, today, "people first helped in a lane"),
    "facilitate": lambda reader, _: claims.went_unaided(reader, ARENA.slug, "times people worked"),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    return MEASURES[name](reader, today)
