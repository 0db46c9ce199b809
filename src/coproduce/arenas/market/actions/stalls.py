"""The verbs of stalls: opened by whoever sells, and what there is to buy at them, for money."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coproduce.arenas.market.models import Trader, Ware
from coproduce.arenas.market.queries.here import Here, here, in_money, may_be_near
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.exchange.occasions.queries import speaks_for
from coproduce.community.people.models import Agent
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_PRICE, MOST_LEFT = 100_000_000, 1_000_000
NO_STALL = Refusal("NOT_FOUND", "There is no such stall here. Open one first.", "stall")


@dataclass(frozen=True, slots=True)
class StallKept:
    """Which stall."""

    stall: UUID


@dataclass(frozen=True, slots=True)
class WareKept:
    """Which ware, and whether it is a new one."""

    ware: UUID
    is_new: bool


@action("market.keep_stall", receipt=StallKept)
def keep_stall(
    actor: Actor,
    *,
    name: str,
    words: str = "",
    place: str = "",
    is_open: bool = True,
    is_ours: bool = False,
    near_of_100: int | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[StallKept] | Refusal:
    """Open a stall: one's own, a firm's one speaks for, by the desk anybody's; or with `is_ours` the community's own.

    Said again, it is changed. A stall that is not open sells nothing. `near_of_100` is how much of a hundred it spends
    elsewhere it spends nearby, where whoever keeps it likes to say so.
    """
    whose = None if is_ours else _whose(actor, "market.keep_stall", for_)
    if isinstance(whose, Refusal):
        return whose
    if whose is None and not policy.may(actor, "market.keep_stall"):
        return NOT_ALLOWED
    fault = (
        may_say(name, "name", 80, "Say what the stall is called.")
        or may_say(words, "words", 300)
        or may_say(place, "place", 200)
        or may_be_near(near_of_100)
    )
    if fault:
        return fault
    said: dict[str, Any] = {"stall": name.strip(), "words": words.strip(), "place": place.strip(), "is_open": is_open}
    if near_of_100 is not None:
        said["near_of_100"] = near_of_100
    row, _ = Trader.objects.update_or_create(community_id=actor.community_id, agent=whose, defaults=said)
    return Done(StallKept(row.public_id))


@action("market.keep_ware", receipt=WareKept)
def keep_ware(
    actor: Actor,
    *,
    stall: UUID,
    name: str,
    price: Quantity,
    kind: str = "thing",
    words: str = "",
    left: int | None = None,
    is_sold: bool = True,
    request_id: UUID,
) -> Done[WareKept] | Refusal:
    """Say what a stall sells, a thing or a service, and for how much money. The same name again changes it.

    `left` is how many there are; leave it out where they do not run out. Hours buy nothing here.
    """
    row = the_one(Trader.objects.select_for_update().filter(community_id=actor.community_id, public_id=stall))
    if row is None or not row.stall:
        return NO_STALL
    if not policy.may(actor, "market.keep_ware", relation(actor, row)):
        return NOT_ALLOWED
    fault = _may_sell(here(actor.community_id), name, price, kind, words, left)
    if fault:
        return fault
    said = {"price_minor": price.minor, "kind": kind, "words": words.strip(), "left": left, "is_sold": is_sold}
    ware, is_new = Ware.objects.update_or_create(stall=row, name=name.strip(), defaults=said)
    return Done(WareKept(ware.public_id, is_new))


def relation(actor: Actor, stall: Trader) -> policy.Relation:
    """In which relation a stall stands to who acts: their own, a firm's they speak for, or another's."""
    return "own" if stall.agent_id is not None and speaks_for(actor, stall.agent_id) else "same community"


def _whose(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    which = {"pk": actor.agent_id or 0} if for_ is None else {"public_id": for_}
    whose = the_one(Agent.objects.filter(community_id=actor.community_id, merged_into=None, **which))
    if whose is None:
        return Refusal("NOT_FOUND", "Choose a member or a firm of here.", "for_")
    near: policy.Relation = "own" if speaks_for(actor, whose.pk) else "same community"
    return whose if policy.may(actor, verb, near) else NOT_ALLOWED


def _may_sell(place: Here, name: str, price: Quantity, kind: str, words: str, left: int | None) -> Refusal | None:
    fault = (
        may_say(name, "name", 80, "Say what it is, like “Plum jam”.")
        or may_say(words, "words", 300)
        or in_money(price, place.money, "price", MOST_PRICE)
    )
    if fault:
        return fault
    if kind not in dict(Ware.KINDS):
        return Refusal("UNKNOWN_WORD", "Choose thing or service.", "kind")
    if left is not None and not 0 <= left <= MOST_LEFT:
        return Refusal("NEGATIVE", "Write how many there are: 0 or more.", "left")
    return None
