"""Festivals and challenges as members see them, with their parts, and what else is coming."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.rules import CANCELLED, DONE, may_break_down, stands
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.queries import with_slots
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import apart_from


@dataclass(frozen=True, slots=True)
class Stand:
    """A festival, how it stands now, when it begins, where that is known, and whether its last part is over."""

    row: Festival
    state: str
    begins_at: datetime | None
    is_past: bool


def festivals(actor: Actor, words: str = "") -> QuerySet[Festival]:
    """Festivals and challenges, those that are over last; none of whoever the reader must not meet."""
    if not policy.may(actor, "play.read_page"):
        return Festival.objects.none()
    rows = Festival.objects.filter(community_id=actor.community_id).exclude(organiser__in=apart_from(actor))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(words__icontains=words))
    is_over = Case(When(state__in=(DONE, CANCELLED), then=1), default=0)
    return rows.select_related("organiser", "community", "picture").order_by(is_over, "-said_at", "-pk")


def going_on(actor: Actor) -> QuerySet[Festival]:
    """Those that are not over."""
    return festivals(actor).exclude(state__in=(DONE, CANCELLED))


def stand(rows: list[Festival]) -> list[Stand]:
    """How each of them stands now: two questions however many they are."""
    ids = {part: row.pk for row in rows for part in row.parts}
    times: dict[int, list[tuple[datetime, datetime]]] = {row.pk: [] for row in rows}
    known = Occasion.objects.filter(public_id__in=list(ids), cancelled_at=None)
    for public_id, *both in known.values_list("public_id", "starts_at", "ends_at"):
        times[ids[str(public_id)]].append((both[0], both[1]))
    return [_stand(row, times[row.pk], clock.now()) for row in rows]


def _stand(row: Festival, times: list[tuple[datetime, datetime]], now: datetime) -> Stand:
    begins_at = min((begins for begins, _ in times), default=None)
    is_past = bool(times) and max(ends for _, ends in times) <= now
    return Stand(row, stands(row.state, begins_at, now), begins_at, is_past)


def begins_at(row: Festival) -> datetime | None:
    """When its first part begins."""
    return stand([row])[0].begins_at


def backers(row: Festival) -> list[int]:
    """Who said yes to it and is still a member, in the order of their numbers."""
    here = Membership.objects.filter(agent__in=row.backed_by, state=Membership.ACTIVE)
    return sorted(here.values_list("agent", flat=True))


def came(row: Festival) -> int | None:
    """How many came to it; None where they were few."""
    return row.came if may_break_down(row.came) else None


def parts_of(row: Festival) -> list[Occasion]:
    """The occasions of its programme, the next first, with who comes."""
    return list(with_slots(Occasion.objects.filter(public_id__in=row.parts)).order_by("starts_at", "pk"))


def whole_of(occasions: Collection[UUID]) -> dict[UUID, Festival]:
    """Which festival each of these is a part of, where it is one."""
    named = [Q(parts__icontains=str(part)) for part in occasions]
    rows = Festival.objects.filter(reduce(or_, named)) if named else ()
    return {part: row for row in rows for part in occasions if str(part) in row.parts}


def circles(actor: Actor) -> QuerySet[Occasion]:
    """What else comes in this arena: craft circles, tables where skills are swapped, repair cafés, the next first."""
    if not policy.may(actor, "play.read_page"):
        return Occasion.objects.none()
    inside = [part for row in going_on(actor) for part in row.parts]
    here = Occasion.objects.filter(
        community_id=actor.community_id, arena=ARENA.slug, cancelled_at=None, ends_at__gt=clock.now()
    )
    return here.exclude(public_id__in=inside).order_by("starts_at", "pk")


def one(actor: Actor, festival: UUID) -> Festival | None:
    """The festival of an address, for who may read it."""
    return festivals(actor).filter(public_id=festival).first()
