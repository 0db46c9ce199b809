"""The verbs of a thread before anything is done: somebody proposes, they talk, all agree, or it is called off.

Whoever is at the desk may speak for a member who rings (`for_`); what they do is written down as theirs.
"""

from datetime import datetime
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Agreement
from coproduce.community.exchange.queries import doing
from coproduce.community.exchange.recognition import hours_at
from coproduce.community.exchange.threads.beginning import begin, keep
from coproduce.community.exchange.threads.keeping import keep_aside
from coproduce.community.exchange.threads.rules import may_plan
from coproduce.community.exchange.threads.taking_part import (
    SAID_THERE,
    InThread,
    end,
    let_go,
    link,
    tell_others,
    thread_for,
    write,
)
from coproduce.community.people.meet import may_all_meet
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_MESSAGE = 2000


@action("exchange.propose", receipt=InThread)
def propose(
    actor: Actor,
    *,
    givers: tuple[UUID, ...] = (),
    receivers: tuple[UUID, ...] = (),
    need: UUID | None = None,
    offer: UUID | None = None,
    words: str = "",
    category: str = "",
    starts_at: datetime | None = None,
    time: Quantity | None = None,
    place: str = "",
    arena: str = "",
    request_id: UUID,
) -> Done[InThread] | Refusal:
    """Begin a thread: for a need, for an offer, or between people named. Whoever proposes for themselves has agreed.

    `time` is about how long it will take.
    """
    begun = begin(actor, "exchange.propose", givers, receivers, need, offer, words, category, arena, "agree")
    if isinstance(begun, Refusal):
        return begun
    row, parts = begun
    if fault := may_say(place, "place", 200) or may_plan(time):
        return fault
    row.starts_at, row.place, row.planned_minutes = starts_at, place.strip(), time.minor if time else None
    mine = next((part for part in parts if part.agent_id == actor.agent_id), None)
    if mine:
        mine.agreed_at = row.proposed_at
    keep(row, parts)
    said = {"what": row.words}
    return Done(
        InThread(row.public_id, row.state),
        tuple(
            Notice(part.agent_id, "Would you like to? %(what)s", said, link=link(row))
            for part in parts
            if part is not mine
        ),
    )


@action("exchange.agree", receipt=InThread)
def agree(actor: Actor, *, agreement: UUID, for_: UUID | None = None, request_id: UUID) -> Done[InThread] | Refusal:
    """Say yes to what was proposed. When everybody has, it is agreed, and each may see how to reach the others.

    Where the community chose so, and about how long it takes was said, the hours of whoever is helped are kept aside.
    """
    thread = thread_for(actor, "exchange.agree", "agree", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    introduced = thread.row.is_by_desk or thread.is_by_desk
    if fault := may_all_meet(*thread.sides, "agree", doing(thread.row.category), introduced=introduced):
        return fault
    now = clock.now()
    thread.mine.agreed_at = thread.mine.agreed_at or now
    thread.mine.save(update_fields=["agreed_at"])
    row = thread.row
    if all(part.agreed_at for part in thread.parts):
        row.state, row.agreed_at = Agreement.AGREED, now
    kept = keep_aside(actor, thread)
    if isinstance(kept, Refusal):
        return kept
    row.is_by_desk = row.is_by_desk or thread.is_by_desk
    row.save(update_fields=["state", "agreed_at", "is_by_desk"])
    return Done(InThread(row.public_id, row.state), (*tell_others(thread, "%(name)s says yes: %(what)s"), *kept))


@action("exchange.change_plan", receipt=InThread)
def change_plan(
    actor: Actor,
    *,
    agreement: UUID,
    starts_at: datetime | None = None,
    time: Quantity | None = None,
    place: str = "",
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[InThread] | Refusal:
    """Another day, place or length: the others are asked again, and what was kept aside comes free."""
    thread = thread_for(actor, "exchange.change_plan", "change", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if (
        fault := may_plan(time)
        or may_say(place, "place", 200)
        or may_all_meet(
            *thread.sides, "agree", doing(thread.row.category), introduced=thread.row.is_by_desk or thread.is_by_desk
        )
    ):
        return fault
    row, now = thread.row, clock.now()
    let_go(row)
    row.starts_at, row.place, row.agreed_at, row.state = starts_at, place.strip(), None, Agreement.PROPOSED
    row.planned_minutes = time.minor if time else None
    row.save(update_fields=["starts_at", "place", "agreed_at", "state", "planned_minutes"])
    row.commitments.exclude(pk=thread.mine.pk).update(agreed_at=None)
    row.commitments.filter(pk=thread.mine.pk).update(agreed_at=now)
    return Done(
        InThread(row.public_id, row.state),
        tell_others(thread, "%(name)s would like another day or place: %(what)s. Is it all right?"),
    )


@action("exchange.say", receipt=InThread)
def say(
    actor: Actor, *, agreement: UUID, words: str, for_: UUID | None = None, request_id: UUID
) -> Done[InThread] | Refusal:
    """Say something in a thread; the desk writes it down for someone who rings."""
    thread = thread_for(actor, "exchange.say", "say", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if fault := may_say(words, "words", LONGEST_MESSAGE, "Write a few words.") or may_all_meet(*thread.sides, "say"):
        return fault
    write(actor, thread, words)
    return Done(InThread(thread.row.public_id, thread.row.state), tell_others(thread, "%(name)s wrote about: %(what)s"))


@action("exchange.call_off", receipt=InThread)
def call_off(actor: Actor, *, agreement: UUID, for_: UUID | None = None, request_id: UUID) -> Done[InThread] | Refusal:
    """Call it off. It costs nothing; the others are told kindly."""
    thread = thread_for(actor, "exchange.call_off", "call_off", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    end(thread.row, Agreement.CALLED_OFF)
    return Done(
        InThread(thread.row.public_id, Agreement.CALLED_OFF),
        tell_others(thread, "%(name)s cannot after all: %(what)s. Nothing is owed."),
    )


@action("exchange.miss", receipt=InThread)
def miss(
    actor: Actor, *, agreement: UUID, who: UUID | None = None, for_: UUID | None = None, request_id: UUID
) -> Done[InThread] | Refusal:
    """Write down that it did not happen, without blame. Who did not come is read by the desk alone, and fades."""
    thread = thread_for(actor, "exchange.miss", "miss", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if hours_at(thread.row.arena):
        return SAID_THERE
    absent = next((part for part in thread.parts if part.agent.public_id == who), None)
    if who is not None and absent is None:
        return Refusal("NOT_FOUND", "They do not take part in this.", "who")
    if absent:
        absent.missed_on = clock.today(thread.row.community.time_zone)
        absent.save(update_fields=["missed_on"])
    end(thread.row, Agreement.MISSED)
    return Done(
        InThread(thread.row.public_id, Agreement.MISSED),
        tell_others(thread, "It did not happen this time: %(what)s. You can always find another day."),
    )
