"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.queries.figures import figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange import claims
from coproduce.core.claims import Found, counted

MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "near": lambda reader, today: _by_others(reader, today),
    "asked": lambda reader, _: claims.were_asked(reader, ARENA.slug),
    "round": lambda reader, today: claims.came_round(
        reader, ARENA.slug, today, "people first helped to make something"
    ),
    "facilitate": lambda reader, _: claims.went_unaided(reader, ARENA.slug, "times people made something together"),
}


def _by_others(reader: Actor, today: date) -> Found | None:
    found = figures(reader, today)
    rate = found.by_others if found else None
    if rate is None:
        return None
    return counted(rate.k, rate.n, f"{rate.k} of {rate.n} builds were by others than whoever keeps the design.")


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    return MEASURES[name](reader, today)
