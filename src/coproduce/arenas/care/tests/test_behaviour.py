"""Simulated people: the same chance gives the same evening, and a town of them visits by the verbs everybody uses."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.care.behaviour import Seen, Visiting, evening
from coproduce.community.exchange.behaviour import Town
from coproduce.core.intent import Someone, temper

DAY = date(2026, 11, 17)


def seen(**change: object) -> Seen:
    one = {"id": UUID(int=900), "who": UUID(int=1), "state": "accepted", "since": DAY, "is_held_out": False,
           "asked": None, "visitor": None, "planned": None, "planned_on": None, "last_on": None, "visits": 0,
           "flags": ()}  # fmt: skip
    return Seen(**{**one, **change})  # type: ignore[arg-type]


def verbs(*people: Seen, day: date = DAY, **more: object) -> Counter[str]:
    town = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 41))
    visitors = (UUID(int=2), UUID(int=3), UUID(int=4), UUID(int=5))
    known = {"visitors": visitors, "cards": ("A",), "asks": {}, "to_welcome": (), **more}
    own = Visiting(people=people, **known)  # type: ignore[arg-type]
    evenings = [evening(Town("care", town, own=own), day, Random(seed)) for seed in range(20)]
    assert evenings == [evening(Town("care", town, own=own), day, Random(seed)) for seed in range(20)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def test_each_step_follows_the_one_before() -> None:
    assert "care.triage" in verbs(seen(state="requested"))
    assert "care.propose_visitors" in verbs(seen())
    assert "care.choose_visitor" in verbs(seen(is_held_out=True))
    assert "care.answer_match" in verbs(seen(asked=UUID(int=2)))
    assert "care.plan_visit" in verbs(seen(visitor=UUID(int=2)))
    there = verbs(seen(visitor=UUID(int=2), planned=UUID(int=901), planned_on=date(2026, 11, 16)))
    assert {"care.check_in", "care.write_answers", "care.check_out"} <= there.keys()
    assert "care.close_case" in verbs(seen(visitor=UUID(int=2), visits=2, since=date(2026, 9, 1), last_on=DAY))
    assert "care.close_flag" in verbs(seen(flags=(UUID(int=902),)))


def test_a_town_begins_with_a_coordinator_cards_and_visitors() -> None:
    assert verbs(to_welcome=(object(),)).keys() == {"people.welcome"}
    begun = verbs(cards=(), visitors=())
    assert {"care.print_cards", "care.describe_visitor", "people.attest", "care.take_on_visitor"} <= begun.keys()
    assert "care.open_case" in verbs(day=DAY - timedelta(days=1))
    assert "care.open_case" not in verbs()


def test_whoever_is_well_is_asked_by_the_desk_alone() -> None:
    who, ask = UUID(int=1), UUID(int=903)
    assert verbs(asks={who: (ask, "ready")})["exchange.ask_back"] == 20
    assert "exchange.say_ready" in verbs(asks={who: (ask, "waiting")})
    assert "exchange.answer" in verbs(asks={who: (ask, "asked")})
