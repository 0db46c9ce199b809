"""Whose it is, by which rules, in which money: what every verb and page of food begins with."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.models import Eater
from coproduce.arenas.food.rules import Rules
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.quantity import Unit, unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet

NO_MEMBER = "Choose somebody who is a member here."


@dataclass(frozen=True)
class Here:
    """The community, its day and its money; the rules it counts by and what they are called, for who asks for them."""

    community: Community
    today: date
    money: Unit

    @property
    def rules(self) -> Rules:
        return self._chosen.values

    @property
    def rule_set(self) -> str:
        return f"{self._chosen.slug} {self._chosen.version}"

    @cached_property
    def _chosen(self) -> RuleSet[Rules]:
        found = book_of(self.community.pk).on(ARENA.slug, self.today)
        assert found is not None
        return found.rule_set


def here(community_id: int) -> Here:
    """What counts here today."""
    return here_in(Community.objects.get(pk=community_id))


def here_in(place: Community) -> Here:
    """The same, where the community is known already."""
    return Here(place, clock.today(place.time_zone), unit_of_money(place.currency))


def member(actor: Actor, agent: UUID) -> Membership | None:
    """Somebody who is a member here now."""
    found = Membership.objects.select_related("agent", "neighbourhood")
    return the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, agent__public_id=agent))


def speaker(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """For whom something is said: whoever says it, or a member the desk says it for."""
    found = Membership.objects.select_related("agent")
    which = {"agent": actor.agent_id or 0} if for_ is None else {"agent__public_id": for_}
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, **which))
    if who is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "for_")
    return who.agent if policy.may(actor, verb, policy.towards(actor, who.agent_id)) else NOT_ALLOWED


def eater(agent: Agent) -> Eater:
    """How somebody eats; as everybody does, as long as they said nothing."""
    return the_one(Eater.objects.filter(agent=agent)) or Eater(agent=agent, community_id=agent.community_id)


def percent(rules: Rules, band: str) -> int:
    """What somebody in a band pays; who chose none, or one there is no more, pays as it is."""
    return rules.bands_percent.get(band, 100)
