"""Simulated people: the same chance gives the same evening."""

from collections import Counter
from datetime import date
from random import Random
from uuid import UUID

from coproduce.arenas.learning.behaviour import Learning, evening
from coproduce.community.exchange.behaviour import Standing, Town as Seen
from coproduce.core.intent import Someone, temper

DAY = date(2026, 11, 17)


def test_the_same_chance_gives_the_same_evening() -> None:
    people = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
    own = Learning({"Bread": UUID(int=999)}, {"Bread": (people[0].id,)})
    needs = tuple(Standing(UUID(int=1000 + number), people[number].id, DAY, "Bread") for number in range(1, 9))
    seen = Seen("learning", people, needs=needs, own=own)
    evenings = [evening(seen, DAY, Random(seed)) for seed in range(40)]
    assert evenings == [evening(seen, DAY, Random(seed)) for seed in range(40)]
    verbs = Counter(intent.verb for intents in evenings for intent in intents)
    assert {"learning.write_topic", "exchange.propose"} <= verbs.keys()
