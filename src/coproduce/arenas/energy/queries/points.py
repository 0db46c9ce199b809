"""Supply points: one's own, and for the desk all of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from coproduce.arenas.energy.models import Point
from coproduce.arenas.energy.queries.months import OURS, belongings
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.core.apportion import ONE


def points(actor: Actor) -> list[Point] | None:
    """Every supply point by its name; None for who may not read the list. That it was read is written down."""
    if not policy.may(actor, "energy.read_points"):
        return None
    rows = list(_here(actor).order_by("name", "pk"))
    audit.reading(actor, "energy.read_points", {row.agent_id for row in rows}, "list")
    return rows


def point(actor: Actor, which: UUID) -> Point | None:
    """One of them, for the desk and for whose it is."""
    row = the_one(_here(actor).filter(public_id=which))
    if row is None:
        return None
    if row.agent_id != actor.agent_id and not policy.may(actor, "energy.read_points"):
        return None
    audit.reading(actor, "energy.read_points", [row.agent_id], "page")
    return row


def my_points(actor: Actor) -> list[Point]:
    """The reader's own."""
    return list(_here(actor).filter(agent=actor.agent_id or 0).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Span:
    """Since when and until when how much of a supply point belongs to a community; `of` is empty for here."""

    of: str
    per_cent: str
    from_on: date
    until_on: date | None
    is_now: bool


def spans(row: Point, today: date) -> list[Span]:
    """What a supply point shares, the last first."""
    rows = sorted(belongings(row), key=lambda one: (one.from_on, one.community), reverse=True)
    return [
        Span(one.community, per_cent(one.parts), one.from_on, one.until_on, one.is_of(today)) for one in rows
    ]  # fmt: skip


def shares_now(row: Point, today: date) -> int:
    """How many parts of a million are the community's on that day."""
    return sum(one.parts for one in belongings(row) if one.community == OURS and one.is_of(today))


def per_cent(parts: int) -> str:
    """Parts of a million as people write them.

    >>> per_cent(1_000_000), per_cent(333_333)
    ('100', '33.3333')
    """
    whole, rest = divmod(parts, ONE // 100)
    return f"{whole}.{rest:04}".rstrip("0") if rest else str(whole)


def _here(actor: Actor) -> QuerySet[Point]:
    return Point.objects.filter(community_id=actor.community_id).select_related("agent")
