"""The verbs of whoever organises an occasion: open it, change it, cancel it, and write down who came."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Category, Occasion, SignUp, Slot
from coproduce.community.exchange.occasion_queries import relation
from coproduce.community.exchange.occasion_rules import (
    Came,
    SlotWanted,
    comes_round,
    free_places,
    local,
    may_need,
    may_take_place,
    moments,
)
from coproduce.community.exchange.recognition import Deed, arena_of, recognise, told
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.community.exchange.taking_part import NOBODY, agents_named, may_all_meet
from coproduce.community.people.models import Agent, Community, Neighbourhood
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_OCCASION = Refusal("NOT_FOUND", "There is no such occasion here. Look for it in the list.", "occasion")
CANCELLED = Refusal("CANCELLED", "This was called off. Look for another one in the list.", "occasion")
RECORDED = Refusal("ALREADY_RECORDED", "Who came is written down. If it is wrong, the desk puts it right.", "occasion")
LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """The occasions of one series, the next first."""

    occasions: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """One occasion, and how often it was changed."""

    occasion: UUID
    version: int


@dataclass(frozen=True, slots=True)
class WhoCame:
    """The entry that recognises what everybody did, a contribution for each of them, and the minutes together."""

    occasion: UUID
    entry: UUID
    contributions: tuple[UUID, ...]
    minutes: int


@action("exchange.open_occasion", receipt=Opened)
def open_occasion(
    actor: Actor,
    *,
    words: str,
    category: str,
    starts_at: datetime,
    ends_at: datetime,
    slots: tuple[SlotWanted, ...],
    organiser: UUID | None = None,
    area: str = "",
    place: str = "",
    repeats: str = "once",
    until_on: date | None = None,
    arena: str = "",
    request_id: UUID,
) -> Done[Opened] | Refusal:
    """Invite people to something, once or coming round, and say what hands are needed for.

    A moment without a time zone is by the community's own clock, and so is the time of each day it comes round.
    """
    community = Community.objects.get(pk=actor.community_id)
    zone = ZoneInfo(community.time_zone)
    fault = (
        may_say(words, "words", LONGEST_WORDS, "Say in a few words what it is.")
        or may_say(place, "place", LONGEST_PLACE)
        or may_take_place(starts_at, ends_at, clock.now(), zone)
        or may_need(slots)
    )
    if fault:
        return fault
    where = arena_of(community, arena)
    if isinstance(where, Refusal):
        return where
    who = _organiser(actor, organiser)
    if isinstance(who, Refusal):
        return who
    kind = Category.objects.filter(community=community, name=category.strip(), is_retired=False).first()
    if kind is None:
        return Refusal("MISSING", "Choose what kind of thing it is.", "category")
    near = _area(community, area)
    if isinstance(near, Refusal):
        return near
    days = comes_round(local(starts_at, zone).date(), repeats, until_on)
    if isinstance(days, Refusal):
        return days
    now, series = clock.now(), uuid5(request_id, "series")
    rows = Occasion.objects.bulk_create(
        Occasion(
            community=community, arena=where, series=series, organiser=who, category=kind, words=words.strip(),
            starts_at=begins, ends_at=ends, area=near, place=place.strip(), changed_at=now,
        )
        for begins, ends in moments(starts_at, ends_at, days, zone)
    )  # fmt: skip
    Slot.objects.bulk_create(
        Slot(occasion=row, needs=slot.needs.strip(), capacity=slot.capacity) for row in rows for slot in slots
    )
    return Done(Opened(tuple(row.public_id for row in rows)))


@action("exchange.change_occasion", receipt=Planned)
def change_occasion(
    actor: Actor,
    *,
    occasion: UUID,
    version: int,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    area: str = "",
    place: str = "",
    request_id: UUID,
) -> Done[Planned] | Refusal:
    """Another day, place or other words for one occasion; everybody who has a place is told."""
    row = organised(actor, "exchange.change_occasion", occasion)
    if isinstance(row, Refusal):
        return row
    if row.entry:
        return RECORDED
    if row.version != version:
        return Refusal(
            "CHANGED_MEANWHILE",
            "Somebody changed this meanwhile. Look at what it says now, then keep yours.",
            "version",
        )
    zone = ZoneInfo(row.community.time_zone)
    fault = (
        may_say(words, "words", LONGEST_WORDS, "Say in a few words what it is.")
        or may_say(place, "place", LONGEST_PLACE)
        or may_take_place(starts_at, ends_at, clock.now(), zone)
    )
    if fault:
        return fault
    near = _area(row.community, area)
    if isinstance(near, Refusal):
        return near
    [(row.starts_at, row.ends_at)] = moments(starts_at, ends_at, (local(starts_at, zone).date(),), zone)
    row.words, row.area, row.place = words.strip(), near, place.strip()
    _changed(row, "words", "starts_at", "ends_at", "area", "place")
    return Done(
        Planned(row.public_id, row.version),
        tell(actor, row, "It has changed: %(what)s, now %(when)s. If you cannot come, say so with one tap."),
    )


@action("exchange.cancel_occasion", receipt=Planned)
def cancel_occasion(actor: Actor, *, occasion: UUID, reason: str, request_id: UUID) -> Done[Planned] | Refusal:
    """Call an occasion off; everybody who has a place is told why, and nobody is to blame."""
    row = organised(actor, "exchange.cancel_occasion", occasion)
    if isinstance(row, Refusal):
        return row
    if row.entry:
        return RECORDED
    if fault := may_say(reason, "reason", 300, "Say in a few words why."):
        return fault
    row.cancelled_at, row.cancelled_because = clock.now(), reason.strip()
    _changed(row, "cancelled_at", "cancelled_because")
    return Done(
        Planned(row.public_id, row.version),
        tell(actor, row, "Called off: %(what)s, %(when)s. %(why)s", urgent=True, why=row.cancelled_because),
    )


@action("exchange.record_came", receipt=WhoCame)
def record_came(
    actor: Actor, *, occasion: UUID, came: tuple[Came, ...], helped: tuple[UUID, ...] = (), request_id: UUID
) -> Done[WhoCame] | Refusal:
    """Write down who came and how long each gave: one entry, and a contribution for each of them.

    Whoever organises it was helped. The desk may name others who were; people who came without a place count too.
    """
    row = organised(actor, "exchange.record_came", occasion)
    if isinstance(row, Refusal):
        return row
    if row.entry:
        return RECORDED
    if row.starts_at > clock.now():
        return Refusal("NOT_YET", "It has not begun yet. Write down who came once it has.", "occasion")
    if helped and not policy.may(actor, "exchange.record_came"):
        return Refusal(
            "NOT_ALLOWED", "Leave out who else was helped: the desk writes that down, and asks them.", "helped"
        )
    if not 0 < len(came) <= 500:
        return Refusal("MISSING", "Say who came, and how long each was there.", "came")
    givers = agents_named(actor, [one.who for one in came], "came")
    receivers = agents_named(actor, helped, "helped") if helped else [row.organiser]
    if isinstance(givers, Refusal):
        return givers
    if isinstance(receivers, Refusal):
        return receivers
    if fault := may_all_meet(givers, receivers, "record"):
        return fault
    minutes: dict[UUID, int] = {}
    for one in came:
        minutes[one.who] = minutes.get(one.who, 0) + one.minutes
    deed = Deed(
        row.arena,
        {agent: minutes[agent.public_id] for agent in givers},
        dict.fromkeys(receivers, 1),
        row.category,
        local(row.starts_at, ZoneInfo(row.community.time_zone)).date(),
        row.words,
        is_by_desk=relation(actor, row.organiser_id) != "own",
    )
    outcome = recognise(actor, deed, uuid5(row.public_id, "recognised"))
    if isinstance(outcome, Refusal):
        return outcome
    row.entry = outcome.entry
    row.save(update_fields=["entry"])
    for place in SignUp.objects.filter(slot__occasion=row, withdrawn_at=None, agent__in=givers).select_related("agent"):
        place.minutes = minutes[place.agent.public_id]
        place.save(update_fields=["minutes"])
    receipt = WhoCame(row.public_id, outcome.entry, outcome.contributions, sum(minutes.values()))
    return Done(receipt, told(deed))


def organised(actor: Actor, verb: str, occasion: UUID) -> Occasion | Refusal:
    """The occasion, locked, when the actor may see to it: their own, their group's, or at the desk any here."""
    row = found(actor, occasion)
    if row is None or not policy.may(actor, verb, relation(actor, row.organiser_id)):
        return NO_OCCASION
    return CANCELLED if row.cancelled_at else row


def found(actor: Actor, occasion: UUID) -> Occasion | None:
    """One occasion of the community, locked: whoever comes second waits, so that no place is given twice."""
    return (
        Occasion.objects.select_for_update(of=("self",))
        .select_related("community", "category", "organiser")
        .filter(community_id=actor.community_id, public_id=occasion)
        .first()
    )


def tell(actor: Actor, row: Occasion, template: str, *, urgent: bool = False, **more: str) -> tuple[Notice, ...]:
    """A notice for everybody who has a place, but for whoever does it."""
    people = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None).order_by("agent_id")
    agents = [agent for agent in dict.fromkeys(people.values_list("agent_id", flat=True)) if agent != actor.agent_id]
    return tuple(Notice(agent, template, said_of(row) | more, urgent, link(row)) for agent in agents)


def said_of(row: Occasion) -> dict[str, str]:
    """What it is and when, as a notice says it."""
    return {"what": row.words, "when": when_of(row)}


def when_of(row: Occasion) -> str:
    """Day and time as people say them, by the community's clock: “Saturday 21 November, 10:00”."""
    begins = local(row.starts_at, ZoneInfo(row.community.time_zone))
    year = "" if begins.year == clock.today(row.community.time_zone).year else " Y"
    return date_format(begins, f"l j F{year}, H:i")


def link(row: Occasion) -> str:
    """The address of an occasion."""
    return f"/{row.community.slug}/exchange/occasions/{row.public_id}/"


def places_left(row: Occasion) -> list[tuple[Slot, int | None]]:
    """What is needed, with how many may still come."""
    return [
        (slot, free_places(slot.capacity, slot.sign_ups.filter(withdrawn_at=None).count()))
        for slot in row.slots.order_by("pk")
    ]


def _organiser(actor: Actor, organiser: UUID | None) -> Agent | Refusal:
    wanted = {"pk": actor.agent_id or 0} if organiser is None else {"public_id": organiser}
    who = Agent.objects.filter(community_id=actor.community_id, **wanted).first()
    if who is None or not policy.may(actor, "exchange.open_occasion", relation(actor, who.pk)):
        return Refusal(NOBODY.code, NOBODY.template, "organiser")
    return who


def _area(community: Community, name: str) -> Neighbourhood | Refusal | None:
    if not name.strip():
        return None
    found = Neighbourhood.objects.filter(community=community, name=name.strip()).first()
    return found or Refusal("NOT_FOUND", "There is no part of town of that name here. Choose one of the list.", "area")


def _changed(row: Occasion, *names: str) -> None:
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save(update_fields=[*names, "version", "changed_at"])
