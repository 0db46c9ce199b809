"""Places that are given up, and who has them next: where an occasion came to have fewer, those who had one wait."""

from collections.abc import Iterable

from django.db.models import QuerySet

from coproduce.community.base import clock
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.coming import may_be_there, may_come
from coproduce.community.exchange.occasions.held import places_left
from coproduce.community.exchange.occasions.words import link, said_of
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import brokers

#: What whoever waits is told: there is no room any more; or they may not come, whatever the reason.
FEWER = (
    "There are fewer places than there were, and you wait for one: %(what)s, %(when)s. You are told when you have it."
)
AS_THINGS_ARE = "As things are now you cannot come: %(what)s, %(when)s. You are told when you can."
#: And what whoever organises it is told.
CANNOT_COME = "%(name)s cannot come: %(what)s, %(when)s"


def give_up(place: SignUp) -> None:
    """It is nobody's place any more."""
    place.withdrawn_at, place.offered_at, place.offered_to, place.waits_since = clock.now(), None, None, None
    place.save(update_fields=["withdrawn_at", "offered_at", "offered_to", "waits_since"])


def give(slot: Slot, who: Agent) -> SignUp:
    """A place for them; whoever has one waits for none in this occasion."""
    SignUp.objects.filter(slot__occasion_id=slot.occasion_id, agent=who).update(waits_since=None)
    return SignUp.objects.create(slot=slot, agent=who, signed_at=clock.now())


def let_wait(row: Occasion, places: Iterable[SignUp], words: str = FEWER) -> tuple[Notice, ...]:
    """These have no place any more and wait for one: they are told, and have the next that is free."""
    told = []
    for place in places:
        give_up(place)
        place.waits_since = place.withdrawn_at
        place.save(update_fields=["waits_since"])
        told.append(Notice(place.agent_id, words, said_of(row), True, link(row)))
    return tuple(told)


def leave_nobody_alone(row: Occasion) -> tuple[Notice, ...]:
    """Who is not of age comes no more where they would now be alone with one adult, or no guardian says yes any more.

    They wait until they can. They, who organises it and the desk are told, so that somebody finds another adult or
    rings them.
    """
    told: list[Notice] = []
    theirs = SignUp.objects.filter(
        slot__occasion=row, withdrawn_at=None, agent__membership__state=Membership.ACTIVE,
        agent__membership__adult_on__gt=clock.today(row.community.time_zone),
    )  # fmt: skip
    for place in theirs.select_related("agent", "slot").order_by("pk"):
        if may_be_there(row, place.agent, without=place) is None:
            continue
        told += let_wait(row, [place], AS_THINGS_ARE)
        said = {"name": place.agent.name, **said_of(row)}
        words = "%(name)s lacks another adult there, or a guardian's yes, and waits: %(what)s, %(when)s"
        told += [Notice(one, words, said, True, link(row)) for one in {row.organiser_id, *brokers(row.community_id)}]
    return tuple(told)


def waiting(row: Occasion) -> QuerySet[SignUp]:
    """Who waits for a place, the longest first."""
    found = SignUp.objects.filter(slot__occasion=row, waits_since__isnull=False)
    return found.select_related("agent", "slot").order_by("waits_since", "signed_at", "pk")


def move_up(row: Occasion) -> tuple[Notice, ...]:
    """Whoever waits has a place as soon as there is one, if they can still come; they are told."""
    queue = list(waiting(row)) if row.starts_at > clock.now() and row.cancelled_at is None else []
    if not queue:
        return ()
    free = {slot.pk: number for slot, number in places_left(row)}
    told = []
    for place in queue:
        number = free[place.slot_id]
        if number == 0 or not _is_at_rest(place.agent_id) or may_come(row, place.slot, place.agent):
            continue
        give(place.slot, place.agent)
        free[place.slot_id] = None if number is None else number - 1
        words = "You have a place again: %(what)s, %(when)s. If you cannot come, say so with one tap."
        told.append(Notice(place.agent_id, words, said_of(row), True, link(row)))
    return tuple(told)


def _is_at_rest(agent_id: int) -> bool:
    """Whether they say yes to nothing else at this moment: if they do, they keep waiting, for nobody is in two places.

    A place is taken by whoever locked themselves first and then the occasion. Here the occasion is locked already:
    waiting for them would be waiting for each other.
    """
    them = Agent.objects.filter(pk=agent_id).select_for_update(of=("self",), no_key=True, skip_locked=True)
    return them.first() is not None
