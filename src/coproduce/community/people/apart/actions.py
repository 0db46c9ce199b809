"""The verbs by which somebody says whom they do not want to meet, and takes it back. The other is told nothing."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
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
def block(actor: Actor, *, member: UUID, for_: UUID | None = None, request_id: UUID) -> Done[Apart] | Refusal:
    """Say that one does not want to meet a member: they are brought together no more, and see nothing of each other.

    What they had begun and not done yet is called off without a word of why. `for_` is for whom the desk writes it
    down: it is theirs, and they can take it back.
    """
    both = _both(actor, "people.block", member, for_)
    if isinstance(both, Refusal):
        return both
    who, other = both
    if other == who:
        return ONESELF
    one, two = sorted((other.pk, who.pk))
    _, is_new = BarredPair.objects.get_or_create(
        community_id=actor.community_id, one_id=one, other_id=two, asked_by=who,
        defaults={"since_on": clock.today(other.community.time_zone)},
    )  # fmt: skip
    if is_new:
        tell("members_apart", actor, who.pk, other.pk)
    return Done(Apart(member))


@action("people.unblock", receipt=Apart)
def unblock(actor: Actor, *, member: UUID, for_: UUID | None = None, request_id: UUID) -> Done[Apart] | Refusal:
    """Take back that one does not want to meet a member. What the desk or the other said stands.

    `for_` is for whom the desk writes it down.
    """
    both = _both(actor, "people.unblock", member, for_)
    if isinstance(both, Refusal):
        return both
    who, other = both
    one, two = sorted((other.pk, who.pk))
    BarredPair.objects.filter(one_id=one, other_id=two, asked_by=who).delete()
    return Done(Apart(member))


def _both(actor: Actor, verb: str, member: UUID, for_: UUID | None) -> tuple[Agent, Agent] | Refusal:
    """Whose word it is, and whom it is about."""
    here = Agent.objects.filter(community_id=actor.community_id, merged_into=None).select_related("community")
    who = the_one(here.filter(public_id=for_) if for_ else here.filter(pk=actor.agent_id or 0))
    other = the_one(here.filter(public_id=member))
    if who is None or other is None:
        return NOBODY
    return (who, other) if policy.may(actor, verb, policy.towards(actor, who.pk)) else NOT_ALLOWED
