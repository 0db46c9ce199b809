"""Families, their hours and build days, read for whoever may; of others' families the reading is written down."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.expressions import F

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Family, GatePassed, HomeHour
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Ask, Contribution, Occasion
from coproduce.community.exchange.occasions.queries import with_slots

#: The kind of help that showing somebody is.
SHOWING = "Showing how it is done"

BOTH_SIGNED = Q(signed_by__isnull=False, lead_signed_by__isnull=False)


def my_family(actor: Actor) -> Family | None:
    """The family somebody speaks for or works with."""
    theirs = Q(agent=actor.agent_id or 0) | Q(adults__agent=actor.agent_id or 0, adults__until_on=None)
    here = Family.objects.select_related("agent", "community").filter(theirs, community_id=actor.community_id)
    return here.distinct().first()


def family_to_read(actor: Actor, agent: UUID | None, verb: str, why: str) -> Family | None:
    """One's own family, or for whoever may one of here: that is written down. None where there is none to read."""
    mine = my_family(actor)
    if agent is None or (mine and mine.agent.public_id == agent):
        return mine if mine and policy.may(actor, verb, "own") else None
    if not policy.may(actor, verb):
        return None
    here = Family.objects.select_related("agent", "community").filter(community_id=actor.community_id)
    row = the_one(here.filter(agent__public_id=agent))
    if row is not None:
        audit.reading(actor, verb, [row.agent_id], why)
    return row


def families(actor: Actor, why: str) -> QuerySet[Family]:
    """The families of here with what both signed of their hours, the first accepted first; it is written down."""
    if not policy.may(actor, "homes.read_families"):
        return Family.objects.none()
    rows = Family.objects.filter(community_id=actor.community_id)
    audit.reading(actor, "homes.read_families", rows.values_list("agent_id", flat=True), why)
    minutes = F("hours__ends") - F("hours__begins")
    signed = Q(hours__signed_by__isnull=False, hours__lead_signed_by__isnull=False)
    counted = rows.annotate(
        signed_minutes=Sum(minutes, filter=signed, default=0), waiting=Count("hours", filter=~signed, distinct=True)
    )
    return (
        counted.select_related("agent", "community")
        .prefetch_related(Prefetch("gates", GatePassed.objects.order_by("on", "pk")), "adults__agent")
        .order_by("accepted_on", "pk")
    )


def homes(community_id: int) -> list[str]:
    """The homes that are built or repaired here, by name."""
    rows = Family.objects.filter(community_id=community_id).exclude(home="")
    return list(rows.order_by("home").values_list("home", flat=True))


def hours_to_read(actor: Actor, why: str) -> QuerySet[HomeHour]:
    """Hours of one's own family and of oneself; for whoever leads days all of them, and that is written down."""
    rows = HomeHour.objects.filter(family__community_id=actor.community_id)
    if policy.may(actor, "homes.sign_hours"):
        audit.reading(actor, "homes.read_families", rows.values_list("family__agent_id", flat=True), why)
    else:
        mine = my_family(actor)
        rows = rows.filter(Q(agent=actor.agent_id or 0) | Q(family=mine))
    return rows.select_related("agent", "family__agent", "signed_by", "lead_signed_by").order_by(
        "-on", "-begins", "-pk"
    )


def days_to_come(actor: Actor) -> QuerySet[Occasion]:
    """Build days that are to come, the next first, with what is needed and who comes."""
    return with_slots(_days(actor).filter(ends_at__gt=clock.now())).order_by("starts_at", "pk")


def days_over(actor: Actor, since: datetime) -> QuerySet[Occasion]:
    """Build days that are over since a moment, the last first."""
    return with_slots(_days(actor).filter(ends_at__lte=clock.now(), ends_at__gt=since)).order_by("-starts_at", "-pk")


def _days(actor: Actor) -> QuerySet[Occasion]:
    if not policy.may(actor, "homes.read_page"):
        return Occasion.objects.none()
    return Occasion.objects.filter(community_id=actor.community_id, arena=ARENA.slug, cancelled_at=None)


def taught(actor: Actor) -> QuerySet[Contribution]:
    """Who showed whom how it is done: one's own, and for whoever leads days all of it."""
    rows = Contribution.objects.filter(
        community_id=actor.community_id, arena=ARENA.slug, category__name=SHOWING, corrected_by=None
    )
    if not policy.may(actor, "homes.read_families"):
        rows = rows.filter(Q(giver=actor.agent_id or 0) | Q(receiver=actor.agent_id or 0))
    return rows.select_related("giver", "receiver").order_by("-effective_on", "-pk")


def own_ask(actor: Actor) -> Ask | None:
    """How it stands with asking somebody back here."""
    return Ask.objects.filter(community_id=actor.community_id, arena=ARENA.slug, agent_id=actor.agent_id or 0).first()


def adults_on(family: Family, on: date) -> Sequence[tuple[UUID, str]]:
    """Who works with a family on a day."""
    rows = family.adults.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on).select_related("agent")
    return list(rows.order_by("pk").values_list("agent__public_id", "agent__name"))
