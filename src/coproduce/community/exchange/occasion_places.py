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
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasion_queries import others_of_series
from coproduce.community.exchange.occasion_rules import free_places
from coproduce.community.exchange.occasions import CANCELLED, found, link, places_left, said_of
from coproduce.community.exchange.taking_part import NOBODY
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Membership
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
    mine = SignUp.objects.filter(slot=wanted_slot, agent=who, withdrawn_at=None).first()
    if mine:
        return Done(InSlot(mine.public_id, row.public_id))
    if fault := _may_come(row, who) or _has_place(row, wanted_slot):
        return fault
    place = SignUp.objects.create(slot=wanted_slot, agent=who, signed_at=clock.now())
    told: tuple[Notice, ...] = ()
    if row.organiser_id != actor.agent_id:
        said = {"name": who.name, **said_of(row)}
        told = (Notice(row.organiser_id, "%(name)s comes: %(what)s, %(when)s", said, link=link(row)),)
    return Done(InSlot(place.public_id, row.public_id), told)


@action("exchange.cancel_sign_up", receipt=InSlot)
def cancel_sign_up(
    actor: Actor, *, sign_up: UUID, for_: UUID | None = None, request_id: UUID
) -> Done[InSlot] | Refusal:
    """Say that one cannot come after all. It costs nothing; whoever organises it is told."""
    mine = _mine(actor, "exchange.cancel_sign_up", sign_up, for_)
    if isinstance(mine, Refusal):
        return mine
    _give_up(mine)
    row = mine.slot.occasion
    said = {"name": mine.agent.name, **said_of(row)}
    told = Notice(row.organiser_id, "%(name)s cannot come: %(what)s, %(when)s", said, link=link(row))
    return Done(InSlot(mine.public_id, row.public_id), (told,))


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
        if fault := _may_come(mine.slot.occasion, other, without=mine):
            return Refusal(fault.code, "They cannot come then. Ask somebody else, or hold it out to anyone.", "with_")
    mine.offered_at, mine.offered_to = clock.now(), other
    mine.save(update_fields=["offered_at", "offered_to"])
    row = mine.slot.occasion
    told: tuple[Notice, ...] = ()
    if other:
        said = {"name": mine.agent.name, **said_of(row)}
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
    if fault := _may_come(row, who, without=theirs):
        return fault
    _give_up(theirs)
    place = SignUp.objects.create(slot=theirs.slot, agent=who, signed_at=clock.now())
    said = {"name": who.name, "other": theirs.agent.name, **said_of(row)}
    told = (
        Notice(theirs.agent_id, "%(name)s comes instead of you: %(what)s, %(when)s", said, link=link(row)),
        Notice(row.organiser_id, "%(name)s comes instead of %(other)s: %(what)s, %(when)s", said, link=link(row)),
    )
    return Done(InSlot(place.public_id, row.public_id), told)


def _who(actor: Actor, verb: str, for_: UUID | None) -> Agent | Refusal:
    """Whose place it is to be, locked, so that nobody says yes to two things at one time."""
    wanted = {"pk": actor.agent_id or 0} if for_ is None else {"public_id": for_}
    who = (
        Agent.objects.select_for_update(of=("self",), no_key=True)
        .filter(community_id=actor.community_id, merged_into=None, **wanted)
        .first()
    )
    if who is None or not policy.may(actor, verb, policy.towards(actor, who.pk)):
        return NOBODY
    return who


def _slot(actor: Actor, slot: UUID) -> tuple[Occasion, Slot] | Refusal:
    """A slot, once its occasion is locked and still to come."""
    wanted = Slot.objects.filter(occasion__community_id=actor.community_id, public_id=slot)
    occasion = wanted.values_list("occasion__public_id", flat=True).first()
    row = found(actor, occasion) if occasion else None
    if row is None:
        return NO_SLOT
    if row.cancelled_at:
        return CANCELLED
    return BEGUN if row.starts_at <= clock.now() else (row, wanted.get())


def _locked(actor: Actor, sign_up: UUID) -> SignUp | Refusal:
    """A place that somebody has, once its occasion is locked and still to come."""
    slot = SignUp.objects.filter(public_id=sign_up).values_list("slot__public_id", flat=True).first()
    there = _slot(actor, slot) if slot else NO_PLACE
    if isinstance(there, Refusal):
        return NO_PLACE if there is NO_SLOT else there
    place = SignUp.objects.select_related("agent", "slot").filter(public_id=sign_up, withdrawn_at=None).first()
    if place is None:
        return NO_PLACE
    place.slot.occasion = there[0]
    return place


def _mine(actor: Actor, verb: str, sign_up: UUID, for_: UUID | None) -> SignUp | Refusal:
    """The actor's own place, or at the desk that of `for_`."""
    place = _locked(actor, sign_up)
    if isinstance(place, Refusal):
        return place
    is_theirs = place.agent_id == actor.agent_id if for_ is None else place.agent.public_id == for_
    if not is_theirs or not policy.may(actor, verb, policy.towards(actor, place.agent_id)):
        return NO_PLACE
    return place


def _may_come(row: Occasion, who: Agent, without: SignUp | None = None) -> Refusal | None:
    """None when they are free then, and may meet whoever organises it and whoever comes."""
    theirs = SignUp.objects.filter(
        agent=who, withdrawn_at=None, slot__occasion__cancelled_at=None,
        slot__occasion__starts_at__lt=row.ends_at, slot__occasion__ends_at__gt=row.starts_at,
    ).select_related("slot__occasion").order_by("pk").first()  # fmt: skip
    if theirs:
        said = {"needs": theirs.slot.needs, "what": theirs.slot.occasion.words}
        return Refusal(
            "OVERLAPS",
            "At that time there is “%(needs)s” at “%(what)s” already. Give that place up first.",
            "slot",
            said,
        )
    if Membership.objects.filter(agent=who).exclude(state=Membership.ACTIVE).exists():
        return MAY_NOT_COME
    there = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).exclude(pk=without.pk if without else 0)
    ids = {row.organiser_id, *there.values_list("agent_id", flat=True)} - {who.pk}
    # Somebody who rests or has left does not come: that keeps nobody else away.
    ids -= set(
        Membership.objects.filter(agent__in=ids).exclude(state=Membership.ACTIVE).values_list("agent_id", flat=True)
    )
    return MAY_NOT_COME if any(may_meet(who.pk, other, "agree") for other in sorted(ids)) else None


#: The same sentence whatever the reason, so that it tells nothing about anybody.
MAY_NOT_COME = Refusal("MAY_NOT_MEET", "This cannot be arranged. Ask the desk.", "slot")


def _has_place(row: Occasion, slot: Slot) -> Refusal | None:
    """None when one more may come, else what is free instead: another slot, or another day of the series."""
    if free_places(slot.capacity, SignUp.objects.filter(slot=slot, withdrawn_at=None).count()) != 0:
        return None
    if other := next((one for one, free in places_left(row) if free != 0), None):
        return Refusal(
            "FULL", "Every place here is taken. There is room in “%(needs)s”.", "slot", {"needs": other.needs}
        )
    if later := others_of_series(row).select_related("community").first():
        return Refusal(
            "FULL", "Every place is taken. The next with room is on %(when)s.", "slot", {"when": said_of(later)["when"]}
        )
    return Refusal("FULL", "Every place is taken. Ask the desk, or look for another one in the list.", "slot")


def _give_up(place: SignUp) -> None:
    place.withdrawn_at, place.offered_at, place.offered_to = clock.now(), None, None
    place.save(update_fields=["withdrawn_at", "offered_at", "offered_to"])
