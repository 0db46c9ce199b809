"""Simulated people: the same chance gives the same evening, and what is told waits for its days."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.stipends.behaviour import evening, small_evening, two_months_before
from coproduce.arenas.stipends.behaviour.seen import Month, Pupil, Schooling, Spell
from coproduce.community.exchange.behaviour import Asking, Gathering, Room, Town as Seen
from coproduce.core.intent import Someone, temper

DAY = date(2026, 11, 19)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 201))
RECEIVES = next(one.id for one in PEOPLE if one.receives and not one.rings)
SECOND = next(one.id for one in PEOPLE if one.temper == "both" and not one.rings and one.id != RECEIVES)
BREACH = Spell(UUID(int=900), date(2026, 10, 31), "breach")


def verbs(own: Schooling, seeds: int = 30, **town: object) -> Counter[str]:
    seen = Seen("stipends", PEOPLE, own=own, **town)  # type: ignore[arg-type]
    return Counter(one.verb for seed in range(seeds) for one in evening(seen, DAY, Random(seed)))


def with_spells(*spells: Spell, is_proposed: bool = False) -> Schooling:
    return Schooling((RECEIVES,), (Pupil("1", RECEIVES, spells, is_proposed),), None, SECOND, True)


def test_the_same_chance_gives_the_same_evening() -> None:
    seen = Seen("stipends", PEOPLE, own=with_spells(BREACH))
    assert [evening(seen, DAY, Random(seed)) for seed in range(9)] == [
        evening(seen, DAY, Random(seed)) for seed in range(9)
    ]
    assert small_evening([RECEIVES], DAY, Random(1)) == small_evening([RECEIVES], DAY, Random(2))


def test_a_second_person_comes_first() -> None:
    assert verbs(Schooling()) == {"people.give_role": 60}
    assert "people.give_role" not in verbs(with_spells())


def test_it_is_told_answered_and_decided_one_after_the_other() -> None:
    assert "stipends.tell_step" in verbs(with_spells(BREACH))
    told = Spell(BREACH.id, BREACH.until_on, "breach", DAY - timedelta(days=7))
    assert "stipends.appeal" in verbs(with_spells(told))
    assert "stipends.tell_step" not in verbs(with_spells(told, BREACH)), "the days to answer still run"
    answered = Spell(BREACH.id, BREACH.until_on, "breach", DAY - timedelta(days=7), True)
    assert "stipends.decide_appeal" in verbs(with_spells(answered))
    late = Spell(BREACH.id, BREACH.until_on, "breach", DAY - timedelta(days=15))
    assert not {"stipends.appeal", "stipends.tell_step"} & verbs(with_spells(late)).keys()
    assert "stipends.decide_end" in verbs(with_spells(late, is_proposed=True))


def test_a_payroll_goes_its_way() -> None:
    month, which = DAY.replace(day=1), UUID(int=8)
    own = with_spells()
    states = {
        None: {"stipends.freeze_payroll"},
        "frozen": {"stipends.approve_payroll", "stipends.export_payroll"},
        "exported": {"stipends.reconcile_payment"},
        "reconciled": set(),
    }
    for state, does in states.items():
        last = Month(which, month, state, (UUID(int=9),)) if state else None
        found = verbs(Schooling(own.mothers, own.pupils, last, SECOND, True))
        assert {verb for verb in found if "payroll" in verb or "payment" in verb} == does


def test_whoever_said_yes_comes_to_the_school() -> None:
    room = Room(UUID(int=70), "Reading with children", 2)
    reading = Gathering(UUID(int=71), "Reading hour at the school", DAY + timedelta(days=7), False, (room,), ())
    asks = (Asking(UUID(int=72), RECEIVES, "waiting", None), Asking(UUID(int=73), SECOND, "ready", None))
    found = verbs(with_spells(), willing=frozenset((RECEIVES,)), gatherings=(reading,), asks=asks)
    assert {"exchange.sign_up", "exchange.say_ready", "exchange.ask_back"} <= found.keys()


def test_months_that_schools_report_together() -> None:
    assert two_months_before(date(2026, 1, 31)) == (date(2025, 11, 1), date(2025, 12, 31))
    assert two_months_before(date(2026, 11, 1)) == (date(2026, 9, 1), date(2026, 10, 31))
