"""The verbs of a programme: planned part by part, announced, called off, who came, and done.

Each part becomes an occasion like any other (`community/exchange`): places, holding one out, waiting, changing, and the
calendar with what changed and what was called off are everybody's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.actions.festivals import OVER, FestivalKept, link, organised
from coproduce.arenas.play.actions.thanking import thank
from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.queries.festivals import backers, begins_at, whole_of
from coproduce.arenas.play.queries.here import KIND, is_minor, members
from coproduce.arenas.play.rules import ANNOUNCED, CANCELLED, DONE, IDEA, Plan, lacks, may_follow, stands
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Category, Occasion, Slot
from coproduce.community.exchange.occasions.actions import open_occasion
from coproduce.community.exchange.occasions.changes import call_off
from coproduce.community.exchange.occasions.coming import may_come
from coproduce.community.exchange.occasions.held import area_named, organised as occasion_held
from coproduce.community.exchange.occasions.rules import LONGEST_PLACE, SlotWanted, local, may_need, may_take_place
from coproduce.community.exchange.occasions.waiting import give
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: What a guardian does at each part of a festival of whoever is not of age.
STANDS_BY = "Standing by"

MOST_PARTS, MOST_OTHERS = 40, 100_000

#: What is still to be said before a festival is announced, by what is missing.
MISSING = {
    "parts": "Plan at least one part of it first.",
    "quiet": "Say where it is quiet, or that it is nowhere.",
    "access": "Say how everybody gets there and in.",
    "rain": "Say what happens when it rains.",
}


@dataclass(frozen=True, slots=True)
class CameWritten:
    """Which occasion, how many came, and the entry with the thanks; none where nobody is thanked."""

    occasion: UUID
    came: int
    entry: UUID | None


@action("play.plan_part", receipt=FestivalKept)
def plan_part(
    actor: Actor,
    *,
    festival: UUID,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    slots: tuple[SlotWanted, ...],
    area: str = "",
    place: str = "",
    is_off: bool = False,
    request_id: UUID,
) -> Done[FestivalKept] | Refusal:
    """Plan a part of an agreed festival: what, when, where, and what hands it needs. The same words again change it.

    With `is_off` it is planned no more. Once the festival is announced a new part is open to all at once, and one that
    is open is changed and called off like any occasion.
    """
    row = organised(actor, "play.plan_part", festival)
    if isinstance(row, Refusal):
        return row
    if row.state == IDEA:
        return Refusal("NOT_YET", "Others say yes to the idea first. Then plan what happens.", "festival")
    if row.state in (DONE, CANCELLED):
        return OVER
    zone = ZoneInfo(row.community.time_zone)
    others = [part for part in row.programme if part["words"] != words.strip()]
    if not is_off:
        near = area_named(row.community, area)
        fault = (
            may_say(words, "words", 120, "Say in a few words what happens.")
            or may_say(place, "place", LONGEST_PLACE)
            or may_take_place(starts_at, ends_at, clock.now(), zone)
            or may_need(slots)
            or (near if isinstance(near, Refusal) else None)
        )
        if fault:
            return fault
        if len(others) + len(row.parts) >= MOST_PARTS:
            return Refusal("TOO_MANY", "That is more than one festival holds: make two of it.", "words")
        others.append(
            {
                "words": words.strip(),
                "starts_at": local(starts_at, zone).isoformat(),
                "ends_at": local(ends_at, zone).isoformat(),
                "area": area.strip(),
                "place": place.strip(),
                "needs": [[slot.needs.strip(), slot.capacity] for slot in slots],
            }
        )
    row.programme = sorted(others, key=lambda part: str(part["starts_at"]))
    if row.state == ANNOUNCED and (fault := _open_planned(actor, row, request_id)):
        return fault
    row.save(update_fields=["programme", "parts"])
    return Done(FestivalKept(row.public_id, row.state))


@action("play.announce_festival", receipt=FestivalKept)
def announce_festival(actor: Actor, *, festival: UUID, request_id: UUID) -> Done[FestivalKept] | Refusal:
    """Invite everybody: each part of the programme can be signed up for from now on. Who said yes first is told."""
    row = organised(actor, "play.announce_festival", festival)
    if isinstance(row, Refusal):
        return row
    if fault := may_follow(row.state, ANNOUNCED):
        return fault
    if missing := lacks(Plan(len(row.programme), row.kit, row.quiet, row.access, row.rain)):
        return Refusal("MISSING", MISSING[missing[0]], missing[0])
    if fault := _open_planned(actor, row, request_id):
        return fault
    row.state = ANNOUNCED
    row.save(update_fields=["state", "programme", "parts"])
    words = "You said yes to it, and now it comes: %(what)s. Take a place if you like."
    told = tuple(Notice(one, words, {"what": row.name}, link=link(row)) for one in backers(row))
    return Done(FestivalKept(row.public_id, row.state), told)


@action("play.cancel_festival", receipt=FestivalKept)
def cancel_festival(actor: Actor, *, festival: UUID, reason: str, request_id: UUID) -> Done[FestivalKept] | Refusal:
    """Call a festival off: everybody who has a place in any part is told why, once, and so is who said yes to it."""
    row = organised(actor, "play.cancel_festival", festival)
    if isinstance(row, Refusal):
        return row
    if fault := may_follow(row.state, CANCELLED):
        return fault
    to_come = Occasion.objects.select_for_update(of=("self",)).select_related("community").order_by("pk")
    rows = list(to_come.filter(public_id__in=row.parts, cancelled_at=None, ends_at__gt=clock.now(), entry=None))
    told = call_off(actor, rows, reason)
    if isinstance(told, Refusal):
        return told
    row.state, row.because, row.ended_at = CANCELLED, reason.strip(), clock.now()
    row.save(update_fields=["state", "because", "ended_at"])
    know = {notice.to_agent for notice in told} | {actor.agent_id}
    said = {"what": row.name, "why": row.because}
    others = {*backers(row), row.organiser_id, *([row.guardian_id] if row.guardian_id else [])} - know
    more = (Notice(one, "Called off: %(what)s. %(why)s", said, link=link(row)) for one in sorted(others))
    return Done(FestivalKept(row.public_id, row.state), (*told, *more))


@action("play.write_came", receipt=CameWritten)
def write_came(
    actor: Actor,
    *,
    occasion: UUID,
    came: tuple[UUID, ...] = (),
    helped: tuple[UUID, ...] = (),
    others: int = 0,
    request_id: UUID,
) -> Done[CameWritten] | Refusal:
    """Write down how many came to an occasion of this arena, and thank who gave a hand: no hours, and no money.

    `came` are members who came, `helped` those of them who gave a hand, `others` how many came beside. Who came is
    counted and not kept by name; each of them may be asked one day to run a stall.
    """
    row = occasion_held(actor, "exchange.record_came", occasion)
    if isinstance(row, Refusal):
        return row
    if row.arena != ARENA.slug:
        return Refusal("NOT_FOUND", "There is no such occasion here. Look for it in the list.", "occasion")
    if row.starts_at > clock.now():
        return Refusal("NOT_YET", "It has not begun yet. Write down who came once it has.", "occasion")
    helpers, guests = members(actor, helped, "helped"), members(actor, came, "came")
    if isinstance(helpers, Refusal):
        return helpers
    if isinstance(guests, Refusal):
        return guests
    if not 0 <= others <= MOST_OTHERS:
        return Refusal("TOO_LARGE", "Write about how many more came.", "others")
    there = {one.pk: one for one in (*helpers, *guests)}
    if not there and not others:
        return Refusal("MISSING", "Say who came, or how many.", "came")
    on = local(row.starts_at, ZoneInfo(row.community.time_zone)).date()
    helping = [one for one in helpers if one.pk != row.organiser_id]
    entry = thank(actor, helping, row.organiser, on=on, request_id=request_id) if helping else None
    if isinstance(entry, Refusal):
        return entry
    row.entry = entry or uuid5(row.public_id, "nobody is thanked")
    row.save(update_fields=["entry"])
    visited = [one for one in there.values() if one not in helpers and one.pk != row.organiser_id]
    open_asks(actor.community_id, ARENA.slug, dict.fromkeys(visited, 1), on)
    number = len(there) + others
    if whole := whole_of([occasion]).get(occasion):
        Festival.objects.filter(pk=whole.pk).update(came=whole.came + number)
    words = "Thank you for giving a hand: %(what)s."
    told = tuple(Notice(one.pk, words, {"what": row.words}) for one in helping)
    return Done(CameWritten(row.public_id, number, entry), told)


@action("play.finish_festival", receipt=FestivalKept)
def finish_festival(actor: Actor, *, festival: UUID, request_id: UUID) -> Done[FestivalKept] | Refusal:
    """Say that it is over, once its last part is. What was made together stays to be seen."""
    row = organised(actor, "play.finish_festival", festival)
    if isinstance(row, Refusal):
        return row
    if fault := may_follow(stands(row.state, begins_at(row), clock.now()), DONE):
        return fault
    if Occasion.objects.filter(public_id__in=row.parts, cancelled_at=None, ends_at__gt=clock.now()).exists():
        return Refusal("NOT_YET", "A part of it is still to come, or goes on.", "festival")
    row.state, row.ended_at = DONE, clock.now()
    row.save(update_fields=["state", "ended_at"])
    return Done(FestivalKept(row.public_id, row.state))


def _open_planned(actor: Actor, row: Festival, request_id: UUID) -> Refusal | None:
    """What is planned becomes occasions that everybody may come to."""
    Category.objects.get_or_create(community_id=actor.community_id, name=KIND)
    guardian = row.guardian if is_minor(row.organiser) else None
    for number, part in enumerate(row.programme):
        opened = _opened(actor, row, part, guardian, uuid5(request_id, f"part {number}"))
        if isinstance(opened, Refusal):
            return opened
        row.parts = [*row.parts, str(opened)]
    row.programme = []
    return None


def _opened(
    actor: Actor, row: Festival, part: dict[str, Any], guardian: Agent | None, request_id: UUID
) -> UUID | Refusal:
    slots = tuple(SlotWanted(needs, capacity) for needs, capacity in part["needs"])
    outcome = open_occasion(
        actor, words=f"{row.name}: {part['words']}", category=KIND, organiser=row.organiser.public_id,
        starts_at=datetime.fromisoformat(part["starts_at"]), ends_at=datetime.fromisoformat(part["ends_at"]),
        slots=(*((SlotWanted(STANDS_BY, 1),) if guardian else ()), *slots), area=part["area"], place=part["place"],
        arena=ARENA.slug, request_id=request_id,
    )  # fmt: skip
    if isinstance(outcome, Refusal):
        return outcome
    [occasion] = outcome.value.occasions
    if guardian:
        slot = Slot.objects.select_related("occasion__community", "occasion__category").get(
            occasion__public_id=occasion, needs=STANDS_BY
        )
        if fault := may_come(slot.occasion, slot, guardian):
            return fault
        give(slot, guardian)
    return occasion
