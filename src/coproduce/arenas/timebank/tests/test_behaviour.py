"""What the made-up members of a time bank do of an evening, and what its desk writes down."""

from datetime import date
from random import Random
from uuid import UUID

from tests.fixtures.towns import TODAY

from coproduce.arenas.timebank.behaviour import evening, small_evening
from coproduce.arenas.timebank.behaviour.words import WAYS
from coproduce.arenas.timebank.rules import may_record
from coproduce.community.exchange.behaviour import Town
from coproduce.core.arena import Help
from coproduce.core.intent import Someone, temper

DAY = date(2026, 11, 17)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
TOWN = Town("timebank", PEOPLE, groups=(UUID(int=9000),))


def test_the_same_chance_gives_the_same_evening() -> None:
    assert evening(TOWN, DAY, Random(3)) == evening(TOWN, DAY, Random(3))
    assert evening(TOWN, DAY, Random(3)) != evening(TOWN, DAY, Random(4))


def test_people_go_round_come_together_and_ring_the_desk() -> None:
    meant = [intent for seed in range(20) for intent in evening(TOWN, DAY, Random(seed))]
    assert {intent.verb for intent in meant} >= {"exchange.need", "exchange.open_occasion", "timebank.record_for"}
    assert {intent.by for intent in meant if intent.verb == "timebank.record_for"} == {None}
    assert {custom.kind for custom in WAYS.customs} <= WAYS.kinds


def test_nobody_there_means_a_quiet_evening() -> None:
    alone = evening(Town("timebank", ()), DAY, Random(1))
    assert {intent.verb for intent in alone} == {"exchange.open_occasion"}, "the desk still invites"


def test_what_a_few_people_do_may_be_recorded() -> None:
    people = [UUID(int=number) for number in range(1, 6)]
    intents = small_evening(people, TODAY, Random(1), visits=500)
    assert intents == small_evening(people, TODAY, Random(1), visits=500)
    assert len({intent.request_id for intent in intents}) == 500
    for intent in intents:
        said = intent.arguments
        assert may_record(Help(said["giver"], said["receiver"], said["time"], said["done_on"]), TODAY) is None


def test_nobody_alone_helps_anybody() -> None:
    assert small_evening([UUID(int=1)], TODAY, Random(1)) == []
