"""How a made-up town spends an evening: chosen by chance alone, and kindly."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.timebank.behaviour import (
    NEEDED_FOR,
    Asking,
    Running,
    Someone,
    Standing,
    Thing,
    Town,
    temper,
    town_evening,
)

DAY = date(2026, 11, 17)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
TOWN = Town(
    people=PEOPLE,
    groups=(),
    needs=tuple(Standing(UUID(int=1000 + number), PEOPLE[number].id, DAY) for number in range(40)),
    offers=(),
    threads=(Running(UUID(int=2000), "done", PEOPLE[0].id, PEOPLE[1].id, DAY, (PEOPLE[1].id,), 60),),
    asks=(Asking(UUID(int=3000), PEOPLE[2].id, "ready", None),),
    fresh=(),
    willing=frozenset(),
    things=(Thing("Garden", "A hedge", "I can prune"),),
    thanks=("Thank you.",),
)


def test_the_same_chance_gives_the_same_evening() -> None:
    assert town_evening(TOWN, DAY, Random(3)) == town_evening(TOWN, DAY, Random(3))
    assert town_evening(TOWN, DAY, Random(3)) != town_evening(TOWN, DAY, Random(4))


def test_who_rings_is_spoken_for_by_the_desk() -> None:
    rings = {one.id for one in PEOPLE if one.rings}
    evenings = [intent for seed in range(20) for intent in town_evening(TOWN, DAY, Random(seed))]
    assert evenings
    assert not rings & {intent.by for intent in evenings}
    assert {intent.verb for intent in evenings} >= {"exchange.propose", "exchange.confirm", "exchange.ask_back"}
    assert {intent.by for intent in evenings if intent.verb == "exchange.ask_back"} == {None}


def test_nobody_answers_their_own_need_and_nobody_there_means_a_quiet_evening() -> None:
    whose = {need.id: need.who for need in TOWN.needs}
    for seed in range(20):
        for intent in town_evening(TOWN, DAY, Random(seed)):
            if need := intent.arguments.get("need"):
                assert whose[need] not in (intent.by, *intent.arguments.get("givers", ()))
    assert town_evening(replace(TOWN, people=(), asks=(), threads=()), DAY, Random(1)) == []


def test_every_need_is_over_one_day() -> None:
    """Or the desk of a made-up town would show what was said a year ago."""
    said = [
        need
        for seed in range(20)
        for intent in town_evening(TOWN, DAY, Random(seed))
        if intent.verb == "exchange.need"
        for need in intent.arguments["needs"]
    ]
    assert said
    assert all(need.until_on and DAY < need.until_on <= DAY + timedelta(days=NEEDED_FOR) for need in said)
