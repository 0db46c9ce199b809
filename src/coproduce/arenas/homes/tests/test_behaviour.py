"""Simulated people: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.homes.behaviour import BuildDay, Builders, Building, evening
from coproduce.arenas.homes.behaviour.words import TALK, TASKS
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper

SATURDAY = date(2026, 11, 21)
WHO = UUID(int=1)


def verbs(own: Building, day: date = SATURDAY, **more: object) -> Counter[str]:
    """What many evenings bring."""
    people = (Someone(WHO, "both", rings=False), *(Someone(UUID(int=n), *temper(1, n)) for n in range(2, 61)))
    town = Town("homes", people, own=own, **more)  # type: ignore[arg-type]
    evenings = [evening(town, day, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def family(**change: object) -> Builders:
    said = {"who": WHO, "home": "no. 3", "next_gate": "close", "is_open": False, "has_loan": False, "due_on": None,
            "due_minor": 0}  # fmt: skip
    return Builders(**{**said, **change})  # type: ignore[arg-type]


def test_a_town_begins_with_tools_and_a_family() -> None:
    assert {"people.give_role", "homes.stock_things", "homes.accept_family"} == verbs(Building()).keys()


def test_who_said_yes_leads_shows_and_lends() -> None:
    lead, rooms = UUID(int=7), {TALK.needs: UUID(int=900)}
    assert verbs(Building(leads=(lead,)), willing=frozenset({WHO}))["people.give_role"] == 30
    assert "people.give_role" not in verbs(Building(leads=(lead, WHO)), willing=frozenset({WHO}))
    over = BuildDay(UUID(int=903), SATURDAY, False, rooms, (lead, WHO))
    own = Building((family(),), (over,), leads=(lead,), store={"Ladder": 1}, lent=((WHO, "Saw", SATURDAY),))
    found = verbs(own)
    for verb in ("record_day", "show_how", "lend_things", "bring_back_things"):
        assert found[f"homes.{verb}"] == 30, verb


def test_who_missed_a_month_is_told_with_a_neighbour_named() -> None:
    sunday, behind = SATURDAY + timedelta(days=1), family(next_gate="", has_loan=True, to_tell=1)
    assert verbs(Building((behind,), leads=(UUID(int=7),)), sunday)["homes.tell_behind"] == 30
    assert "homes.tell_behind" not in verbs(Building((behind,), leads=(WHO,)), sunday), (
        "nobody stands beside themselves"
    )


def test_a_build_day_is_planned_taken_part_in_and_written_down() -> None:
    assert "homes.plan_day" in verbs(Building((family(),)))
    rooms = {TALK.needs: UUID(int=900), TASKS[0].needs: UUID(int=901), TASKS[1].needs: UUID(int=902)}
    to_come = BuildDay(UUID(int=903), SATURDAY + timedelta(days=7), False, rooms, ())
    assert "homes.plan_day" not in verbs(Building((family(),), (to_come,)))
    assert "exchange.sign_up" in verbs(Building((family(),), (to_come,)), SATURDAY + timedelta(days=1))
    over = BuildDay(UUID(int=903), SATURDAY, False, rooms, (WHO,))
    assert verbs(Building((family(),), (over,)))["homes.record_day"] == 30
    assert "homes.sign_hours" in verbs(Building(to_sign=((UUID(int=904), WHO),)))


def test_an_open_gate_is_gone_through_and_a_home_is_paid_for() -> None:
    sunday = SATURDAY + timedelta(days=1)
    assert verbs(Building((family(),)), sunday).keys() == set()
    assert verbs(Building((family(is_open=True),)), sunday)["homes.pass_gate"] == 30
    assert verbs(Building((family(next_gate=""),)), sunday)["homes.agree_loan"] == 30
    due = family(next_gate="", has_loan=True, due_on=sunday, due_minor=100_00)
    assert "homes.record_payment" in verbs(Building((due,)), sunday)


def test_whoever_is_ready_is_asked_by_the_desk() -> None:
    asking = (Asking(UUID(int=905), WHO, "ready", None),)
    assert "exchange.ask_back" in verbs(Building(), asks=asking)
