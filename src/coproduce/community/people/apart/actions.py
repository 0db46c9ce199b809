"""The verbs by which a member says whom they do not want to meet, and takes it back. The other is told nothing."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import tell
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.models import Agent, BarredPair
from coproduce.core.refusal import Refusal

ONESELF = Refusal("SAME_RECORD", "This is you. Choose somebody else.", "member")


@dataclass(frozen=True, slots=True)
class Apart:
    """Whom it is about."""

    member: UUID


@action("people.block", receipt=Apart)
def block(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Apart] | Refusal:
    """Say that one does not want to meet a member: they are brought together no more, and see nothing of each other.

    What they had begun and not done yet is called off without a word of why.
    """
    other = _other(actor, member)
    if other is None:
        return NOBODY
    if other.pk == actor.agent_id:
        return ONESELF
    one, two = sorted((other.pk, actor.agent_id or 0))
    _, is_new = BarredPair.objects.get_or_create(
        community_id=actor.community_id, one_id=one, other_id=two, asked_by_id=actor.agent_id,
        defaults={"since_on": clock.today(other.community.time_zone)},
    )  # fmt: skip
    if is_new:
        tell("members_apart", actor, actor.agent_id, other.pk)
    return Done(Apart(member))


@action("people.unblock", receipt=Apart)
def unblock(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Apart] | Refusal:
    """Take back that one does not want to meet a member. What the desk or the other said stands."""
    other = _other(actor, member)
    if other is None:
        return NOBODY
    one, two = sorted((other.pk, actor.agent_id or 0))
    BarredPair.objects.filter(one_id=one, other_id=two, asked_by_id=actor.agent_id or 0).delete()
    return Done(Apart(member))


def _other(actor: Actor, member: UUID) -> Agent | None:
    return the_one(
        Agent.objects.filter(community_id=actor.community_id, public_id=member, merged_into=None).select_related(
            "community"
        )
    )
