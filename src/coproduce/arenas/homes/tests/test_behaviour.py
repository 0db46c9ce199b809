"""Simulated people: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.homes.behaviour import BuildDay, Builders, Building, evening
from coproduce.arenas.homes.behaviour.words import TALK, TASKS
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper

SUNDAY = date(2026, 11, 22)
WHO = UUID(int=1)
LEAD = UUID(int=7)
DECISION = UUID(int=906)


def verbs(own: Building, day: date = SUNDAY, **more: object) -> Counter[str]:
    """What many evenings bring."""
    people = (Someone(WHO, "both", rings=False), *(Someone(UUID(int=n), *temper(1, n)) for n in range(2, 61)))
    town = Town("homes", people, own=own, **more)  # type: ignore[arg-type]
    evenings = [evening(town, day, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def family(**change: object) -> Builders:
    said = {"who": WHO, "home": "no. 3", "next_gate": "close", "is_open": False}
    return Builders(**{**said, **change})  # type: ignore[arg-type]


def with_key(**change: object) -> Builders:
    return family(**{"next_gate": "", **change})


def together(**change: object) -> Builders:
    return with_key(home="The courtyard, flat 7", **change)


def test_a_town_begins_with_tools_and_a_family() -> None:
    assert {"people.give_role", "homes.stock_things", "homes.accept_family"} == verbs(Building()).keys()


def test_who_said_yes_leads_shows_and_lends() -> None:
    rooms = {TALK.needs: UUID(int=900)}
    assert verbs(Building(leads=(LEAD,)), willing=frozenset({WHO}))["people.give_role"] == 30
    assert "people.give_role" not in verbs(Building(leads=(LEAD, WHO)), willing=frozenset({WHO}))
    over = BuildDay(UUID(int=903), SUNDAY, False, rooms, (LEAD, WHO))
    own = Building((family(),), (over,), leads=(LEAD,), store={"Ladder": 1}, lent=((WHO, "Saw", SUNDAY),))
    found = verbs(own)
    for verb in ("record_day", "show_how", "lend_things", "bring_back_things"):
        assert found[f"homes.{verb}"] == 30, verb


def test_a_home_nobody_has_worked_on_yet_comes_first() -> None:
    over = BuildDay(UUID(int=903), SUNDAY, False, {}, (LEAD,))
    two = (family(home="no. 3"), family(who=LEAD, home="no. 5"))
    town = Town("homes", (Someone(WHO, "quiet", rings=False),), own=Building(two, (over,), begun=frozenset({"no. 3"})))
    sites = [intent.arguments["site"] for seed in range(30) for intent in evening(town, SUNDAY, Random(seed))
             if intent.verb == "homes.record_day"]  # fmt: skip
    assert sites == ["no. 5"] * 30


def test_who_missed_a_month_is_told_with_a_neighbour_named() -> None:
    behind = with_key(cost="loan", to_tell=1)
    assert verbs(Building((behind,), leads=(LEAD,)))["homes.tell_behind"] == 30
    assert "homes.tell_behind" not in verbs(Building((behind,), leads=(WHO,))), "nobody stands beside themselves"


def test_who_was_told_answers_and_somebody_else_than_the_desk_decides() -> None:
    told = with_key(cost="loan", to_answer=1)
    assert 0 < verbs(Building((told,)))["homes.answer_behind"] < 30
    answered = with_key(cost="loan", to_decide=1)
    found = verbs(Building((answered,), leads=(LEAD,)))
    assert (found["people.give_role"], found["homes.decide_answer"]) == (30, 0), "first there is somebody to decide"
    assert verbs(Building((answered,), leads=(LEAD,), treasurers=(LEAD,)))["homes.decide_answer"] == 30
    assert "homes.decide_answer" not in verbs(Building((answered,), treasurers=(WHO,))), "nobody decides for themselves"


def test_a_build_day_is_planned_taken_part_in_and_written_down() -> None:
    assert "homes.plan_day" in verbs(Building((family(),)))
    rooms = {TALK.needs: UUID(int=900), TASKS[0].needs: UUID(int=901), TASKS[1].needs: UUID(int=902)}
    to_come = BuildDay(UUID(int=903), SUNDAY + timedelta(days=6), False, rooms, ())
    found = verbs(Building((family(),), (to_come,)))
    assert "homes.plan_day" not in found
    assert "exchange.sign_up" in found
    over = BuildDay(UUID(int=903), SUNDAY - timedelta(days=1), False, rooms, (WHO,))
    assert verbs(Building((family(),), (over,)))["homes.record_day"] == 30
    assert "homes.sign_hours" in verbs(Building(to_sign=((UUID(int=904), WHO),)))


def test_an_open_gate_is_gone_through_and_a_home_is_paid_for() -> None:
    assert "homes.pass_gate" not in verbs(Building((family(),)))
    assert verbs(Building((family(is_open=True),)))["homes.pass_gate"] == 30
    assert verbs(Building((with_key(),)))["homes.agree_loan"] == 30
    assert 0 < verbs(Building((with_key(cost="loan", due_on=SUNDAY, due_minor=100_00),)))["homes.record_payment"] < 30
    assert verbs(Building(next_home="no. 5", free_minor=600_00))["homes.build_from_fund"] == 30
    assert "homes.build_from_fund" not in verbs(Building(next_home="no. 5", free_minor=100_00))


def test_a_home_owned_together_follows_the_index_members_chose() -> None:
    begins = verbs(Building((together(),)))
    assert (begins["decisions.record"], begins["homes.agree_charge"]) == (30, 0)
    assert verbs(Building((together(),), decision=DECISION))["homes.add_index"] == 30
    known = Building((together(),), decision=DECISION, index_on=SUNDAY - timedelta(days=30))
    assert verbs(known)["homes.agree_charge"] == 30
    assert "homes.add_index" not in verbs(known), "it is published twice a year"


def test_who_pays_by_income_is_reviewed_and_one_of_them_moves_out() -> None:
    def paying(days: int, **change: object) -> Builders:
        since = SUNDAY - timedelta(days=days)
        said = {"cost": "shares", "since_on": since, "agreed_times": 1, "due_on": SUNDAY, "due_minor": 700_00}
        return together(**{**said, **change})

    assert 0 < verbs(Building((paying(30),)))["homes.record_payment"] < 30
    assert verbs(Building((paying(100),)))["homes.agree_charge"] == 30
    assert "homes.agree_charge" not in verbs(Building((paying(100, agreed_times=2),)))
    assert verbs(Building((paying(200, shares=2),)))["homes.pay_out"] == 30
    assert verbs(Building((paying(200),)))["homes.withdraw_family"] == 30
    stays = Building((paying(30), paying(200, who=UUID(int=5), shares=2)))
    assert "homes.pay_out" not in verbs(stays), "the first of them alone"
    assert "homes.pay_out" not in verbs(Building((paying(200, shares=2),), gone=1)), "and nobody after"


def test_whoever_is_ready_is_asked_by_the_desk() -> None:
    asking = (Asking(UUID(int=905), WHO, "ready", None),)
    assert "exchange.ask_back" in verbs(Building(), asks=asking)
