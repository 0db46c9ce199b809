"""Rounds by bike and van: who brings what where, in which order, so that all windows and loads hold.

Savings first, then every move that shortens the whole: a leg turned round, a stop elsewhere, two stops exchanged. Where
pyvroom is installed it is asked as well, and the shorter plan is taken; either is checked by the same clock. A driver
who drops out is a plan with one vehicle less. Times and distances are whole minutes as somebody measured or estimated
them: `minutes_between` for when nobody did.

Source: Clarke & Wright, Operations Research 12 (1964) 568; Croes, Operations Research 6 (1958) 791.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil
from numbers import Integral
from typing import Any, Literal, NamedTuple
from uuid import UUID

from coproduce.arenas.food.rules.faults import FoodError
from coproduce.core.arena import told_as
from coproduce.core.places import metres_between

DAY = 24 * 60

#: Streets are so many times as long as the crow flies.
DETOUR = Fraction(13, 10)

#: How long VROOM looks: from 0 to 5. More takes minutes and saves one in fifty.
EXPLORED = 1

#: A way that nobody can go.
NO_WAY = 10**6

Minutes = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where to bring how much, within which minutes of the day, and how long it takes there."""

    name: str
    load: int = 0
    from_minute: int = 0
    until_minute: int = DAY
    stay_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What a bike or a van carries, when it may be out, and how many times as long it takes as the table says."""

    name: str
    capacity: int
    from_minute: int = 0
    until_minute: int = DAY
    pace: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Drives:
    """Who would take a round, by bike or van, from when to when that day; `kg` where it carries more or less."""

    who: UUID
    by: Literal["bike", "van"]
    begins: time
    ends: time
    kg: int | None = None


class Route(NamedTuple):
    """One vehicle's round from the depot and back: stops in order, when it is at each, what it carries, how far it is.

    `minutes` are those on the way, without waiting and staying; it leaves as late as the first window lets it.
    """

    vehicle: str
    stops: tuple[str, ...]
    arrives: tuple[int, ...]
    leaves: int
    returns: int
    load: int
    minutes: int


def round_plan(
    stops: Sequence[Stop | Mapping[str, Any]], vehicles: Sequence[Vehicle | Mapping[str, Any]], minutes: Minutes
) -> tuple[Route, ...]:
    """A route for each vehicle that goes out, in their order. Whom nobody can reach is told by `left_out`.

    `minutes[i][j]` is the way from place i to place j, the depot place 0 and the stops the places from 1 on, in their
    order; NO_WAY or more where there is none. The same arguments make the same plan; a shorter one, perhaps, where
    pyvroom is installed. FoodError for a table of another size, names that repeat, and less than nothing.

    >>> stops = [Stop("Ana", 4), Stop("Ben", 4), Stop("Kim", 4)]
    >>> table = [[0, 5, 6, 5], [5, 0, 2, 9], [6, 2, 0, 9], [5, 9, 9, 0]]
    >>> for route in round_plan(stops, [Vehicle("bike", 4), Vehicle("van", 8)], table):
    ...     print(route.vehicle, route.stops, route.minutes)
    bike ('Kim',) 10
    van ('Ben', 'Ana') 13
    """
    task = _task(stops, vehicles, minutes)
    best = min((_own(task), *_by_vroom(task)), key=lambda plan: _worth(task, plan))
    routes = []
    for vehicle, places in zip(task.vehicles, best, strict=True):
        if places:
            timed = _timed(task, vehicle, places)
            assert timed is not None
            routes.append(timed)
    return tuple(routes)


def left_out(
    stops: Sequence[Stop | Mapping[str, Any]],
    vehicles: Sequence[Vehicle | Mapping[str, Any]],
    minutes: Minutes,
    routes: Iterable[Route],
) -> dict[str, str]:
    """Each stop that is on no route, and why.

    | code | which |
    |---|---|
    | NO_VEHICLE | nobody drives |
    | TOO_MUCH | more than any vehicle carries |
    | OUT_OF_REACH | no vehicle is there and back within its hours and the stop's |
    | NO_ROOM | one could, but all are full or out elsewhere |

    >>> table = [[0, 5, 90], [5, 0, 90], [90, 90, 0]]
    >>> stops, van = [Stop("Ana", 9), Stop("Ben", 1, until_minute=60)], [Vehicle("van", 8)]
    >>> left_out(stops, van, table, round_plan(stops, van, table))
    {'Ana': 'TOO_MUCH', 'Ben': 'OUT_OF_REACH'}
    """
    task = _task(stops, vehicles, minutes)
    there = {name for route in routes for name in route.stops}
    why = {}
    for place, stop in enumerate(task.stops, start=1):
        if stop.name not in there:
            if not task.vehicles:
                why[stop.name] = "NO_VEHICLE"
            elif all(stop.load > vehicle.capacity for vehicle in task.vehicles):
                why[stop.name] = "TOO_MUCH"
            else:
                is_reached = any(_timed(task, vehicle, (place,)) for vehicle in task.vehicles)
                why[stop.name] = "NO_ROOM" if is_reached else "OUT_OF_REACH"
    return why


def minutes_between(places: Sequence[tuple[Decimal, Decimal]], hour_metres: int) -> tuple[tuple[int, ...], ...]:
    """A table for `round_plan`: as the crow flies, times 1.3, at so many metres an hour; minutes, rounded up.

    >>> minutes_between([(Decimal("51.70"), Decimal("-2.20")), (Decimal("51.71"), Decimal("-2.20"))], 15_000)
    ((0, 6), (6, 0))
    """
    return tuple(
        tuple(ceil(metres_between(one, other) * DETOUR * 60 / hour_metres) for other in places) for one in places
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """The question, and by vehicle the minutes that it takes from place to place."""

    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    minutes: Minutes
    ways: Mapping[str, Minutes]


Places = tuple[int, ...]


def _task(
    stops: Sequence[Stop | Mapping[str, Any]], vehicles: Sequence[Vehicle | Mapping[str, Any]], minutes: Minutes
) -> _Task:
    """The question, once it is sure that it can be answered."""
    told, driven = (tuple(told_as(Stop, one) for one in stops), tuple(told_as(Vehicle, one) for one in vehicles))
    many = len(told) + 1
    if len(minutes) != many or any(len(row) != many for row in minutes):
        raise FoodError("WRONG_SHAPE", "minutes", f"The table is of {many} places: the depot, then every stop.")
    if not all(isinstance(way, Integral) for row in minutes for way in row):
        raise FoodError("NOT_WHOLE", "minutes", "Ways are in whole minutes: round them up.")
    if any(way < 0 for row in minutes for way in row):
        raise FoodError("NEGATIVE", "minutes", "A way takes no less than nothing.")
    _are_told("stops", told, ("load", "stay_minutes"))
    _are_told("vehicles", driven, ("capacity",))
    if any(one.pace <= 0 for one in driven):
        raise FoodError("NEGATIVE", "vehicles", "A pace is more than 0.")
    table = [[int(way) for way in row] for row in minutes]
    return _Task(told, driven, table, {one.name: _at_pace(table, one.pace) for one in driven})


def _are_told(field: str, things: Sequence[Stop] | Sequence[Vehicle], amounts: Sequence[str]) -> None:
    """Each by a name of its own, in whole numbers, none below nothing, and in hours that do not end before they begin.

    Hours may lie days ahead: minutes are counted on.
    """
    if len({one.name for one in things}) < len(things):
        raise FoodError("TWICE", field, f"Two of the {field} have the same name.")
    for one in things:
        for name in (*amounts, "from_minute", "until_minute"):
            number = getattr(one, name)
            if not isinstance(number, Integral):
                raise FoodError("NOT_WHOLE", field, f"{one.name}: write {name} as a whole number, not {number!r}.")
            if number < 0:
                raise FoodError("NEGATIVE", field, f"{one.name}: {name} is {number}, and is 0 or more.")
        if one.until_minute < one.from_minute:
            raise FoodError("TURNED", field, f"{one.name}: the hours end before they begin.")


def _at_pace(minutes: Minutes, pace: int | Fraction) -> Minutes:
    if pace == 1:
        return minutes
    return [[way if way >= NO_WAY else ceil(way * pace) for way in row] for row in minutes]


def _timed(task: _Task, vehicle: Vehicle, places: Places) -> Route | None:
    """The round with its times, or None where a window or the capacity does not hold."""
    load = sum(task.stops[place - 1].load for place in places)
    if load > vehicle.capacity:
        return None
    ways, now, at, way, arrives = task.ways[vehicle.name], vehicle.from_minute, 0, 0, []
    for place in places:
        stop, leg = task.stops[place - 1], ways[at][place]
        way += leg
        now = max(now + leg, stop.from_minute)
        if leg >= NO_WAY or now > stop.until_minute:
            return None
        arrives.append(now)
        now, at = now + stop.stay_minutes, place
    back = ways[at][0]
    if back >= NO_WAY or now + back > vehicle.until_minute:
        return None
    return Route(
        vehicle.name,
        tuple(task.stops[place - 1].name for place in places),
        tuple(arrives),
        arrives[0] - ways[0][places[0]],
        now + back,
        load,
        way + back,
    )


def _cost(task: _Task, vehicle: Vehicle, places: Places) -> int | None:
    """Minutes on the way, none for no stop; None where it cannot be gone."""
    timed = _timed(task, vehicle, places) if places else None
    return timed.minutes if timed else None if places else 0


def _worth(task: _Task, plan: Sequence[Places]) -> tuple[int, int]:
    """Fewer stops left out before fewer minutes."""
    costs = [_cost(task, vehicle, places) or 0 for vehicle, places in zip(task.vehicles, plan, strict=True)]
    return -sum(map(len, plan)), sum(costs)


def _own(task: _Task) -> list[Places]:
    """Savings, given to vehicles, the rest put in where it costs least; then shortened as long as anything does."""
    plan = _given_out(task, _savings(task))
    _put_in(task, plan)
    while _shortened(task, plan):
        _put_in(task, plan)
    return plan


def _savings(task: _Task) -> list[Places]:
    """Rounds joined end to end by what that saves, as long as some vehicle could go them."""
    reachable = [
        place
        for place in range(1, len(task.stops) + 1)
        if any(_cost(task, vehicle, (place,)) is not None for vehicle in task.vehicles)
    ]
    rounds: dict[int, Places] = {place: (place,) for place in reachable}
    table = task.minutes
    saved = sorted(
        (table[0][one] + table[other][0] - table[one][other], one, other)
        for one in reachable
        for other in reachable
        if one != other
    )
    for saving, one, other in reversed(saved):
        first, second = rounds[one], rounds[other]
        if saving > 0 and first is not second and first[-1] == one and second[0] == other:
            joined = first + second
            if any(_cost(task, vehicle, joined) is not None for vehicle in task.vehicles):
                rounds |= dict.fromkeys(joined, joined)
    return sorted(set(rounds.values()))


def _given_out(task: _Task, rounds: Iterable[Places]) -> list[Places]:
    """The largest rounds to whichever free vehicle goes them quickest; the smallest that does, where several do."""
    plan: list[Places] = [()] * len(task.vehicles)

    def load(places: Places) -> int:
        return sum(task.stops[place - 1].load for place in places)

    for places in sorted(rounds, key=lambda places: (-load(places), -len(places), places)):
        free = [
            (cost, vehicle.capacity, number)
            for number, vehicle in enumerate(task.vehicles)
            if not plan[number] and (cost := _cost(task, vehicle, places)) is not None
        ]
        if free:
            plan[min(free)[-1]] = places
    return plan


def _put_in(task: _Task, plan: list[Places]) -> None:
    """Every stop that is on no round, where it costs least; largest first."""
    there = {place for places in plan for place in places}
    rest = [place for place in range(1, len(task.stops) + 1) if place not in there]
    for place in sorted(rest, key=lambda place: (-task.stops[place - 1].load, place)):
        found = [
            (more, number, at)
            for number in range(len(plan))
            for at, more in _insertions(task, number, plan[number], place)
        ]
        if found:
            _, number, at = min(found)
            plan[number] = (*plan[number][:at], place, *plan[number][at:])


def _insertions(task: _Task, number: int, places: Places, place: int) -> Iterator[tuple[int, int]]:
    """Where a stop can be put into a round, and how many minutes more that is."""
    vehicle = task.vehicles[number]
    before = _cost(task, vehicle, places) or 0
    for at in range(len(places) + 1):
        cost = _cost(task, vehicle, (*places[:at], place, *places[at:]))
        if cost is not None:
            yield at, cost - before


def _shortened(task: _Task, plan: list[Places]) -> bool:
    """Make moves that shorten the plan, round by round and pair by pair; whether there was one."""
    was = _worth(task, plan)
    for one in range(len(plan)):
        while any(_kept(task, plan, {one: places}) for places in _turned(plan[one])):
            pass
    for one, other in combinations(range(len(plan)), 2):
        while any(_kept(task, plan, {one: mine, other: theirs}) for mine, theirs in _exchanged(plan[one], plan[other])):
            pass
    return _worth(task, plan) < was


def _kept(task: _Task, plan: list[Places], change: Mapping[int, Places]) -> bool:
    """Change the plan so, where it becomes shorter by it."""
    before = sum(_cost(task, task.vehicles[number], plan[number]) or 0 for number in change)
    after = 0
    for number, places in change.items():
        cost = _cost(task, task.vehicles[number], places)
        if cost is None or after + cost >= before:
            return False
        after += cost
    for number, places in change.items():
        plan[number] = places
    return True


def _turned(places: Places) -> Iterator[Places]:
    """The same stops with one leg turned round (2-opt), or one stop elsewhere among them."""
    for first, end in combinations(range(len(places) + 1), 2):
        yield (*places[:first], *reversed(places[first:end]), *places[end:])
    for at, place in enumerate(places):
        rest = (*places[:at], *places[at + 1 :])
        for to in range(len(places)):
            yield (*rest[:to], place, *rest[to:])


def _exchanged(mine: Places, theirs: Places) -> Iterator[tuple[Places, Places]]:
    """Two rounds with their ends exchanged, one stop given, or two exchanged."""
    for at in range(len(mine) + 1):
        for there in range(len(theirs) + 1):
            yield (*mine[:at], *theirs[there:]), (*theirs[:there], *mine[at:])
            if at < len(mine):
                yield (*mine[:at], *mine[at + 1 :]), (*theirs[:there], mine[at], *theirs[there:])
            if there < len(theirs):
                yield (*mine[:at], theirs[there], *mine[at:]), (*theirs[:there], *theirs[there + 1 :])
            if at < len(mine) and there < len(theirs):
                yield ((*mine[:at], theirs[there], *mine[at + 1 :]), (*theirs[:there], mine[at], *theirs[there + 1 :]))


def _by_vroom(task: _Task) -> Iterator[list[Places]]:
    """The same plan by VROOM, where it is installed and our clock agrees that it can be gone."""
    try:
        import vroom
    except ImportError:
        return
    asked = vroom.Input()
    asked.set_durations_matrix("car", [[min(way, NO_WAY) * 60 for way in row] for row in task.minutes])
    for number, vehicle in enumerate(task.vehicles):
        asked.add_vehicle(
            vroom.Vehicle(
                number,
                start=0,
                end=0,
                capacity=[vehicle.capacity],
                time_window=vroom.TimeWindow(vehicle.from_minute * 60, vehicle.until_minute * 60),
                speed_factor=float(1 / vehicle.pace),
            )
        )
    for place, stop in enumerate(task.stops, start=1):
        window = vroom.TimeWindow(stop.from_minute * 60, stop.until_minute * 60)
        asked.add_job(
            vroom.Job(
                place,
                location=place,
                delivery=vroom.Amount([stop.load]),
                time_windows=[window],
                default_service=stop.stay_minutes * 60,
            )
        )
    plan: list[list[int]] = [[] for _ in task.vehicles]
    for step in asked.solve(exploration_level=EXPLORED, nb_threads=1).to_dict()["routes"]:
        plan[step["vehicle"]] = [one["id"] for one in step["steps"] if one["type"] == "job"]
    yield from (rounds for rounds in ([tuple(places) for places in plan],) if _can_go(task, rounds))


def _can_go(task: _Task, plan: Sequence[Places]) -> bool:
    return all(_cost(task, vehicle, places) is not None for vehicle, places in zip(task.vehicles, plan, strict=True))
