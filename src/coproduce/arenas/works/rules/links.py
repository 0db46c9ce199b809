"""From lane to lane down to the trunk: what is laid, and the missing link that keeps all above it waiting.

Lanes and collectors are built by the people; the trunk is the state's. No outlet, no working sewer (Orangi's
component sharing).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.core.arena import told_as


@dataclass(frozen=True, slots=True)
class Link:
    """A lane, or a trunk: what it runs into (None: nothing known; for a trunk, its end), and whether it is laid."""

    name: str
    into: str | None = None
    is_laid: bool = False
    is_trunk: bool = False


class Missing(NamedTuple):
    """The first thing missing on the way down, what kind of gap it is, and every lane above that waits for it."""

    name: str
    why: str
    waiting: tuple[str, ...]


def missing_links(links: Iterable[Link | Mapping[str, Any]]) -> tuple[Missing, ...]:
    """What is missing, most waited for first. `why` is NOT_LAID or NO_OUTLET.

    A lane that waits only for itself to be built is nobody's missing link. WorksError for a name twice, for what runs
    into something unknown, and for lanes that run in a ring.

    >>> missing_links([Link("Lane 4", "Lane 5", True), Link("Lane 5", "trunk"), Link("trunk", None, True, True)])
    (Missing(name='Lane 5', why='NOT_LAID', waiting=('Lane 4',)),)
    >>> missing_links([Link("Lane 4", None, True)])
    (Missing(name='Lane 4', why='NO_OUTLET', waiting=('Lane 4',)),)
    """
    known = _known(links)
    waiting: dict[tuple[str, str], list[str]] = {}
    for name in known:
        for step in way_down(known, name):
            below = known[step]
            if not below.is_laid and step != name:
                waiting.setdefault((step, "NOT_LAID"), []).append(name)
                break
            if below.into is None and not below.is_trunk:
                waiting.setdefault((step, "NO_OUTLET"), []).append(name)
                break
    found = [Missing(name, why, tuple(sorted(names))) for (name, why), names in waiting.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.waiting), one.name)))


def way_down(links: Mapping[str, Link], name: str) -> tuple[str, ...]:
    """A lane and everything below it, in the order of the water. WorksError for a ring, or for a name nobody knows."""
    way: list[str] = []
    at: str | None = name
    while at is not None:
        if at not in links:
            raise WorksError(
                "NOT_FOUND", way[-1] if way else "name", f"There is no {at} here: choose what it runs into."
            )
        if at in way:
            raise WorksError("RING", at, f"{at} would run into itself: water finds no way out of a ring.")
        way.append(at)
        at = links[at].into
    return tuple(way)


def _known(links: Iterable[Link | Mapping[str, Any]]) -> dict[str, Link]:
    known: dict[str, Link] = {}
    for one in links:
        link = told_as(Link, one)
        if link.name in known:
            raise WorksError("TWICE", link.name, f"{link.name} stands there twice: keep one of them.")
        known[link.name] = link
    return known
