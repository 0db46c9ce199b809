"""Families, their hours and build days, read for whoever may; of others' families the reading is written down."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Adult, Family, HomeHour
from coproduce.arenas.homes.queries.gates import on_their_way
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Contribution, Occasion

#: The kind of help that showing somebody is.
SHOWING = "Showing how it is done"

BOTH_SIGNED = Q(signed_by__isnull=False, lead_signed_by__isnull=False)


def my_family(actor: Actor) -> Family | None:
    """The family somebody speaks for or works with."""
    works = Adult.objects.filter(family=OuterRef("pk"), agent=actor.agent_id or 0, until_on=None)
    theirs = Q(agent=actor.agent_id or 0) | Exists(works)
    return on_their_way(Family.objects.filter(theirs, community_id=actor.community_id, left_on=None)).first()


def family_to_read(actor: Actor, agent: UUID | None, verb: str, why: str) -> Family | None:
    """One's own family, or for whoever may one of here: that is written down. None where there is none to read."""
    if agent is None or not policy.may(actor, verb):
        mine = my_family(actor) if policy.may(actor, verb, "own") else None
        return mine if mine and agent in (None, mine.agent.public_id) else None
    row = the_one(on_their_way(Family.objects.filter(community_id=actor.community_id, agent__public_id=agent)))
    if row is not None:
        audit.reading(actor, verb, [row.agent_id], why)
    return row


def families(actor: Actor) -> QuerySet[Family]:
    """The families of here with what both signed of their hours, the first accepted first."""
    if not policy.may(actor, "homes.read_families"):
        return Family.objects.none()
    minutes = F("hours__ends") - F("hours__begins")
    signed = Q(hours__signed_by__isnull=False, hours__lead_signed_by__isnull=False)
    rows = on_their_way(Family.objects.filter(community_id=actor.community_id, left_on=None)).annotate(
        signed_minutes=Sum(minutes, filter=signed, default=0),
        waiting=Count("hours", filter=~signed & Q(hours__isnull=False), distinct=True),
    )
    return rows.order_by("accepted_on", "pk")


def read(actor: Actor, rows: Iterable[Family], why: str) -> list[Family]:
    """These families, once it is written down that they are read."""
    found = list(rows)
    audit.reading(actor, "homes.read_families", [row.agent_id for row in found], why)
    return found


def homes(community_id: int) -> list[str]:
    """The homes that are built or repaired here, by name."""
    rows = Family.objects.filter(community_id=community_id, left_on=None).exclude(home="")
    return list(rows.order_by("home").values_list("home", flat=True))


def hours_to_read(actor: Actor, mine: Family | None) -> QuerySet[HomeHour]:
    """Hours of one's own family and of oneself; for whoever leads days all of them, newest first."""
    rows = HomeHour.objects.filter(family__community_id=actor.community_id)
    if not policy.may(actor, "homes.sign_hours"):
        rows = rows.filter(Q(agent=actor.agent_id or 0) | Q(family=mine))
    known = rows.select_related("agent", "family__agent", "signed_by", "lead_signed_by")
    return known.order_by("-on", "-begins", "-pk")


def days(actor: Actor, since: datetime) -> QuerySet[Occasion]:
    """Build days that are over since a moment or to come, the first first."""
    if not policy.may(actor, "homes.read_page"):
        return Occasion.objects.none()
    here = Occasion.objects.filter(community_id=actor.community_id, arena=ARENA.slug, cancelled_at=None)
    return here.filter(ends_at__gt=since).order_by("starts_at", "pk")


def taught(actor: Actor) -> QuerySet[Contribution]:
    """Who showed whom how it is done: one's own, and for whoever leads days all of it."""
    rows = Contribution.objects.filter(
        community_id=actor.community_id, arena=ARENA.slug, category__name=SHOWING, corrected_by=None
    )
    if not policy.may(actor, "homes.read_families"):
        rows = rows.filter(Q(giver=actor.agent_id or 0) | Q(receiver=actor.agent_id or 0))
    return rows.select_related("giver", "receiver").order_by("-effective_on", "-pk")
