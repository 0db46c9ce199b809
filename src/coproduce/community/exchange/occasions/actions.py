"""The verb that invites people to something, once or coming round."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category, Occasion, Slot
from coproduce.community.exchange.occasions.coming import MAY_NOT_COME
from coproduce.community.exchange.occasions.held import area_named
from coproduce.community.exchange.occasions.queries import relation
from coproduce.community.exchange.occasions.rules import (
    LONGEST_PLACE,
    SlotWanted,
    comes_round,
    local,
    may_need,
    may_take_place,
    moments,
)
from coproduce.community.exchange.queries import doing
from coproduce.community.exchange.recognition import arena_of_occasion
from coproduce.community.exchange.rules import LONGEST_WORDS
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.meet import may_all_meet
from coproduce.community.people.models import Agent, Community
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Opened:
    """The occasions of one series, the next first."""

    occasions: tuple[UUID, ...]


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
    where = arena_of_occasion(community, arena)
    if isinstance(where, Refusal):
        return where
    who = _organiser(actor, organiser)
    if isinstance(who, Refusal):
        return who
    kind = Category.objects.filter(community=community, name=category.strip(), is_retired=False).first()
    if kind is None:
        return Refusal("MISSING", "Choose what kind of thing it is.", "category")
    if may_all_meet((who.pk,), (), "come", doing(kind)):
        return MAY_NOT_COME
    near = area_named(community, area)
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
        Slot(occasion=row, series=uuid5(series, str(number)), needs=slot.needs.strip(), capacity=slot.capacity)
        for row in rows
        for number, slot in enumerate(slots)
    )
    return Done(Opened(tuple(row.public_id for row in rows)))


def _organiser(actor: Actor, organiser: UUID | None) -> Agent | Refusal:
    wanted = {"pk": actor.agent_id or 0} if organiser is None else {"public_id": organiser}
    who = Agent.objects.filter(community_id=actor.community_id, **wanted).first()
    if who is None or not policy.may(actor, "exchange.open_occasion", relation(actor, who.pk)):
        return Refusal(NOBODY.code, NOBODY.template, "organiser")
    return who
