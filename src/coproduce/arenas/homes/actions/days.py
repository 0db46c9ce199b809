"""The verbs of build days: planned with what is to be done, called off for the weather, and who came written down.

A build day is an occasion like any other (`community/exchange`): places, holding one out, waiting and the calendar are
everybody's. Who may take which place is asked of this arena's rules before the place is taken (`told.would_come`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.families import family_of, not_over
from coproduce.arenas.homes.actions.hours import BUILDING, sign_hours, write_hours
from coproduce.arenas.homes.models import Adult, Family
from coproduce.arenas.homes.rules import SAFETY_TALK, CameToBuild, Weather, too_bad, years_for
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Category, Occasion, SignUp
from coproduce.community.exchange.occasions.actions import open_occasion
from coproduce.community.exchange.occasions.changes import cancel_occasion
from coproduce.community.exchange.occasions.held import CANCELLED, NO_OCCASION, found
from coproduce.community.exchange.occasions.rules import SlotWanted, local
from coproduce.community.people.models import Agent
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.obligation import Reason
from coproduce.core.refusal import Refusal

NOT_YET = Refusal("NOT_YET", "It has not begun yet. Write down who came once it has.", "occasion")
WEATHER = {
    "WIND": "%(measured)s km/h of wind are forecast.",
    "RAIN": "%(measured)s mm of rain are forecast.",
    "COLD": "%(measured)s °C are forecast.",
}


@dataclass(frozen=True, slots=True)
class DayPlanned:
    """Which occasion it is."""

    occasion: UUID


@dataclass(frozen=True, slots=True)
class DayRecorded:
    """Which occasion, which hours were written down, and how long they are together."""

    occasion: UUID
    hours: tuple[UUID, ...]
    minutes: int


@action("homes.plan_day", receipt=DayPlanned)
def plan_day(
    actor: Actor,
    *,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    tasks: tuple[SlotWanted, ...],
    place: str = "",
    request_id: UUID,
) -> Done[DayPlanned] | Refusal:
    """Invite people to a build day, and say what is to be done and by how many. Ages and the safety talk follow."""
    if not policy.may(actor, "homes.plan_day"):
        return NOT_ALLOWED
    Category.objects.get_or_create(community_id=actor.community_id, name=BUILDING)
    opened = open_occasion(
        actor, words=words, category=BUILDING, starts_at=starts_at, ends_at=ends_at, slots=tasks, place=place,
        arena=ARENA.slug, request_id=uuid5(request_id, "opened"),
    )  # fmt: skip
    return opened if isinstance(opened, Refusal) else Done(DayPlanned(opened.value.occasions[0]))


@action("homes.call_off_for_weather", receipt=DayPlanned)
def call_off_for_weather(
    actor: Actor, *, occasion: UUID, wind_kmh: int, rain_mm: int, celsius: int, request_id: UUID
) -> Done[DayPlanned] | Refusal:
    """Call a build day off for what is forecast, if the rules say so; everybody who has a place is told at once."""
    if not policy.may(actor, "homes.call_off_for_weather"):
        return NOT_ALLOWED
    row = build_day(actor, occasion)
    if isinstance(row, Refusal):
        return row
    rules = rules_of(row.community_id, ARENA.slug, clock.today(row.community.time_zone))
    why = too_bad(rules, Weather(wind_kmh, rain_mm, celsius))
    if not why:
        return Refusal("FAIR", "By the rules here it takes place in this weather. Call it off for another reason.",
                       "wind_kmh")  # fmt: skip
    said = " ".join(map(_weather, why))
    off = cancel_occasion(actor, occasion=occasion, reason=said, request_id=uuid5(request_id, "off"))
    return off if isinstance(off, Refusal) else Done(DayPlanned(occasion))


@action("homes.record_day", receipt=DayRecorded)
def record_day(
    actor: Actor, *, occasion: UUID, site: str, came: tuple[CameToBuild, ...], request_id: UUID
) -> Done[DayRecorded] | Refusal:
    """Write down who came to a build day, on which home, and sign as who led it. Each then signs for themselves.

    Whoever is of no family gives their hours to the family of that home.
    """
    if not policy.may(actor, "homes.record_day"):
        return NOT_ALLOWED
    row = build_day(actor, occasion)
    if isinstance(row, Refusal):
        return row
    if row.starts_at > clock.now():
        return NOT_YET
    if not 0 < len(came) <= 200:
        return Refusal("MISSING", "Say who came, and from when to when.", "came")
    on = local(row.starts_at, ZoneInfo(row.community.time_zone)).date()
    written: list[UUID] = []
    minutes = 0
    for place, one in enumerate(came):
        whose = _family_for(actor, one, site, on)
        if whose is None:
            return Refusal("NO_FAMILY", "Say for which family these hours count.", "family")
        theirs = SignUp.objects.filter(slot__occasion=row, withdrawn_at=None, agent__public_id=one.who)
        mine = the_one(theirs.select_related("slot"))
        is_talk = mine is not None and mine.slot.needs.strip().lower() == SAFETY_TALK
        hours = write_hours(
            actor, family=whose, on=on, begins=one.begins, ends=one.ends, site=site, worker=one.who,
            kind="class" if is_talk else "construction", task=mine.slot.needs if mine else "",
            power_tools=mine is not None and _is_for_adults(row, mine.slot.needs),
            request_id=uuid5(request_id, f"hours {place}"),
        )  # fmt: skip
        if isinstance(hours, Refusal):
            return hours
        if one.who != _public_id(actor):
            signed = sign_hours(actor, hours=hours.value.hours, request_id=uuid5(request_id, f"signed {place}"))
            if isinstance(signed, Refusal):
                return signed
        theirs.update(minutes=hours.value.minutes)
        written.append(hours.value.hours)
        minutes += hours.value.minutes
    return Done(DayRecorded(occasion, tuple(written), minutes))


def build_day(actor: Actor, occasion: UUID) -> Occasion | Refusal:
    """A build day of this community that stands, locked."""
    row = found(actor, public_id=occasion)
    if row is None or row.arena != ARENA.slug:
        return NO_OCCASION
    return CANCELLED if row.cancelled_at else row


def _family_for(actor: Actor, one: CameToBuild, site: str, on: date) -> UUID | None:
    """The family that was named, else the one they worked with that day, else the one whose home it is."""
    if one.family is not None:
        named = family_of(actor, one.family)
        return named.agent.public_id if named else None
    here = Family.objects.filter(community_id=actor.community_id, left_on=None)
    own = here.filter(adults__in=Adult.objects.filter(not_over(on), agent__public_id=one.who, from_on__lte=on))
    of_home = here.filter(home=site.strip()) if site.strip() else here.none()
    found_there = own.first() or of_home.first()
    return found_there.agent.public_id if found_there else None


def _is_for_adults(row: Occasion, task: str) -> bool:
    rules = rules_of(row.community_id, ARENA.slug, clock.today(row.community.time_zone))
    return years_for(rules, task) >= 18


def _public_id(actor: Actor) -> UUID | None:
    return Agent.objects.filter(pk=actor.agent_id or 0).values_list("public_id", flat=True).first()


def _weather(reason: Reason) -> str:
    return WEATHER[reason.code] % {"measured": reason.units}
