"""Who helps whom, and what was done for somebody: read from what stands, and from the record."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow
from coproduce.community.base.one import the_one
from coproduce.community.base.page import in_words
from coproduce.community.people.helping.rules import other_side, still_helps
from coproduce.community.people.meet import may_all_meet
from coproduce.community.people.models import Agent, Guardian, Membership, TrustedHelper
from coproduce.community.people.queries import HERE, apart_from
from coproduce.core.refusal import Refusal

READ = "people.read_helpers"


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who now does things for a member: the actor every verb is handed, and the member's name."""

    actor: Actor
    name: str


@dataclass(frozen=True, slots=True)
class DoneFor:
    """One thing a helper did for somebody, as they read of it."""

    at: datetime
    said: str


def acting_for(actor: Actor, member: UUID) -> Acting | None:
    """The actor as who does things for this member of the same community; None when they may not, or may no more.

    Asked anew with each request, so that what was ended has ended. Who does things for another helps nobody on from
    there.
    """
    if actor.helped_by is not None:
        return None
    me = actor.agent_id or 0
    named = TrustedHelper.objects.filter(member=OuterRef("agent"), helper=me, ended_on=None)
    guarded = Guardian.objects.filter(ward=OuterRef("agent"), guardian=me, ended_on=None)
    found = the_one(
        Membership.objects.filter(community_id=actor.community_id, agent__public_id=member, state__in=HERE)
        .exclude(agent__in=apart_from(actor))
        .select_related("agent", "community")
        .annotate(until=Subquery(named.values(last=Coalesce("until_on", Value(date.max)))[:1]), is_ward=Exists(guarded))
    )
    if found is None:
        return None
    today = clock.today(found.community.time_zone)
    if not still_helps(found.until, found.is_ward, found.is_minor(today), today):
        return None
    helped = replace(
        actor, agent_id=found.agent_id, person_id=found.person_id, roles=frozenset({"member"}), helped_by=me
    )
    return Acting(helped, found.agent.name)


def may_speak(actor: Actor, agents: Collection[int]) -> Refusal | None:
    """None when the actor may speak among these: a helper neither where they are the other side themselves, nor with
    whom they must not meet."""
    if actor.helped_by is None:
        return None
    return other_side(actor, agents) or may_all_meet((actor.helped_by,), agents, "record")


def whom_i_help(actor: Actor, today: date) -> list[Agent]:
    """Those the actor may do things for, by name, with the row that says so; none for their wards."""
    mine = TrustedHelper.objects.filter(_stands(today), helper=actor.agent_id or 0)
    rows = {row.member_id: row for row in mine}
    wards = Guardian.objects.filter(guardian=actor.agent_id or 0, ended_on=None, ward__membership__adult_on__gt=today)
    found = Agent.objects.filter(
        Q(pk__in=rows) | Q(pk__in=wards.values("ward")), community_id=actor.community_id, membership__state__in=HERE
    )
    people = list(found.exclude(pk__in=apart_from(actor)).order_by("name", "pk"))
    for one in people:
        one.helping = rows.get(one.pk)  # type: ignore[attr-defined]
    return people


def may_read(actor: Actor, whose: Agent) -> bool:
    """Whether the actor may read who helps them."""
    return whose.community_id == actor.community_id and policy.may(actor, READ, policy.towards(actor, whose.pk))


def helpers_of(actor: Actor, whose: Agent, today: date) -> list[TrustedHelper]:
    """Who helps a member now, for who may read it (`may_read`); readings by others are written down."""
    audit.reading(actor, READ, [whose.pk], "page")
    return list(TrustedHelper.objects.filter(_stands(today), member=whose).select_related("helper").order_by("pk"))


def done_for(actor: Actor, whose: Agent) -> list[DoneFor]:
    """What helpers did for a member, the newest first, for who may read it (`may_read`)."""
    audit.reading(actor, READ, [whose.pk], "page")
    done = AuditRow.objects.filter(
        community_id=actor.community_id, kind=AuditRow.DONE, agent_id=whose.pk, helped_by__isnull=False
    )
    rows = list(done.order_by("-pk").values_list("recorded_at", "verb", "helped_by"))
    names = dict(Agent.objects.filter(pk__in={who for *_, who in rows}).values_list("pk", "name"))
    said = policy.by_helper()
    return [DoneFor(at, in_words(said[verb], {"helper": names[who or 0]})) for at, verb, who in rows if said.get(verb)]


def name_said(actor: Actor, name: str) -> str:
    """The name of whose deed it is, as others read it: with whose help, where somebody does it for them."""
    if actor.helped_by is None:
        return name
    helper = Agent.objects.values_list("name", flat=True).get(pk=actor.helped_by)
    return _("%(name)s (with the help of %(helper)s)") % {"name": name, "helper": helper}


def _stands(today: date) -> Q:
    return Q(ended_on=None) & (Q(until_on=None) | Q(until_on__gte=today))
