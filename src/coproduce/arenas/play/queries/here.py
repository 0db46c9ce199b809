"""By which rules, and for whom something is said: what every verb of making merry begins with."""

from uuid import UUID

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.rules import Rules
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import rules_of as rules_on
from coproduce.core.refusal import Refusal

#: The kind everything of this arena is of.
KIND = ARENA.name


def rules_of(place: Community) -> Rules:
    """The rules that hold here today."""
    values: Rules = rules_on(place.pk, ARENA.slug, clock.today(place.time_zone))
    return values


def speaker(actor: Actor, verb: str, for_: UUID | None) -> Membership | Refusal:
    """For whom something is said: whoever says it, or a member the desk says it for."""
    found = Membership.objects.select_related("agent", "community")
    which = {"agent": actor.agent_id or 0} if for_ is None else {"agent__public_id": for_}
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, **which))
    if who is None:
        return Refusal("NOT_FOUND", "Choose somebody who is a member here.", "for_")
    return who if policy.may(actor, verb, policy.towards(actor, who.agent_id)) else NOT_ALLOWED


def members(actor: Actor, ids: tuple[UUID, ...], field: str) -> list[Agent] | Refusal:
    """These members, each once; a refusal where one of them is none."""
    wanted = list(dict.fromkeys(ids))
    rows = Agent.objects.filter(
        community_id=actor.community_id, public_id__in=wanted, membership__state=Membership.ACTIVE
    )
    found = {row.public_id: row for row in rows}
    if len(found) < len(wanted):
        return Refusal("NOT_FOUND", "Choose people who are members here.", field)
    return [found[one] for one in wanted]


def is_minor(who: Agent) -> bool:
    """Whether they are not of age today."""
    place = who.community
    return Membership.objects.get(agent=who).is_minor(clock.today(place.time_zone))
