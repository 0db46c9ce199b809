"""The verbs of rounds: who brings what to whom by bike or van, anew when a driver drops out, and that it was brought.

A round is planned by the parts of town people live in, never by doors: the order of doors is the driver's own.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.actions.ordering import NO_CYCLE, held
from coproduce.arenas.food.models import Eater, OrderCycle
from coproduce.arenas.food.queries.cycles import by_member, lines_of
from coproduce.arenas.food.queries.here import Here, here_in, member
from coproduce.arenas.food.rules import Drives, Route, Stop, Vehicle, left_out, minutes_between, round_plan
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.recognition import Deed, recognise, told
from coproduce.community.people.meet import may_all_meet, those_to_meet
from coproduce.community.people.models import Agent, Membership, Neighbourhood
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

#: The kind of help that a round is.
ROUND = "Bringing food round"
MOST_DRIVERS = 20

NO_ROUND = Refusal("NOT_FOUND", "No round is planned for this order, or they take none of it.", "cycle")


@dataclass(frozen=True, slots=True)
class RoundPlanned:
    """Of which order, how many stops are on how many rounds, how many are on none, and the minutes on the way."""

    cycle: UUID
    stops: int
    rounds: int
    left_out: int
    minutes: int


@dataclass(frozen=True, slots=True)
class RoundBrought:
    """Of which order, who took it, to how many, and how long it took."""

    cycle: UUID
    driver: UUID
    stops: int
    minutes: int


@action("food.plan_round", receipt=RoundPlanned)
def plan_round(
    actor: Actor, *, cycle: UUID, depot: str, drivers: tuple[Drives, ...], request_id: UUID
) -> Done[RoundPlanned] | Refusal:
    """Plan who brings what of a closed order to whom: from a part of town, by whoever drives a bike or a van.

    Everybody's hours and what each vehicle carries hold; whom nobody can reach is named. Planned anew, it replaces
    the one before.
    """
    if not policy.may(actor, "food.plan_round"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    if row.state not in (OrderCycle.CLOSED, OrderCycle.SETTLED):
        return Refusal("STATE", "Rounds are planned once the order is closed.", "cycle")
    place = here_in(row.community)
    begin = Neighbourhood.objects.filter(community=place.community, name=depot.strip()).first()
    if begin is None:
        return Refusal("NOT_FOUND", "Choose the part of town the rounds begin in.", "depot")
    if not 0 < len(drivers) <= MOST_DRIVERS or len({one.who for one in drivers}) < len(drivers):
        return Refusal("MISSING", "Say who takes a round: each of them once.", "drivers")
    known: list[dict[str, Any]] = []
    for one in drivers:
        who = member(actor, one.who)
        if who is None:
            return Refusal("NOT_FOUND", "Choose somebody who is a member here.", "drivers")
        if (
            one.by not in ("bike", "van")
            or _minute(one.ends) <= _minute(one.begins)
            or (one.kg is not None and not 0 < one.kg <= 20_000)
        ):
            return Refusal("WRONG_TIME", "Say by bike or van, from when to when, and how many kilograms.", "drivers")
        if fault := may_all_meet((who.agent_id,), (), "come"):
            return fault
        known.append(
            {
                "who": who.agent_id, "by": one.by, "from": _minute(one.begins),
                "until": _minute(one.ends),
                "kg": one.kg or (place.rules.bike_kg if one.by == "bike" else place.rules.van_kg),
            }
        )  # fmt: skip
    row.round = {"depot": begin.name, "drivers": known, "dropped": [], "brought": {}}
    receipt, notices = _planned(place, row, begin)
    row.save(update_fields=["round"])
    return Done(receipt, notices)


@action("food.drop_out", receipt=RoundPlanned)
def drop_out(
    actor: Actor, *, cycle: UUID, driver: UUID | None = None, request_id: UUID
) -> Done[RoundPlanned] | Refusal:
    """Say that one cannot drive after all, or the desk for who rings: the others' rounds are planned anew at once."""
    row = held(actor, cycle)
    who = _driver(actor, driver)
    if who is None or not policy.may(actor, "food.drop_out", policy.towards(actor, who.pk)):
        return NOT_ALLOWED
    if row is None or who.pk not in driving(row):
        return NO_ROUND
    if str(who.pk) in row.round["brought"]:
        return Refusal("BROUGHT", "This round was brought already.", "cycle")
    begin = Neighbourhood.objects.filter(community_id=actor.community_id, name=row.round["depot"]).first()
    if begin is None:
        return Refusal("NOT_FOUND", "The part of town it began in is no more. Plan it anew.", "cycle")
    row.round["dropped"] = [*row.round["dropped"], who.pk]
    receipt, notices = _planned(here_in(row.community), row, begin)
    row.save(update_fields=["round"])
    return Done(receipt, notices)


@action("food.record_round", receipt=RoundBrought)
def record_round(
    actor: Actor, *, cycle: UUID, time: Quantity, driver: UUID | None = None, request_id: UUID
) -> Done[RoundBrought] | Refusal:
    """Write down that a round was brought, and how long it took: help for everybody it went to."""
    row = held(actor, cycle)
    who = _driver(actor, driver)
    if who is None or not policy.may(actor, "food.record_round", policy.towards(actor, who.pk)):
        return NOT_ALLOWED
    mine = None if row is None else next((one for one in row.round.get("routes", ()) if one["who"] == who.pk), None)
    if row is None or mine is None:
        return NO_ROUND
    if str(who.pk) in row.round["brought"]:
        return Refusal("BROUGHT", "This round was brought already.", "cycle")
    place = here_in(row.community)
    if row.comes_on > place.today:
        return Refusal("NOT_YET", "Write it down once it was brought.", "cycle")
    if time.unit != HOURS or time.minor <= 0:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h 30.", "time")
    brought = Agent.objects.filter(pk__in=mine["stops"]).exclude(pk=who.pk)
    receivers = dict.fromkeys(brought.order_by("pk"), 1)
    notices: tuple[Notice, ...] = ()
    if receivers:
        if fault := may_all_meet((who.pk,), [one.pk for one in receivers], "record"):
            return fault
        kind, _ = Category.objects.get_or_create(community_id=actor.community_id, name=ROUND)
        deed = Deed(
            ARENA.slug, {who: time.minor}, receivers, kind, row.comes_on, row.words, is_by_desk=who.pk != actor.agent_id
        )
        outcome = recognise(actor, deed, uuid5(request_id, "round"))
        if isinstance(outcome, Refusal):
            return outcome
        notices = (*told(deed), *outcome.notices)
    row.round["brought"] = {**row.round["brought"], str(who.pk): time.minor}
    row.save(update_fields=["round"])
    return Done(RoundBrought(cycle, who.public_id, len(mine["stops"]), time.minor), notices)


def driving(row: OrderCycle) -> set[int]:
    """The numbers of those who drive, without whoever dropped out."""
    return {one["who"] for one in row.round.get("drivers", ())} - set(row.round.get("dropped", ()))


def _minute(moment: datetime.time) -> int:
    return moment.hour * 60 + moment.minute


def _driver(actor: Actor, driver: UUID | None) -> Agent | None:
    which = {"pk": actor.agent_id or 0} if driver is None else {"public_id": driver}
    found = Agent.objects.filter(community_id=actor.community_id, **which).first()
    return None if found is None or found.is_forgotten else found


def _planned(place: Here, row: OrderCycle, begin: Neighbourhood) -> tuple[RoundPlanned, tuple[Notice, ...]]:
    """Plan it by the rules and keep it; whoever drives, and to whom something is brought, is told."""
    lines = [line for line in lines_of(row) if line.received or (line.received is None and line.allotted)]
    loads = {
        who: sum((line.allotted or 0 if line.received is None else line.received) * line.product.grams for line in mine)
        for who, mine in by_member(lines).items()
    }
    taken = [one for one in row.round.get("routes", ()) if str(one["who"]) in row.round["brought"]]
    for route in taken:
        for stop in route["stops"]:
            loads.pop(stop, None)
    wants = {one.agent_id: one for one in Eater.objects.filter(agent__in=loads, is_brought=True)}
    homes = Membership.objects.select_related("agent", "neighbourhood").filter(agent__in=wants).order_by("pk")
    why = {str(one.agent_id): "NO_PLACE" for one in homes if one.neighbourhood is None}
    stops = [
        (
            Stop(str(one.agent_id), loads[one.agent_id], wants[one.agent_id].from_minute,
                 wants[one.agent_id].until_minute, place.rules.stay_minutes),
            one.neighbourhood,
        )
        for one in homes if one.neighbourhood is not None
    ]  # fmt: skip
    drivers = [one for one in row.round["drivers"] if one["who"] not in row.round["dropped"]]
    fresh = [one for one in drivers if str(one["who"]) not in row.round["brought"]]
    slower = Fraction(place.rules.van_hour_metres, place.rules.bike_hour_metres)
    vehicles = [
        Vehicle(
            str(one["who"]), one["kg"] * 1000, one["from"], one["until"], slower if one["by"] == "bike" else Fraction(1)
        )
        for one in fresh
    ]
    apart = _apart([one["who"] for one in fresh], [int(stop.name) for stop, _ in stops])
    routes, out = _rounds(begin, stops, vehicles, place.rules.van_hour_metres, apart)
    why |= out
    kept = taken + [
        {
            "who": int(route.vehicle), "stops": [int(stop) for stop in route.stops], "arrives": list(route.arrives),
            "leaves": route.leaves, "returns": route.returns, "load": route.load, "minutes": route.minutes,
        }
        for route in routes
    ]  # fmt: skip
    row.round |= {"routes": kept, "left_out": why}
    on_rounds = sum(len(one["stops"]) for one in kept)
    receipt = RoundPlanned(row.public_id, on_rounds, len(kept), len(why), sum(one["minutes"] for one in kept))
    return receipt, tuple(_told(row, kept[len(taken) :]))


def _rounds(
    begin: Neighbourhood,
    stops: Sequence[tuple[Stop, Neighbourhood]],
    vehicles: Sequence[Vehicle],
    hour_metres: int,
    apart: Mapping[int, set[int]],
) -> tuple[tuple[Route, ...], dict[str, str]]:
    """Rounds on which nobody comes to a door they must not; and who is on none, and why.

    Whom a plan sends somebody to who must not meet them is left to the desk, and the others are planned anew: loads
    and times on a sheet are those of its stops.
    """
    if not stops:
        return (), {}
    ahead = [stop for stop, _ in stops]
    places = [(one.latitude, one.longitude) for one in (begin, *(where for _, where in stops))]
    table = minutes_between(places, hour_metres)
    routes = round_plan(ahead, vehicles, table)
    must_not = {stop for one in routes for stop in one.stops if int(stop) in apart[int(one.vehicle)]}
    if not must_not:
        return routes, left_out(ahead, vehicles, table, routes)
    rest = [one for one in stops if one[0].name not in must_not]
    routes, why = _rounds(begin, rest, vehicles, hour_metres, apart)
    return routes, why | dict.fromkeys(must_not, "ASK_DESK")


def _apart(drivers: Collection[int], stops: Collection[int]) -> Mapping[int, set[int]]:
    """For each driver, those they must not meet at a door."""
    return {
        one: set(stops) - {one} - {other.agent_id for other in those_to_meet(one, set(stops) - {one}, "contact")}
        for one in drivers
    }


def _told(row: OrderCycle, routes: Sequence[Mapping[str, Any]]) -> Sequence[Notice]:
    names = dict(Agent.objects.filter(pk__in=[one["who"] for one in routes]).values_list("pk", "name"))
    found = []
    for one in routes:
        said = {"cycle": row.words, "day": row.comes_on.isoformat(), "time": clock_of(one["leaves"]),
                "number": str(len(one["stops"]))}  # fmt: skip
        words = "Your round for %(cycle)s on %(day)s leaves at %(time)s and has %(number)s stops. See the sheet."
        found.append(Notice(one["who"], words, said))
        for stop, when in zip(one["stops"], one["arrives"], strict=True):
            words = "%(name)s brings your food on %(day)s, about %(time)s."
            said = {"name": names[one["who"]], "day": row.comes_on.isoformat(), "time": clock_of(when)}
            found.append(Notice(stop, words, said))
    return found


def clock_of(minutes: int) -> str:
    """A minute of the day as the clock says it."""
    return f"{minutes // 60}:{minutes % 60:02}"
