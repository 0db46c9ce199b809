"""Simulated people: the same chance gives the same evening, and one thing comes after the other."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.energy.behaviour import Meter, Sharing, evening, file_of, last_month, small_evening
from coproduce.community.exchange.behaviour import Asking, Gathering, Room, Town as Seen
from coproduce.core.intent import Someone, temper

DAY = date(2026, 11, 18)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 201))
RECEIVES = next(one.id for one in PEOPLE if one.receives and not one.rings)
METERS = tuple(Meter(f"M{number}", UUID(int=number + 1), number < 3) for number in range(12))
SHARING = Sharing(METERS, UUID(int=900), date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1))


def verbs(own: Sharing, seeds: int = 30, **town: object) -> Counter[str]:
    seen = Seen("energy", PEOPLE, own=own, **town)  # type: ignore[arg-type]
    return Counter(one.verb for seed in range(seeds) for one in evening(seen, DAY, Random(seed)))


def test_the_same_chance_gives_the_same_evening() -> None:
    seen = Seen("energy", PEOPLE, own=SHARING)
    assert [evening(seen, DAY, Random(seed)) for seed in range(3)] == [
        evening(seen, DAY, Random(seed)) for seed in range(3)
    ]
    assert small_evening([RECEIVES], DAY, Random(1)) == small_evening([RECEIVES], DAY, Random(2))


def test_meters_join_members_decide_and_then_there_is_a_key() -> None:
    assert verbs(Sharing(), 1) == {"energy.enrol_point": 3}
    assert verbs(Sharing(METERS), 1) == {"decisions.record": 1}
    assert verbs(Sharing(METERS, UUID(int=9)), 1) == {"energy.agree_key": 1}


def test_a_month_is_brought_and_closed_and_a_week_later_settled() -> None:
    assert verbs(SHARING, 1) == {"energy.bring_readings": 2, "energy.close_month": 1}
    brought = Sharing(METERS, UUID(int=9), date(2026, 9, 1), date(2026, 10, 1), date(2026, 9, 1))
    assert verbs(brought, 1) == {"energy.settle_month": 1}
    through = Sharing(METERS, UUID(int=9), date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 1))
    assert verbs(through, 1) == {}
    assert verbs(Sharing(METERS, UUID(int=9), date(2026, 12, 1)), 1) == {}, "the key does not hold yet"


def test_a_file_is_of_every_day_of_a_month_but_a_few() -> None:
    lines = file_of(METERS, date(2026, 2, 1), Random(1)).splitlines()
    assert 12 * 28 * 0.95 < len(lines) - 1 <= 12 * 28
    assert {len(line.split(",")) for line in lines} == {26}
    assert last_month(date(2026, 3, 1)) == date(2026, 2, 1)


def test_whoever_said_yes_shows_their_roof() -> None:
    room = Room(UUID(int=70), "Showing a roof", 2)
    showing = Gathering(UUID(int=71), "A roof to look at", DAY + timedelta(days=7), False, (room,), ())
    asks = (Asking(UUID(int=72), RECEIVES, "waiting", None), Asking(UUID(int=73), METERS[0].who, "ready", None))
    found = verbs(SHARING, willing=frozenset((RECEIVES,)), gatherings=(showing,), asks=asks)
    assert {"exchange.sign_up", "exchange.say_ready", "exchange.ask_back"} <= found.keys()
