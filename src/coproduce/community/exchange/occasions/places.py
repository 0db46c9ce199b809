"""The verbs of a place: take one, say that one cannot come, and let somebody else have it.

Until another has taken a place that is held out, it is kept. Everything about one occasion happens one after the
other, under its lock, so that two who want the last place at once never both get it.
"""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.coming import has_place, may_come
from coproduce.community.exchange.occasions.held import CANCELLED, found
from coproduce.community.exchange.occasions.waiting import CANNOT_COME, give, give_up, leave_nobody_alone, move_up
from coproduce.community.exchange.occasions.words import link, said_of
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.helping.queries import may_speak, name_said
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal

NO_SLOT = Refusal("NOT_FOUND", "There is no such place here. Look for it in the list.", "slot")
NO_PLACE = Refusal("NOT_FOUND", "There is no such place of yours here. Look for it among what you said.", "sign_up")
NOT_OFFERED = Refusal("NOT_OFFERED", "This place is not held out to you any more. See what else is free.", "sign_up")
BEGUN = Refusal("TOO_LATE", "It has begun. Whoever organises it writes down who came.", "occasion")


@dataclass(frozen=True, slots=True)
class InSlot:
    """Somebody's place, and in which occasion it is."""

    sign_up: UUID
    occasion: UUID


def is_counted_on(slot: Slot) -> bool:
    """Whether somebody in it is a hand that is needed. Where as many may come as like to, they come and stay away
    without a word to anybody."""
    return slot.capacity is not None


@action("exchange.sign_up", receipt=InSlot)
def sign_up(actor: Actor, *, slot: UUID, for_: UUID | None = None, request_id: UUID) -> Done[InSlot] | Refusal:
    """Say that one will be there. A second time is the same place; at one time nobody can be in two."""
    who = _who(actor, "exchange.sign_up", for_)
    if isinstance(who, Refusal):
        return who
    wanted = _slot(actor, slot)
    if isinstance(wanted, Refusal):
        return wanted
    row, wanted_slot = wanted
    mine = the_one(SignUp.objects.filter(slot=wanted_slot, agent=who, withdrawn_at=None))
    if mine:
        return Done(InSlot(mine.public_id, row.public_id))
    if fault := may_come(row, wanted_slot, who) or has_place(row, wanted_slot):
        return fault
    place = give(wanted_slot, who)
    told: tuple[Notice, ...] = ()
    if is_counted_on(wanted_slot) and row.organiser_id != actor.agent_id:
        said = {"name": name_said(actor, who.name), **said_of(row)}
        told = (Notice(row.organiser_id, "%(name)s comes: %(what)s, %(when)s", said, link=link(row)),)
    return Done(InSlot(place.public_id, row.public_id), (*told, *move_up(row)))


@action("exchange.cancel_sign_up", receipt=InSlot)
def cancel_sign_up(
    actor: Actor, *, sign_up: UUID, for_: UUID | None = None, request_id: UUID
) -> Done[InSlot] | Refusal:
    """Say that one cannot come after all, or waits no longer. It costs nothing, and where it needs a hand whoever
    organises it is told.

    Whoever waits longest has the place.
    """
    mine = _mine(actor, "exchange.cancel_sign_up", sign_up, for_, or_waits=True)
    if isinstance(mine, Refusal):
        return mine
    row, had_place = mine.slot.occasion, mine.withdrawn_at is None
    give_up(mine)
    said = {"name": name_said(actor, mine.agent.name), **said_of(row)}
    told = [Notice(row.organiser_id, CANNOT_COME, said, link=link(row))] if is_counted_on(mine.slot) else []
    return Done(
        InSlot(mine.public_id, row.public_id), (*told, *move_up(row), *leave_nobody_alone(row)) if had_place else ()
    )


@action("exchange.swap", receipt=InSlot)
def swap(
    actor: Actor, *, sign_up: UUID, with_: UUID | None = None, for_: UUID | None = None, request_id: UUID
) -> Done[InSlot] | Refusal:
    """Hold one's place out to a member, or to anyone who can. It stays one's own until somebody takes it."""
    mine = _mine(actor, "exchange.swap", sign_up, for_)
    if isinstance(mine, Refusal):
        return mine
    other = None
    if with_ is not None:
        other = Agent.objects.filter(community_id=actor.community_id, public_id=with_, merged_into=None).first()
        if other is None or other.pk == mine.agent_id:
            return Refusal(NOBODY.code, NOBODY.template, "with_")
        if fault := may_speak(actor, {other.pk}):
            return fault
        slot = mine.slot
        fault = may_meet(mine.agent_id, other.pk, "group") or may_come(slot.occasion, slot, other, without=mine)
        if fault:
            return Refusal(fault.code, "They cannot come then. Ask somebody else, or hold it out to anyone.", "with_")
    mine.offered_at, mine.offered_to = clock.now(), other
    mine.save(update_fields=["offered_at", "offered_to"])
    row = mine.slot.occasion
    told: tuple[Notice, ...] = ()
    if other:
        said = {"name": name_said(actor, mine.agent.name), **said_of(row)}
        told = (Notice(other.pk, "%(name)s asks if you could come instead: %(what)s, %(when)s", said, link=link(row)),)
    return Done(InSlot(mine.public_id, row.public_id), told)


@action("exchange.keep_place", receipt=InSlot)
def keep_place(actor: Actor, *, sign_up: UUID, for_: UUID | None = None, request_id: UUID) -> Done[InSlot] | Refusal:
    """Keep a place after all that was held out to others."""
    mine = _mine(actor, "exchange.keep_place", sign_up, for_)
    if isinstance(mine, Refusal):
        return mine
    mine.offered_at = mine.offered_to = None
    mine.save(update_fields=["offered_at", "offered_to"])
    return Done(InSlot(mine.public_id, mine.slot.occasion.public_id))


@action("exchange.take_place", receipt=InSlot)
def take_place(actor: Actor, *, sign_up: UUID, for_: UUID | None = None, request_id: UUID) -> Done[InSlot] | Refusal:
    """Take a place that somebody holds out: it moves, and there are never more people than places."""
    who = _who(actor, "exchange.take_place", for_)
    if isinstance(who, Refusal):
        return who
    theirs = _locked(actor, sign_up)
    if isinstance(theirs, Refusal):
        return NOT_OFFERED if theirs is NO_PLACE else theirs
    if theirs.offered_at is None or theirs.offered_to_id not in (None, who.pk) or theirs.agent_id == who.pk:
        return NOT_OFFERED
    row = theirs.slot.occasion
    if fault := may_speak(actor, {theirs.agent_id}) or may_come(row, theirs.slot, who, without=theirs):
        return fault
    give_up(theirs)
    place = give(theirs.slot, who)
    said = {"name": name_said(actor, who.name), "other": theirs.agent.name, **said_of(row)}
    told = (
        Notice(theirs.agent_id, "%(name)s comes instead of you: %(what)s, %(when)s", said, link=link(row)),
        Notice(row.organiser_id, "%(name)s comes instead of %(other)s: %(what)s, %(when)s", said, link=link(row)),
        *leave_nobody_alone(row),
    )
    return Done(InSlot(place.public_id, row.public_id), told)


def _who(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """Whose place it is to be, locked, so that nobody says yes to two things at one time."""
    wanted = {"pk": actor.agent_id or 0} if for_ is None else {"public_id": for_}
    who = the_one(
        Agent.objects.select_for_update(of=("self",), no_key=True).filter(
            community_id=actor.community_id, merged_into=None, **wanted
        )
    )
    if who is None or not policy.may(actor, verb, policy.towards(actor, who.pk)):
        return NOBODY
    return who


def _slot(actor: Actor, slot: UUID) -> tuple[Occasion, Slot] | Refusal:
    """A slot, once its occasion is locked and still to come."""
    row = found(actor, slots__public_id=slot)
    if row is None:
        return NO_SLOT
    if row.cancelled_at:
        return CANCELLED
    return BEGUN if row.starts_at <= clock.now() else (row, row.slots.get(public_id=slot))


def _locked(actor: Actor, sign_up: UUID, *, or_waits: bool = False) -> SignUp | Refusal:
    """A place that somebody has (or waits for), once its occasion is locked and still to come."""
    slot = SignUp.objects.filter(public_id=sign_up).values_list("slot__public_id", flat=True).first()
    there = _slot(actor, slot) if slot else NO_PLACE
    if isinstance(there, Refusal):
        return NO_PLACE if there is NO_SLOT else there
    place = SignUp.objects.select_related("agent", "slot").filter(public_id=sign_up).first()
    if place is None or (place.withdrawn_at and not (or_waits and place.waits_since)):
        return NO_PLACE
    place.slot.occasion = there[0]
    return place


def _mine(actor: Actor, verb: str, sign_up: UUID, for_: UUID | None, *, or_waits: bool = False) -> SignUp | Refusal:
    """The actor's own place, or at the desk that of `for_`."""
    place = _locked(actor, sign_up, or_waits=or_waits)
    if isinstance(place, Refusal):
        return place
    is_theirs = place.agent_id == actor.agent_id if for_ is None else place.agent.public_id == for_
    if not is_theirs or not policy.may(actor, verb, policy.towards(actor, place.agent_id)):
        return NO_PLACE
    return place
