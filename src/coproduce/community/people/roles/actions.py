"""The verbs of roles: the desk gives somebody one, and takes it back. Nobody gives or takes their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.rooms import tell
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.models import GainedRole, Membership, VouchedRole
from coproduce.community.people.queries import brokers, member_for, with_role
from coproduce.community.people.roles.having import have
from coproduce.community.people.roles.queries import given_by_hand
from coproduce.community.people.roles.rules import LEAD, may_give, may_take
from coproduce.core.refusal import Refusal

GIVEN = "You are %(role)s here now. The desk tells you what it takes."
TAKEN = "You are %(role)s here no more. The desk can say more."
OTHERS = {True: "%(name)s is %(role)s here now.", False: "%(name)s is %(role)s here no more."}


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Whose roles they are, and whether they have this one now."""

    member: UUID
    has_it: bool


@action("people.give_role", receipt=RoleGiven, asks_again=True)
def give_role(actor: Actor, *, member: UUID, role: str, request_id: UUID) -> Done[RoleGiven] | Refusal:
    """Give a member a role from now on: a broker, a care coordinator. They are told, and the rest of the desk.

    Never to oneself; whoever looks at the books does not keep them; what an arena gives by a verb of its own, as that
    somebody visits, comes by that alone. A card they had opens no more: with a role one signs in by e-mail.
    """
    whose = member_for(actor, "people.give_role", member, held=True)
    if whose is None:
        return NOBODY
    today = clock.today(whose.community.time_zone)
    fault = may_give(
        role, whose.roles, given_by_hand(whose.community), is_self=whose.agent_id == actor.agent_id,
        is_minor=whose.is_minor(today),
    )  # fmt: skip
    if fault:
        return fault
    have(whose, {*whose.roles, role})
    return Done(RoleGiven(member, True), (Notice(whose.agent_id, GIVEN, {"role": role}), *_others(actor, whose, role)))


@action("people.take_role", receipt=RoleGiven, asks_again=True)
def take_role(actor: Actor, *, member: UUID, role: str, request_id: UUID) -> Done[RoleGiven] | Refusal:
    """Take a role back, at once. They and the desk are told. A safeguarding lead's is taken by another one alone."""
    whose = member_for(actor, "people.take_role", member, held=True)
    if whose is None:
        return NOBODY
    is_open = VouchedRole.objects.filter(community=whose.community_id, role=role, is_open=True).exists()
    won = GainedRole.objects.filter(agent=whose.agent_id, role=role)
    fault = may_take(
        role, whose.roles, actor.roles, is_self=whose.agent_id == actor.agent_id, is_vouched=is_open and won.exists()
    )
    fault = fault or tell("role_taken", actor, whose, role)
    if fault:
        return fault
    won.delete()
    have(whose, {*whose.roles} - {role})
    return Done(RoleGiven(member, False), (Notice(whose.agent_id, TAKEN, {"role": role}), *_others(actor, whose, role)))


def _others(actor: Actor, whose: Membership, role: str) -> Iterator[Notice]:
    """The desk learns of each; safeguarding leads of who is one of them."""
    about = {"name": whose.agent.name, "role": role}
    who = {*brokers(whose.community_id), *(with_role(actor, LEAD) if role == LEAD else ())}
    template = OTHERS[role in whose.roles]
    return (Notice(one, template, about) for one in sorted(who - {actor.agent_id, whose.agent_id}))
