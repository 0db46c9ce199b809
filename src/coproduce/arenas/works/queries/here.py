"""Which lane, led by whom, by which rules and in which money: what every verb and page of lanes begins with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.rules import Rules, WorksError
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rule_sets.queries import Book, book_of
from coproduce.core.quantity import Unit, unit_of_money
from coproduce.core.refusal import Refusal

T = TypeVar("T")

NO_LANE = Refusal("NOT_FOUND", "There is no such lane here. Choose one from the list.", "lane")
NO_HOUSE = Refusal("NOT_FOUND", "There is no such house in a lane here. Look at its plot.", "house")
NO_MEMBER = "Choose somebody who is a member here."


@dataclass(frozen=True, slots=True)
class Here:
    """The community, its day, everything it ever counted by, and its money."""

    community: Community
    today: date
    book: Book
    money: Unit

    def rules(self, lane: Lane | None = None) -> Rules:
        """What counts today; for a lane that chose its line, what counted that day: it is frozen."""
        found: Rules = self.book.rules(ARENA.slug, (lane and lane.designed_on) or self.today)
        return found


def here(community_id: int) -> Here:
    """What counts here."""
    return here_in(Community.objects.get(pk=community_id))


def here_in(place: Community) -> Here:
    """The same, where the community is known already."""
    return Here(place, clock.today(place.time_zone), book_of(place.pk), unit_of_money(place.currency))


def lanes_of(community_id: int) -> QuerySet[Lane]:
    """Every lane and trunk of a community, by name."""
    rows = Lane.objects.filter(community_id=community_id).select_related("into", "leader", "elected")
    return rows.order_by("name", "pk")


def lane_of(actor: Actor, lane: UUID) -> Lane | None:
    """One of them."""
    return the_one(lanes_of(actor.community_id).filter(public_id=lane))


def held(actor: Actor, lane: UUID) -> Lane | None:
    """The same, held until whatever is done with it is done."""
    rows = Lane.objects.select_for_update(of=("self",)).select_related("leader", "elected", "into")
    return the_one(rows.filter(community_id=actor.community_id, public_id=lane))


def houses_of(lane: Lane) -> list[House]:
    """The houses of a lane, from its upper end down."""
    return list(lane.houses.select_related("agent").order_by("chainage_mm", "plot"))


def may_lead(actor: Actor, verb: str, lane: Lane) -> bool:
    """Whether somebody may do this with a lane: whoever leads it, or the desk."""
    return policy.may(actor, verb, policy.towards(actor, lane.leader_id))


def speaker(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """Who did or says something: whoever says it, or a member the desk says it for."""
    found = Membership.objects.select_related("agent")
    which = {"agent": actor.agent_id or 0} if for_ is None else {"agent__public_id": for_}
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, **which))
    if who is None or not policy.may(actor, verb, policy.towards(actor, who.agent_id)):
        return Refusal("NOT_FOUND", NO_MEMBER, "for_")
    return who.agent


def member(actor: Actor, agent: UUID | None) -> Agent | None:
    """Somebody who is a member here now."""
    if agent is None:
        return None
    found = Membership.objects.select_related("agent")
    who = the_one(found.filter(community_id=actor.community_id, state=Membership.ACTIVE, agent__public_id=agent))
    return who.agent if who else None


def said(reckon: Callable[[], T]) -> T | Refusal:
    """What a rule of lanes answers, or its fault as a refusal."""
    try:
        return reckon()
    except WorksError as fault:
        return Refusal(fault.code, str(fault).replace("%", "%%"), fault.field)
