"""What the claims' measures find in one community's books. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.queries.figures import Figures, figures
from coproduce.community.base.actor import Actor
from coproduce.community.exchange import claims
from coproduce.community.exchange.figures import unaided
from coproduce.community.exchange.ring import Rate
from coproduce.core.claims import Found, counted

MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "organised": lambda reader, today: _share(
        reader, today, lambda found: found.by_members, "of %(n)s were thought of by members who are not at the desk."
    ),
    "mended": lambda reader, today: _share(
        reader, today, lambda found: found.fixed, "of %(n)s things that were brought were fixed."
    ),
    "asked": lambda reader, _: claims.were_asked(reader, ARENA.slug),
    "round": lambda reader, today: claims.came_round(reader, ARENA.slug, today, "people who took part first"),
    "facilitate": lambda reader, _: _unaided(reader),
}


def _share(reader: Actor, today: date, which: Callable[[Figures], Rate | None], says: str) -> Found | None:
    found = figures(reader, today)
    rate = which(found) if found else None
    return counted(rate.k, rate.n, f"{rate.k} {says % {'n': rate.n}}") if rate else None


def _unaided(reader: Actor) -> Found | None:
    rate = unaided(reader, ARENA.slug, claims.RULE)
    if rate is None:
        return None
    return counted(rate.k, rate.n, f"{rate.k} of {rate.n} times somebody was thanked went without a staff act.")


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    reader = Actor(community_id, None, None, frozenset({"member"}), arenas=frozenset({ARENA.slug}))
    return MEASURES[name](reader, today)
