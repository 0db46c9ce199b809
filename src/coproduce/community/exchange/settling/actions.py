"""The verb with which the desk says that somebody is new no more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.settling.times import settle
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.queries import member_for
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Settled:
    """Who is settled, and since when."""

    member: UUID
    settled_on: date


@action("exchange.settle_member", receipt=Settled)
def settle_member(actor: Actor, *, member: UUID, why: str, request_id: UUID) -> Done[Settled] | Refusal:
    """Say that somebody is new no more, and why: they agree with whomever they like. They are told, and read why."""
    whose = member_for(actor, "exchange.settle_member", member, held=True)
    if whose is None:
        return Refusal(NOBODY.code, NOBODY.template, "member")
    if whose.agent_id == actor.agent_id:
        return Refusal("OWN_HAND", "Somebody else at the desk says it of you.", "member")
    if fault := may_say(why, "why", 300, "Say in a sentence why."):
        return fault
    if whose.settled_on is not None:
        return Refusal("ALREADY_SETTLED", "They are settled already.", "member")
    told = settle(whose, why.strip())
    assert whose.settled_on is not None
    return Done(Settled(member, whose.settled_on), (told,))
