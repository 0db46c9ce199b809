"""What follows when somebody leaves, two stay apart, two records become one, or a copy of an earlier day is back."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coproduce.arenas.justice.actions.sealing import seal
from coproduce.arenas.justice.actions.whose import ended
from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.outside import sealed
from coproduce.arenas.justice.queries.matters import here
from coproduce.arenas.justice.rules.sealing import LEFT
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """What they were to answer for, or were harmed by, is over; who leads it is found anew, and they hear nothing."""
    who = membership.agent_id
    Seat.objects.filter(agent=who, state=Seat.DRAWN).update(state=Seat.OUT)
    Matter.objects.filter(facilitator=who).update(facilitator=None)
    _end(membership.community_id, Q(respondent=who) | Q(harmed=who))


def members_apart(actor: Actor, one: int, other: int) -> None:
    """Nobody hears whom they must not meet."""
    for peer, side in ((one, other), (other, one)):
        theirs = Matter.objects.filter(Q(respondent=side) | Q(harmed=side), heard_on=None)
        Seat.objects.filter(agent=peer, state=Seat.DRAWN, matter__in=theirs).update(state=Seat.OUT)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """One person has a part once; nobody hears themselves, and what somebody did to themselves is over."""
    had = Seat.objects.filter(agent=keep).values_list("matter", flat=True)
    Seat.objects.filter(agent=gone, matter__in=list(had)).delete()
    Seat.objects.filter(agent=gone).update(agent=keep)
    for name in ("harmed", "respondent", "facilitator", "reported_by"):
        Matter.objects.filter(**{name: gone}).update(**{name: keep})
    Seat.objects.filter(Q(matter__harmed=keep) | Q(matter__respondent=keep), agent=keep).update(state=Seat.OUT)
    _end(keep.community_id, Q(harmed=keep, respondent=keep))


def restored(made_at: datetime) -> None:
    """Whatever was sealed is sealed in the copy too, before anybody is served."""
    for row in Matter.objects.filter(public_id__in=sealed()).select_related("community", "harmed", "respondent"):
        seal(row, here(row.community_id).today)


def _end(community_id: int, which: Q) -> None:
    place = here(community_id)
    for row in Matter.objects.filter(which).exclude(state=Matter.CLOSED):
        ended(row, LEFT, place)
