"""Reading worries: safeguarding leads only, none that is about themselves or theirs, and never without a note of it.

Whom a worry is about does not find these readings among those who looked at theirs: that would tell them of it. Who
read it stands beside the worry instead, for the other leads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, BarredPair, Concern
from coproduce.community.people.queries import agents, with_role

LEAD = "safeguarding lead"
READ = "people.read_concerns"

#: Readings that stand beside a worry, the newest.
READINGS = 20


def visible_to(actor: Actor) -> QuerySet[Concern]:
    """The worries of the actor's community that they may read; for anybody but a safeguarding lead there is none."""
    if not policy.may(actor, READ):
        return Concern.objects.none()
    return Concern.objects.filter(community_id=actor.community_id).exclude(about__in=close_to(actor.agent_id or 0))


def close_to(who: int | OuterRef) -> QuerySet[Agent, int]:
    """Themselves, their family, groups they speak for, those they say yes for: of these nobody reads a worry."""
    theirs = Agent.objects.filter(
        Q(pk=who)
        | Q(merged_into=who)
        | Q(household__members__agent=who)
        | Q(organisation__contacts__agent=who)
        | Q(guardians__guardian=who, guardians__ended_on=None)
    )
    return theirs.values_list("pk", flat=True)


def readers(actor: Actor, about: int | None) -> dict[int, str]:
    """Number and name of each safeguarding lead who may read a worry about this agent, or about nobody."""
    leads = Agent.objects.filter(pk__in=with_role(actor, LEAD))
    if about is not None:
        leads = leads.exclude(Exists(close_to(OuterRef("pk")).filter(pk=about)))
    return dict(leads.order_by("name", "pk").values_list("pk", "name"))


def worries(actor: Actor, beside: Iterable[int] = ()) -> list[Concern]:
    """Those that are not closed, the longest waiting first, without their words; the note is written.

    `beside` are others who are shown with them: one note for all.
    """
    found = list(
        visible_to(actor)
        .exclude(state=Concern.CLOSED)
        .select_related("about")
        .defer("words")
        .order_by("raised_at", "pk")
    )
    audit.reading(actor, READ, [*beside, *(one.about_id for one in found if one.about_id)], "list")
    return found


def closed_worries(actor: Actor) -> list[Concern]:
    """The newest of those that are closed, in the same way."""
    found = list(
        visible_to(actor)
        .filter(state=Concern.CLOSED)
        .select_related("about")
        .defer("words")
        .order_by("-closed_at")[:50]
    )
    audit.reading(actor, READ, (one.about_id for one in found if one.about_id), "list")
    return found


def worry(actor: Actor, concern: UUID) -> Concern | None:
    """One of them with its words, what was done about it and by whom; that it is read is written down."""
    found = the_one(
        visible_to(actor)
        .filter(public_id=concern)
        .select_related("about", "raised_by", "closing_by", "closed_by")
        .prefetch_related("notes__by")
    )
    if found is not None:
        audit.reading_of(actor, READ, found.public_id, _whose(found), "page")
    return found


def _whose(found: Concern) -> Iterable[int]:
    return (one for one in (found.about_id, found.raised_by_id) if one is not None)


@dataclass(frozen=True, slots=True)
class Reading:
    """That a safeguarding lead read it."""

    at: datetime
    who: str


def read_by(found: Concern) -> list[Reading]:
    """Who read this worry, the newest first; for whoever was given it."""
    rows = AuditRow.objects.filter(
        community_id=found.community_id, kind=AuditRow.READ, verb=READ, receipt__of=str(found.public_id)
    )
    newest = list(rows.order_by("-pk").values_list("recorded_at", "agent_id")[:READINGS])
    names = dict(Agent.objects.filter(pk__in={who for _, who in newest if who}).values_list("pk", "name"))
    return [Reading(at, names.get(who or 0, "")) for at, who in newest]


def whom(actor: Actor, public_id: UUID) -> Agent | None:
    """Whom a worry can be about: anybody the actor sees here, and whom they asked not to meet."""
    seen = agents(actor).filter(public_id=public_id).first()
    return seen or the_one(_kept_away(actor).filter(public_id=public_id))


def _kept_away(actor: Actor) -> QuerySet[Agent]:
    mine = BarredPair.objects.filter(community_id=actor.community_id, asked_by=actor.agent_id or 0)
    return Agent.objects.filter(Q(pk__in=mine.values("one")) | Q(pk__in=mine.values("other")))
