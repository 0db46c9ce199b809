"""Rounds: every window and load holds, nobody is left out unsaid; a driver who drops out is a plan with one less."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.food.rules import FoodError, rounds
from coproduce.arenas.food.rules.rounds import NO_WAY, Route, Stop, Vehicle, left_out, minutes_between, round_plan

Table = list[list[int]]


def town(seed: int, many: int, vehicles: int) -> tuple[list[Stop], list[Vehicle], Table]:
    """Stops about a depot, a third of them with a window, and vans that are nearly full."""
    chance = Random(seed)
    places = [(50.0, 50.0), *((chance.uniform(0, 100), chance.uniform(0, 100)) for _ in range(many))]
    table = [[round(((a - x) ** 2 + (b - y) ** 2) ** 0.5) for x, y in places] for a, b in places]
    stops = []
    for number in range(many):
        begins = chance.randint(0, 400) if chance.random() < 0.3 else None
        window = (0, 1440) if begins is None else (begins, begins + chance.randint(60, 300))
        stops.append(Stop(f"stop {number}", chance.randint(1, 9), *window, chance.randint(1, 4)))
    capacity = int(sum(stop.load for stop in stops) * 1.15 / vehicles) + 1
    return stops, [Vehicle(f"van {number}", capacity) for number in range(vehicles)], table


def holds(stops: list[Stop], vehicles: list[Vehicle], table: Table, routes: tuple[Route, ...]) -> None:
    """Walk every round again, by the clock."""
    by_name = {stop.name: (place, stop) for place, stop in enumerate(stops, start=1)}
    vans = {van.name: van for van in vehicles}
    assert len({name for route in routes for name in route.stops}) == sum(len(route.stops) for route in routes)
    assert [route.vehicle for route in routes] == [
        van.name for van in vehicles if van.name in {r.vehicle for r in routes}
    ]
    for route in routes:
        van, at, now, way = vans[route.vehicle], 0, route.leaves, 0
        assert now >= van.from_minute
        for name, arrives in zip(route.stops, route.arrives, strict=True):
            place, stop = by_name[name]
            way, now = way + table[at][place], now + table[at][place]
            assert now <= arrives <= stop.until_minute
            assert arrives == max(now, stop.from_minute)
            now, at = arrives + stop.stay_minutes, place
        assert (now + table[at][0], way + table[at][0]) == (route.returns, route.minutes)
        assert route.returns <= van.until_minute
        assert route.load == sum(by_name[name][1].load for name in route.stops) <= van.capacity
    told = left_out(stops, vehicles, table, routes)
    assert {*told, *(name for route in routes for name in route.stops)} == {*by_name}
    assert len(told) + sum(len(route.stops) for route in routes) == len(stops)


@given(st.integers(0, 10**6), st.integers(0, 7), st.integers(0, 3))
def test_every_window_and_load_holds(seed: int, many: int, vehicles: int) -> None:
    stops, vans, table = town(seed, many, max(1, vehicles))
    vans = vans[:vehicles]
    routes = round_plan(stops, vans, table)
    holds(stops, vans, table, routes)
    assert routes == round_plan(stops, vans, table)


@pytest.mark.parametrize("seed", range(6))
def test_one_van_goes_nearly_the_shortest_way(seed: int) -> None:
    stops, vans, table = town(seed, 6, 1)
    free = [Stop(stop.name, stop.load) for stop in stops]
    shortest = min(
        sum(table[one][other] for one, other in zip((0, *way), (*way, 0), strict=True))
        for way in permutations(range(1, 7))
    )
    (route,) = round_plan(free, vans, table)
    assert route.minutes <= shortest * 11 // 10


@pytest.mark.parametrize("seed", [10, 32, 53])
def test_two_vans_exchange_stops_until_no_plan_is_shorter(seed: int) -> None:
    """Towns in which it takes giving a stop away, taking one, or exchanging two to come to the shortest plan."""
    task = rounds._task(*town(seed, 6, 2))
    shortest = min(
        rounds._worth(task, plan)
        for way in permutations(range(1, 7))
        for cut in range(7)
        if rounds._can_go(task, plan := [way[:cut], way[cut:]])
    )
    assert rounds._worth(task, rounds._own(task)) == shortest


def test_where_a_driver_drops_out_the_others_take_what_they_can_and_the_rest_is_said() -> None:
    stops, vans, table = town(3, 20, 4)
    before = round_plan(stops, vans, table)
    assert not left_out(stops, vans, table, before)
    after = round_plan(stops, vans[1:], table)
    holds(stops, vans[1:], table, after)
    assert set(left_out(stops, vans[1:], table, after).values()) == {"NO_ROOM"}
    assert round_plan(stops, [], table) == ()
    assert set(left_out(stops, [], table, ()).values()) == {"NO_VEHICLE"}


TABLE = [[0, 10, 20], [10, 0, 15], [20, 15, 0]]
ANA, BEN, VAN = Stop("Ana", 3), Stop("Ben", 3), Vehicle("van", 6)


@pytest.mark.parametrize(
    ("stops", "van", "why"),
    [
        ([ANA, BEN], VAN, {}),
        ([replace(ANA, load=6), replace(BEN, load=0)], VAN, {}),
        ([replace(ANA, load=7), BEN], VAN, {"Ana": "TOO_MUCH"}),
        ([replace(ANA, load=6, until_minute=9), replace(BEN, load=0)], VAN, {"Ana": "OUT_OF_REACH"}),
        ([replace(ANA, until_minute=10), BEN], VAN, {}),
        ([replace(ANA, until_minute=9), BEN], VAN, {"Ana": "OUT_OF_REACH"}),
        ([replace(ANA, load=4), BEN], VAN, {"Ben": "NO_ROOM"}),
        ([ANA, replace(BEN, load=0)], replace(VAN, capacity=0), {"Ana": "TOO_MUCH"}),
        ([ANA, BEN], replace(VAN, until_minute=45), {}),
        ([ANA, BEN], replace(VAN, until_minute=44), {"Ana": "NO_ROOM"}),
        ([ANA, BEN], replace(VAN, until_minute=39), {"Ben": "OUT_OF_REACH"}),
        ([ANA, replace(BEN, stay_minutes=6)], replace(VAN, until_minute=45), {"Ben": "OUT_OF_REACH"}),
        ([ANA, BEN], replace(VAN, pace=Fraction(3, 2), until_minute=59), {"Ben": "OUT_OF_REACH"}),
    ],
)  # fmt: skip
def test_who_is_left_out_and_why(stops: list[Stop], van: Vehicle, why: dict[str, str]) -> None:
    told = left_out(stops, [van], TABLE, round_plan(stops, [van], TABLE))
    assert set(told.values()) == set(why.values())


def test_it_waits_at_no_first_door_and_a_slow_bike_takes_longer() -> None:
    (route,) = round_plan([replace(ANA, from_minute=600, stay_minutes=5)], [VAN], [[0, 10], [10, 0]])
    assert route == Route("van", ("Ana",), (600,), 590, 615, 3, 20)
    (route,) = round_plan([ANA], [{"name": "bike", "capacity": 6, "pace": Fraction(3, 2)}], [[0, 11], [10, 0]])
    assert (route.arrives, route.returns, route.minutes) == ((17,), 32, 32)


@pytest.mark.parametrize("table", [[[0, NO_WAY], [10, 0]], [[0, 10], [NO_WAY, 0]]])
def test_a_way_nobody_can_go_is_none_for_the_fastest_either(table: Table) -> None:
    patient = replace(ANA, until_minute=10**9)
    for van in (replace(VAN, until_minute=10**9), replace(VAN, until_minute=10**9, pace=Fraction(1, 2))):
        assert round_plan([patient], [van], table) == ()
        assert left_out([patient], [van], table, ()) == {"Ana": "OUT_OF_REACH"}


def test_rounds_are_joined_by_what_that_saves_alone_and_one_van_takes_both() -> None:
    table = [[0, 5, 5], [5, 0, 10], [5, 10, 0]]
    assert len(round_plan([ANA, BEN], [VAN, replace(VAN, name="bike")], table)) == 2
    assert [set(route.stops) for route in round_plan([ANA, BEN], [VAN], table)] == [{"Ana", "Ben"}]


def test_a_table_of_another_library_makes_a_plan_in_plain_numbers() -> None:
    (route,) = round_plan([ANA, BEN], [VAN], np.array(TABLE))
    assert {type(number) for number in (*route.arrives, route.leaves, route.returns, route.minutes)} == {int}


def test_a_table_of_ways_as_the_crow_flies() -> None:
    lane, court = (Decimal("51.70"), Decimal("-2.20")), (Decimal("51.71"), Decimal("-2.20"))
    assert minutes_between([lane, court], 12_000) == ((0, 8), (8, 0))


@pytest.mark.parametrize(
    ("stops", "vehicles", "table", "code"),
    [
        ([ANA], [VAN], TABLE, "WRONG_SHAPE"),
        ([ANA, BEN], [VAN], [*TABLE[:2], [20, 15]], "WRONG_SHAPE"),
        ([ANA, BEN], [VAN], [*TABLE[:2], [20, -1, 0]], "NEGATIVE"),
        ([ANA, BEN], [VAN], [*TABLE[:2], [20, 1.5, 0]], "NOT_WHOLE"),
        ([ANA, ANA], [VAN], TABLE, "TWICE"),
        ([ANA, BEN], [VAN, VAN], TABLE, "TWICE"),
        ([replace(ANA, load=-1), BEN], [VAN], TABLE, "NEGATIVE"),
        ([replace(ANA, load=Fraction(3, 2)), BEN], [VAN], TABLE, "NOT_WHOLE"),
        ([replace(ANA, from_minute=600, until_minute=599), BEN], [VAN], TABLE, "TURNED"),
        ([ANA, BEN], [replace(VAN, from_minute=-1)], TABLE, "NEGATIVE"),
        ([ANA, BEN], [replace(VAN, until_minute=1.5)], TABLE, "NOT_WHOLE"),
        ([replace(ANA, stay_minutes=-1), BEN], [VAN], TABLE, "NEGATIVE"),
        ([ANA, BEN], [replace(VAN, capacity=-1)], TABLE, "NEGATIVE"),
        ([ANA, BEN], [replace(VAN, pace=Fraction(0))], TABLE, "NEGATIVE"),
    ],
)
def test_what_is_refused(stops: list[Stop], vehicles: list[Vehicle], table: Table, code: str) -> None:
    with pytest.raises(FoodError) as found:
        round_plan(stops, vehicles, table)
    assert found.value.code == code


@pytest.fixture
def vroom() -> object:
    return pytest.importorskip("vroom", reason="pyvroom is not installed")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_within_a_tenth_of_vroom(seed: int, vroom: object) -> None:
    task: Any = rounds._task(*town(seed, 40, 4))
    own, (theirs,) = rounds._own(task), rounds._by_vroom(task)
    assert len(theirs) == 4
    assert sum(map(len, own)) == sum(map(len, theirs)) == 40
    assert rounds._worth(task, own)[1] <= rounds._worth(task, theirs)[1] * 1.1
