"""Whose it is, by which rules, in which money: what every verb and page of the market begins with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import Trader
from coproduce.arenas.market.rules import Rules
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.quantity import Quantity, Unit, unit_of_money
from coproduce.core.refusal import Refusal

NO_MEMBER = "Choose somebody who is a member here."


@dataclass(frozen=True, slots=True)
class Here:
    """The community, its day, the rules it counts by and what they are called, and its money."""

    community: Community
    today: date
    rules: Rules
    rule_set: str
    money: Unit


def here(community_id: int) -> Here:
    """What counts here today."""
    return here_in(Community.objects.get(pk=community_id))


def here_in(place: Community) -> Here:
    """The same, where the community is known already."""
    today = clock.today(place.time_zone)
    chosen = book_of(place.pk).on(ARENA.slug, today)
    assert chosen is not None
    kept = chosen.rule_set
    return Here(place, today, kept.values, f"{kept.slug} {kept.version}", unit_of_money(place.currency))


def member(actor: Actor, agent: UUID) -> Agent | None:
    """Somebody who is a member here now."""
    found = Membership.objects.select_related("agent")
    row = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, agent__public_id=agent))
    return row.agent if row else None


def speaker(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """For whom something is said: whoever says it, or a member the desk says it for."""
    found = Membership.objects.select_related("agent")
    which = {"agent": actor.agent_id or 0} if for_ is None else {"agent__public_id": for_}
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, **which))
    if who is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "for_")
    return who.agent if policy.may(actor, verb, policy.towards(actor, who.agent_id)) else NOT_ALLOWED


def trader(agent: Agent) -> Trader:
    """How somebody trades; as everybody does, as long as they said nothing."""
    return the_one(Trader.objects.filter(agent=agent)) or Trader(agent=agent, community_id=agent.community_id)


def own_stall(community_id: int) -> Trader | None:
    """The community's own stall, where it has one."""
    return the_one(Trader.objects.filter(community_id=community_id, agent=None))


def in_money(amount: Quantity, money: Unit, field: str, most: int = 10**11) -> Refusal | None:
    """None for an amount of the community's money, more than nothing. Hours are no money, and buy nothing here."""
    if amount.unit == money and 0 < amount.minor <= most:
        return None
    words = "Write an amount of money like %(example)s: things are sold for money here, and hours buy none of them."
    return Refusal("UNIT_MISMATCH", words, field, {"example": str(money(1250))})


def may_be_near(near_of_100: int | None) -> Refusal | None:
    """None for nothing said, or a number of a hundred."""
    if near_of_100 is None or 0 <= near_of_100 <= 100:
        return None
    return Refusal("OUT_OF_RANGE", "Write a number from 0 to 100, or leave it empty.", "near_of_100")
