"""Simulated people: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.making.behaviour import Building, Seen, Shed, ToMend, Waiting, evening
from coproduce.arenas.making.behaviour.words import DESIGNS, MACHINES
from coproduce.arenas.making.rules import compatible, process, read_parts
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper
from coproduce.core.refusal import Refusal

SATURDAY = date(2026, 11, 21)
WEDNESDAY = SATURDAY - timedelta(days=3)
WHO = UUID(int=1)
STOOL = Seen(UUID(int=900), "Stool", UUID(int=2), "Turn three legs.")


def verbs(own: Shed, day: date = SATURDAY, **more: object) -> Counter[str]:
    """What many evenings bring."""
    people = (Someone(WHO, "both", rings=False), *(Someone(UUID(int=n), *temper(1, n)) for n in range(2, 61)))
    town = Town("making", people, own=own, **more)  # type: ignore[arg-type]
    evenings = [evening(town, day, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def test_what_is_designed_can_be_read_and_shared() -> None:
    for one in DESIGNS:
        assert not isinstance(read_parts(one["parts"]), Refusal), one["name"]
        assert isinstance(compatible([one["licence"]]), str)
    assert all(process(one["does"]) == one["does"] for one in MACHINES)


def test_a_shed_begins_with_a_design_and_a_machine() -> None:
    empty = verbs(Shed())
    assert empty["making.keep_design"] == empty["making.keep_machine"] == 30
    assert not {"making.begin_build", "making.fork_design"} & empty.keys()
    full = Shed(
        tuple(Seen(UUID(int=n), one["name"], WHO, "") for n, one in enumerate(DESIGNS, 900)),
        machines={one["name"]: WHO for one in MACHINES},
    )
    assert not {"making.keep_design", "making.keep_machine"} & verbs(full).keys()
    assert not [verb for verb in verbs(Shed(), WEDNESDAY) if verb.startswith("making.")], "in the week nobody is there"


def test_it_is_forked_built_found_wanting_mended_and_looked_through() -> None:
    begun = Building(UUID(int=901), WHO, SATURDAY - timedelta(days=7), None)
    built = Building(UUID(int=902), UUID(int=2), SATURDAY - timedelta(days=14), SATURDAY - timedelta(days=7))
    found = verbs(Shed((STOOL,), builds=(begun, built)))
    for verb in ("fork_design", "begin_build", "finish_build", "report_defect"):
        assert 0 < found[f"making.{verb}"] <= 30, verb
    fresh = Building(UUID(int=901), WHO, SATURDAY, None)
    assert "making.finish_build" not in verbs(Shed((STOOL,), builds=(fresh,)))
    assert "making.fork_design" not in verbs(Shed((STOOL,), forks=12))
    mends = verbs(Shed((STOOL,), to_mend=(ToMend(UUID(int=903), STOOL.id, "It wobbles."),)))
    assert 0 < mends["making.mend_page"] < 30
    looks = verbs(Shed((STOOL,), waiting=(Waiting(UUID(int=904), WHO),)))
    assert 0 < looks["making.look_through"] < 30


def test_whoever_said_yes_when_asked_mends_it() -> None:
    people = tuple(Someone(UUID(int=n), "both", rings=False) for n in range(1, 61))
    to_mend = (ToMend(UUID(int=903), STOOL.id, "It wobbles."),)
    town = Town("making", people, own=Shed((STOOL,), to_mend=to_mend), willing=frozenset({UUID(int=7)}))
    said = [
        one for seed in range(30) for one in evening(town, SATURDAY, Random(seed)) if one.verb == "making.mend_page"
    ]
    assert {one.by for one in said} == {UUID(int=7)}


def test_people_are_asked_back_on_saturdays() -> None:
    asking = (Asking(UUID(int=905), WHO, "ready", None),)
    assert verbs(Shed(), asks=asking)["exchange.ask_back"] == 30
    assert "exchange.ask_back" not in verbs(Shed(), WEDNESDAY, asks=asking)
