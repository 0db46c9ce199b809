"""Reading what was looked at: one's own, or with the right to it somebody's here; the desk's readings are noted."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Attestation, Membership
from coproduce.community.people.safeguarding.rules import SOON_DAYS

READ = "people.read_attestations"


def may_read(actor: Actor, agent_id: int) -> bool:
    """Whether the actor may read what was looked at of this agent of their own community."""
    return policy.may(actor, READ, policy.towards(actor, agent_id))


def attestations(actor: Actor, whose: Agent, why: str) -> list[Attestation]:
    """What was looked at of one agent, the latest first, with what was decided; nothing for who may not read it."""
    if whose.community_id != actor.community_id or not may_read(actor, whose.pk):
        return []
    audit.reading(actor, READ, [whose.pk], why)
    found = Attestation.objects.filter(community_id=actor.community_id, agent=whose)
    return list(found.select_related("seen_by").prefetch_related("decisions__by").order_by("-seen_on", "-pk"))


def in_date(today: date) -> Q:
    """Of rows of Attestation, those that count on this day."""
    return Q(withdrawn_on=None, seen_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))


def running_out(community_id: int, today: date) -> QuerySet[Attestation]:
    """What ran out or will soon, and nothing newer of the same kind stands for; of those who are here, first first."""
    newer = Attestation.objects.filter(
        Q(until_on=None) | Q(until_on__gt=OuterRef("until_on")),
        agent=OuterRef("agent"), kind=OuterRef("kind"), what=OuterRef("what"), withdrawn_on=None,
    )  # fmt: skip
    gone = Membership.objects.filter(agent=OuterRef("agent"), state=Membership.LEFT)
    return (
        Attestation.objects.filter(
            ~Exists(newer), ~Exists(gone), community_id=community_id, withdrawn_on=None,
            until_on__lte=today + timedelta(days=SOON_DAYS),
        )
        .select_related("agent")
        .order_by(F("until_on"), "pk")
    )  # fmt: skip


def to_renew(actor: Actor, today: date) -> QuerySet[Attestation]:
    """The desk's list of what ran out and what will soon; nothing for who may not read it. Numbers are not in it."""
    if not policy.may(actor, READ):
        return Attestation.objects.none()
    return running_out(actor.community_id, today).defer("number", "paper")
