"""The verbs of families: who is accepted for a home, and who of them works."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from coproduce.arenas.homes.models import Adult, Family
from coproduce.arenas.homes.queries.money import books, is_bound
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_FAMILY = Refusal("NOT_FOUND", "There is no such family here. Ask the desk.", "family")
NO_ADULT = Refusal("NOT_FOUND", "Choose somebody who is a member here.", "adult")
MOST_REPAIR_MINUTES = 10_000 * 60


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which family it is, by who speaks for it, and whether it is new."""

    family: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class AdultChanged:
    """Of which family, who, from when and until when."""

    family: UUID
    adult: UUID
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Which family left, and since when."""

    family: UUID
    left_on: date


@action("homes.accept_family", receipt=Accepted)
def accept_family(
    actor: Actor, *, family: UUID, accepted_on: date, home: str = "", repair: Quantity | None = None, request_id: UUID
) -> Done[Accepted] | Refusal:
    """Accept the family of a member for a home, or for a repair of so many hours. Hours count from that day on.

    Once more says which home it will be, or what the repair takes; the day stays. Who had left is back.
    """
    if not policy.may(actor, "homes.accept_family"):
        return NOT_ALLOWED
    community = Community.objects.get(pk=actor.community_id)
    whose = member(actor, family)
    if whose is None:
        return NO_FAMILY
    if whose.is_minor(clock.today(community.time_zone)):
        return Refusal("NOT_OF_AGE", "Somebody of age speaks for a family: choose who that is.", "family")
    if accepted_on > clock.today(community.time_zone):
        return Refusal("IN_THE_FUTURE", "That day is still to come: write it down once the family is accepted.",
                       "accepted_on")  # fmt: skip
    if fault := may_say(home, "home", 80) or _may_repair(repair):
        return fault
    taken = Family.objects.filter(community=community, home=home.strip(), left_on=None).exclude(agent=whose.agent)
    if home.strip() and taken.exists():
        return Refusal("HOME_TAKEN", "This home is for another family: look which one it is.", "home")
    said = {"home": home.strip(), "repair_minutes": repair and repair.minor, "left_on": None}
    first = {**said, "community": community, "accepted_on": accepted_on}
    with_others = Adult.objects.filter(agent=whose.agent, family__left_on=None).exclude(family__agent=whose.agent)
    if with_others.filter(not_over(accepted_on)).exists():
        return Refusal("TWO_FAMILIES", "They work with another family: an hour counts for one.", "family")
    row, is_new = Family.objects.update_or_create(agent=whose.agent, defaults=said, create_defaults=first)
    if not is_new:
        return Done(Accepted(family, False))
    Adult.objects.create(family=row, agent=whose.agent, from_on=accepted_on)
    words = "Your family is accepted for a home. From %(day)s on, the hours you work for it count."
    return Done(Accepted(family, True), (Notice(whose.agent_id, words, {"day": accepted_on.isoformat()}),))


@action("homes.change_adult", receipt=AdultChanged)
def change_adult(
    actor: Actor,
    *,
    family: UUID,
    adult: UUID,
    from_on: date,
    until_on: date | None = None,
    instead_of: date | None = None,
    request_id: UUID,
) -> Done[AdultChanged] | Refusal:
    """Say from when a grown person works with a family, and until when. What is asked of it changes from that day.

    Who works with it that day already goes on from when they began: their last day alone is said. Who left and comes
    back has both stays written down. `instead_of` is the first day of a stay that was written down wrongly.
    """
    if not policy.may(actor, "homes.change_adult"):
        return NOT_ALLOWED
    whose = family_of(actor, family)
    if whose is None:
        return NO_FAMILY
    who = member(actor, adult)
    if who is None:
        return NO_ADULT
    if who.is_minor(from_on):
        return Refusal("NOT_OF_AGE", "They are not of age on that day: they count from the day they are.", "from_on")
    if until_on is not None and until_on < from_on:
        return Refusal("WRONG_DAY", "The last day is not before the first.", "until_on")
    if who.agent_id == whose.agent_id and (until_on or instead_of or from_on > whose.accepted_on):
        return Refusal("SPEAKER_STAYS", "Whoever speaks for a family works with it all along.", "adult")
    elsewhere = Adult.objects.filter(agent=who.agent, family__left_on=None).exclude(family=whose)
    if elsewhere.filter(not_over(from_on), from_on__lte=until_on or date.max).exists():
        return Refusal("TWO_FAMILIES", "They work with another family: an hour counts for one.", "adult")
    stays = {row.from_on: row for row in whose.adults.filter(agent=who.agent)}
    if instead_of and instead_of not in stays:
        return Refusal("NOT_FOUND", "No first day like that is written down.", "instead_of")
    there = (row for row in stays.values() if row.from_on <= from_on <= (row.until_on or date.max))
    stay = stays[instead_of] if instead_of else next(there, None)
    stay = stay or Adult(family=whose, agent=who.agent, from_on=from_on)
    stay.from_on, stay.until_on = from_on if instead_of else stay.from_on, until_on
    for other in stays.values():
        if other.pk != stay.pk and _meet(other, stay):
            return Refusal("OVERLAPS", "They work with the family from %(day)s on too: say what holds instead of that.",
                           "from_on", {"day": other.from_on.isoformat()})  # fmt: skip
    stay.save()
    words = "From %(day)s on, what is asked of your family for its home is reckoned anew: %(name)s joins or leaves."
    day = (until_on or stay.from_on).isoformat()
    told = Notice(whose.agent_id, words, {"day": day, "name": who.agent.name})
    return Done(AdultChanged(family, adult, stay.from_on, until_on), (told,))


@action("homes.withdraw_family", receipt=Withdrawn)
def withdraw_family(actor: Actor, *, family: UUID, left_on: date, request_id: UUID) -> Done[Withdrawn] | Refusal:
    """Write down that a family goes no further, or has moved out: its home is free, and what it worked stays written.

    A loan is paid off first, and shares are paid out first.
    """
    if not policy.may(actor, "homes.withdraw_family"):
        return NOT_ALLOWED
    whose = family_of(actor, family)
    if whose is None:
        return NO_FAMILY
    today = clock.today(whose.community.time_zone)
    if left_on > today or left_on < whose.accepted_on:
        return Refusal("WRONG_DAY", "Choose a day since they were accepted, today at the latest.", "left_on")
    if is_bound(whose, today, books(whose.community, today)):
        return Refusal("STILL_BOUND", "First the loan is paid off, or the shares are paid out.", "family")
    whose.left_on = left_on
    whose.save(update_fields=["left_on"])
    words = "It is written down that your family goes no further here. What you worked stays written down."
    return Done(Withdrawn(family, left_on), (Notice(whose.agent_id, words),))


def family_of(actor: Actor, family: UUID) -> Family | None:
    """The family of that member, in the actor's community, unless it left or was forgotten."""
    row = kept_family(actor, family)
    return row if row and not row.agent.is_forgotten else None


def kept_family(actor: Actor, family: UUID) -> Family | None:
    """The same, and of who was forgotten too: what is paid for their home is still written down."""
    found = Family.objects.select_related("agent", "community")
    return the_one(found.filter(community_id=actor.community_id, agent__public_id=family, left_on=None))


def is_of(family: Family, agent: int | None, on: date) -> bool:
    """Whether somebody is of a family: who speaks for it, or one of its adults that day."""
    theirs = Adult.objects.filter(not_over(on), from_on__lte=on, family=family, agent=agent or 0)
    return agent == family.agent_id or theirs.exists()


def member(actor: Actor, agent: UUID) -> Membership | None:
    """Somebody who is a member here now."""
    here = Membership.objects.select_related("agent").filter(community_id=actor.community_id, state=Membership.ACTIVE)
    return the_one(here.filter(agent__public_id=agent))


def not_over(on: date) -> Q:
    """Stays that are not over by that day."""
    return Q(until_on=None) | Q(until_on__gte=on)


def _meet(one: Adult, other: Adult) -> bool:
    """Whether two stays have a day in common."""
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (one.until_on or date.max)


def _may_repair(repair: Quantity | None) -> Refusal | None:
    if repair is not None and (repair.unit != HOURS or not 0 < repair.minor <= MOST_REPAIR_MINUTES):
        return Refusal("UNIT_MISMATCH", "Write the hours the repair is estimated to take, like 40 h.", "repair")
    return None
