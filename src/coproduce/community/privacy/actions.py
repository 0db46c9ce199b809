"""Being forgotten: asked for by oneself and done at once, or at the desk and done once a second person says so too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.changing.actions import LAST_BROKER, is_last_broker
from coproduce.community.people.models import SOMEBODY, Agent, Concern, Membership
from coproduce.community.people.queries import brokers, myself
from coproduce.community.privacy.erasing import forget
from coproduce.community.privacy.models import Forgetting
from coproduce.community.privacy.whose import somebody
from coproduce.core.refusal import Refusal

#: Days a first word waits for a second.
WAITS = timedelta(days=30)

NOBODY = Refusal("NOT_FOUND", "There is nobody like that here to forget.", "member")
ASK_THE_DESK = Refusal("ASK_THE_DESK", "This cannot be done just now. Ask the desk.", "member")


TO_THEM = "The desk was told that you would like to be forgotten here. If that is not so, ring them."
TO_THE_DESK = "Somebody asks to be forgotten here. It takes a second person at the desk."


@dataclass(frozen=True, slots=True)
class Asked:
    """Who it is about, and whether it is done or waits for a second person."""

    member: UUID
    state: Literal["waits", "done"]


@action("privacy.erase", receipt=Asked, asks_again=True)
def erase(actor: Actor, *, member: UUID, request_id: UUID) -> Done[Asked] | Refusal:
    """Forget a member for good: everything personal goes, the books stay, and name nobody.

    They themselves do it at once. At the desk it takes two: the first word is kept for 30 days, a second one does it.
    """
    membership = the_one(
        Membership.objects.select_for_update(of=("self",))
        .filter(community_id=actor.community_id, agent__public_id=member, agent__merged_into=None)
        .select_related("agent", "person", "community")
    )
    if membership is None or is_forgotten(membership):
        return NOBODY
    towards = policy.towards(actor, membership.agent_id)
    if not policy.may(actor, "privacy.erase", towards):
        return NOBODY
    whose = somebody(membership.agent)
    if Concern.objects.filter(about__in=whose.agents).exclude(state=Concern.CLOSED).exists():
        return ASK_THE_DESK
    if towards != "own" and (waits := _first_word(actor, membership.agent)) is not None:
        return waits
    if membership.state in (Membership.ACTIVE, Membership.PAUSED) and is_last_broker(membership):
        return LAST_BROKER
    forget(actor, membership)
    return Done(Asked(member, "done"))


def is_forgotten(membership: Membership) -> bool:
    """Whether nothing is left of somebody but their number."""
    return membership.agent.is_forgotten and membership.person.name == SOMEBODY


def _first_word(actor: Actor, agent: Agent) -> Done[Asked] | Refusal | None:
    """The first word, written down; None when it stood before, and this is the second person."""
    now = clock.now()
    Forgetting.objects.filter(agent=agent, asked_at__lt=now - WAITS).delete()
    asked = the_one(Forgetting.objects.select_for_update().filter(agent=agent))
    if asked is None:
        Forgetting.objects.create(community_id=actor.community_id, agent=agent, asked_by=myself(actor), asked_at=now)
        others = [number for number in brokers(actor.community_id) if number != actor.agent_id]
        return Done(Asked(agent.public_id, "waits"), (Notice(agent.pk, TO_THEM, urgent=True), *_to(others)))
    if asked.asked_by_id == actor.agent_id:
        return Refusal("TAKES_TWO", "You wrote this down already. It takes a second person at the desk.", "member")
    return None


def _to(desk: list[int]) -> Iterator[Notice]:
    return (Notice(number, TO_THE_DESK) for number in desk)
