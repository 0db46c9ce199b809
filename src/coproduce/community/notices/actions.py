"""The verbs of notices: how somebody likes to be told, and that a letter was printed or a call made."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.notices.models import Channel, Notice
from coproduce.community.notices.queries import to_print, to_ring
from coproduce.community.notices.rules import PAPER, PHONE, may_choose
from coproduce.community.people.models import SOMEBODY, Membership
from coproduce.core.refusal import Refusal

#: Letters of one call.
MOST_AT_ONCE = 500

NOBODY = Refusal("NOT_FOUND", "There is nobody of that name here.", "member")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose way was written down."""

    member: UUID


@dataclass(frozen=True, slots=True)
class Told:
    """How many members were told, and how many things."""

    members: int
    notices: int


@action("notices.choose_channel", receipt=Chosen)
def choose_channel(actor: Actor, *, kind: str, member: UUID | None = None, request_id: UUID) -> Done[Chosen] | Refusal:
    """Say how somebody likes to be told: email, paper, phone or none; oneself when no member is named."""
    whose = {"agent__public_id": member} if member else {"agent_id": actor.agent_id or 0}
    membership = (
        Membership.objects.filter(community_id=actor.community_id, **whose)
        .exclude(state=Membership.LEFT)
        .select_related("agent", "community")
        .first()
    )
    if membership is None or not policy.may(
        actor, "notices.choose_channel", policy.towards(actor, membership.agent_id)
    ):
        return NOBODY
    if fault := may_choose(kind, has_email=bool(membership.shared_email), has_phone=bool(membership.phone)):
        return fault
    today = clock.today(membership.community.time_zone)
    Channel.objects.update_or_create(agent=membership.agent, defaults={"kind": kind, "chosen_on": today})
    return Done(Chosen(membership.agent.public_id))


@action("notices.mark_printed", receipt=Told)
def mark_printed(actor: Actor, *, members: tuple[UUID, ...], up_to: int, request_id: UUID) -> Done[Told] | Refusal:
    """Letters of these members were printed, holding all that waited up to the letter of this number.

    What was printed can be printed again; it does not come back by itself.
    """
    return _told(actor, to_print(actor.community_id), PAPER, members, up_to)


@action("notices.mark_rung", receipt=Told)
def mark_rung(actor: Actor, *, member: UUID, up_to: int, request_id: UUID) -> Done[Told] | Refusal:
    """A member was rung and told all that waited up to this number."""
    return _told(actor, to_ring(actor.community_id), PHONE, (member,), up_to)


def _told(
    actor: Actor, waiting: QuerySet[Notice], way: str, members: tuple[UUID, ...], up_to: int
) -> Done[Told] | Refusal:
    if not 0 < len(members) <= MOST_AT_ONCE:
        return Refusal("WRONG_LENGTH", "Send between one and %(most)s at once.", "", {"most": str(MOST_AT_ONCE)})
    if not 0 < up_to < 2**63:
        return Refusal("NOT_FOUND", "There is no letter of this number.", "up_to")
    here = set(
        Membership.objects.filter(community_id=actor.community_id, agent__public_id__in=members)
        .exclude(agent__name=SOMEBODY)
        .values_list("agent_id", flat=True)
    )
    if len(here) < len(set(members)):
        return NOBODY
    found = list(waiting.filter(agent__in=here, pk__lte=up_to).values_list("pk", "agent_id"))
    Notice.objects.filter(pk__in=[pk for pk, _ in found], sent_at=None).update(sent_at=clock.now(), sent_by=way)
    return Done(Told(len({agent for _, agent in found}), len(found)))
