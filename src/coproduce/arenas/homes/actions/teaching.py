"""The verb of who showed whom how it is done: help like any other, and the one who was shown owes nothing for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.families import member
from coproduce.arenas.homes.queries.families import SHOWING
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.recognition import Deed, recognise, told
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_MEMBER = "Choose somebody who is a member here."


@dataclass(frozen=True, slots=True)
class Shown:
    """The contribution, and how long it took."""

    contribution: UUID
    minutes: int


@action("homes.show_how", receipt=Shown)
def show_how(
    actor: Actor, *, taught: UUID, task: str, time: Quantity, done_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[Shown] | Refusal:
    """Write down that one showed somebody how a task is done, and how long it took. The desk does it for who rings."""
    showed = member(actor, for_) if for_ else _self(actor)
    if showed is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "for_")
    if not policy.may(actor, "homes.show_how", policy.towards(actor, showed.agent_id)):
        return NOT_ALLOWED
    learner = member(actor, taught)
    if learner is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "taught")
    if fault := may_say(task, "task", 120, "Say in a few words what was shown."):
        return fault
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h.", "time")
    if fault := may_meet(showed.agent_id, learner.agent_id, "record"):
        return fault
    category, _ = Category.objects.get_or_create(community_id=actor.community_id, name=SHOWING)
    deed = Deed(
        ARENA.slug, {showed.agent: time.minor}, {learner.agent: 1}, category, done_on, task.strip(),
        is_by_desk=showed.agent_id != actor.agent_id,
    )  # fmt: skip
    outcome = recognise(actor, deed, uuid5(request_id, "shown"))
    if isinstance(outcome, Refusal):
        return outcome
    return Done(Shown(outcome.contributions[0], time.minor), (*told(deed), *outcome.notices))


def _self(actor: Actor) -> Membership | None:
    here = Membership.objects.select_related("agent").filter(community_id=actor.community_id, state=Membership.ACTIVE)
    return here.filter(agent=actor.agent_id or 0).first()
