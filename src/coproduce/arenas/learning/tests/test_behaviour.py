"""Simulated people: the same chance gives the same evening."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from coproduce.arenas.learning.behaviour import Learning, evening
from coproduce.arenas.learning.behaviour.seen import Seen as Two
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


def test_who_can_do_it_alone_keeps_it_up_and_may_tell_how_it_went() -> None:
    """Who rings the desk tells it there."""
    tutor, taps, rings = (Someone(UUID(int=number), "both", rings=number == 3) for number in range(1, 4))
    topics = {"Bread": UUID(int=999)}
    for learner, tells in ((taps, True), (rings, False)):
        two = Two(UUID(int=9), "agreed", "Bread", tutor.id, learner.id, "start", True, True, DAY - timedelta(days=30),
                  counted=3, last_on=DAY - timedelta(days=9), step="alone")  # fmt: skip
        seen = Seen("learning", (tutor, learner), own=Learning(topics, pairs=(two,)))
        said = [intent for seed in range(20) for intent in evening(seen, DAY, Random(seed))]
        assert {one.arguments["stage"] for one in said if one.verb == "learning.set_stage"} == {"maintain"}
        assert any(one.verb == "learning.tell_story" for one in said) is tells
        yes = [after for before, after in pairwise(said) if before.verb == "people.consent"]
        assert all(after.verb == "learning.tell_story" for after in yes)
