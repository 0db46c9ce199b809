"""By which rules, and for whom something is said: what every verb of making begins with."""

from uuid import UUID

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.rules import Rules
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.refusal import Refusal


def rules_of(community_id: int) -> Rules:
    """The rules that hold here today."""
    place = Community.objects.get(pk=community_id)
    chosen = book_of(place.pk).on(ARENA.slug, clock.today(place.time_zone))
    assert chosen is not None
    values: Rules = chosen.rule_set.values
    return values


def speaker(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """For whom something is said: whoever says it, or a member the desk says it for."""
    found = Membership.objects.select_related("agent")
    which = {"agent": actor.agent_id or 0} if for_ is None else {"agent__public_id": for_}
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, **which))
    if who is None:
        return Refusal("NOT_FOUND", "Choose somebody who is a member here.", "for_")
    return who.agent if policy.may(actor, verb, policy.towards(actor, who.agent_id)) else NOT_ALLOWED
