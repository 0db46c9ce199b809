"""Occasions as a verb holds them: locked, so that whoever comes second waits and no place is given twice."""

from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Occasion, Slot
from coproduce.community.exchange.occasions.queries import relation
from coproduce.community.exchange.occasions.rules import DATES, free_places
from coproduce.community.people.models import Community, Neighbourhood
from coproduce.core.refusal import Refusal

NO_OCCASION = Refusal("NOT_FOUND", "There is no such occasion here. Look for it in the list.", "occasion")
CANCELLED = Refusal("CANCELLED", "This was called off. Look for another one in the list.", "occasion")
RECORDED = Refusal("ALREADY_RECORDED", "Who came is written down. If it is wrong, the desk puts it right.", "occasion")


def organised(actor: Actor, verb: str, occasion: UUID) -> Occasion | Refusal:
    """The occasion, locked, when the actor may see to it: their own, their group's, or at the desk any here."""
    row = found(actor, public_id=occasion)
    if row is None or not policy.may(actor, verb, relation(actor, row.organiser_id)):
        return NO_OCCASION
    if row.cancelled_at:
        return CANCELLED
    return RECORDED if row.entry else row


def organised_dates(actor: Actor, verb: str, occasion: UUID, dates: str) -> list[Occasion] | Refusal:
    """The occasion, and behind it the other dates of its series that a change is for, all of them still to come."""
    if dates not in DATES:
        return Refusal("UNKNOWN_DATES", "Choose one of: %(dates)s.", "dates", {"dates": ", ".join(DATES)})
    if dates == DATES[0]:
        row = organised(actor, verb, occasion)
        return row if isinstance(row, Refusal) else [row]
    series = Occasion.objects.filter(community_id=actor.community_id, public_id=occasion).values("series")
    # In one order, so that two who change a series at once wait for each other and never both.
    everyone = list(
        _locked(actor)
        .filter(Q(cancelled_at=None, entry=None, starts_at__gt=clock.now()) | Q(public_id=occasion), series__in=series)
        .order_by("pk")
    )
    row = organised(actor, verb, occasion)
    if isinstance(row, Refusal):
        return row
    others = [
        one
        for one in everyone
        if one != row and one.organiser_id == row.organiser_id and (dates == DATES[2] or one.starts_at >= row.starts_at)
    ]
    return [row, *sorted(others, key=lambda one: (one.starts_at, one.pk))]


def found(actor: Actor, **which: UUID) -> Occasion | None:
    """One occasion of the community, locked."""
    return the_one(_locked(actor).filter(**which))


def _locked(actor: Actor) -> QuerySet[Occasion]:
    here = Occasion.objects.select_for_update(of=("self",)).select_related("community", "category", "organiser")
    return here.filter(community_id=actor.community_id)


def places_left(row: Occasion) -> list[tuple[Slot, int | None]]:
    """What is needed, with how many may still come."""
    return [
        (slot, free_places(slot.capacity, slot.sign_ups.filter(withdrawn_at=None).count()))
        for slot in row.slots.order_by("pk")
    ]


def area_named(community: Community, name: str) -> Neighbourhood | Refusal | None:
    """The part of town of this name; no name is none."""
    if not name.strip():
        return None
    near = Neighbourhood.objects.filter(community=community, name=name.strip()).first()
    return near or Refusal("NOT_FOUND", "There is no part of town of that name here. Choose one of the list.", "area")


def save_change(row: Occasion, *names: str) -> None:
    """Keep what was changed, so that calendars and whoever changes it meanwhile know of it."""
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save(update_fields=[*names, "version", "changed_at"])
