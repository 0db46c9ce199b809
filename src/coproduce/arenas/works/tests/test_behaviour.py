"""Simulated lanes: the same chance gives the same evening, and each step follows the one before."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.works.behaviour import Digging, Lanes, Plot, evening
from coproduce.arenas.works.behaviour.words import LACKING, LANES, TRUNK, walk
from coproduce.arenas.works.queries.sheets import read_levels
from coproduce.arenas.works.rules import STANDARD
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone

SATURDAY = date(2026, 11, 21)
LANE, TRUNKS = UUID(int=900), {TRUNK: UUID(int=901), LACKING: UUID(int=902)}
NAME = next(iter(LANES))
PEOPLE = tuple(Someone(UUID(int=number), "both", number % 4 == 0) for number in range(1, 61))
LEADER = PEOPLE[0].id


def verbs(lane: Digging | None, day: date = SATURDAY, **more: object) -> Counter[str]:
    """What many evenings bring."""
    own = Lanes(TRUNKS, {NAME: lane} if lane else {})
    town = Town("works", PEOPLE, own=own, **more)  # type: ignore[arg-type]
    evenings = [evening(town, day, Random(seed)) for seed in range(30)]
    assert evenings == [evening(town, day, Random(seed)) for seed in range(30)]
    return Counter(intent.verb for intents in evenings for intent in intents)


def plots(**change: object) -> tuple[Plot, ...]:
    said = {"is_agreed": True, "behind": 0, **change}
    return tuple(Plot(UUID(int=100 + number), PEOPLE[number].id, **said) for number in range(4))  # type: ignore[arg-type]


def lane(**change: object) -> Digging:
    said = {"houses": plots(), "decision": UUID(int=903), "is_elected": True, "is_surveyed": True, "is_designed": True,
            "is_shared": True, **change}  # fmt: skip
    return Digging(LANE, LEADER, **said)  # type: ignore[arg-type]


def test_a_town_begins_with_its_trunks_and_a_lane() -> None:
    assert [one.verb for one in evening(Town("works", PEOPLE, own=Lanes()), SATURDAY, Random(1))] == [
        "works.keep_lane", "works.keep_lane",
    ]  # fmt: skip
    assert verbs(None) == {"works.keep_lane": 30}


def test_a_lane_takes_one_step_after_another() -> None:
    steps = (
        ("works.keep_house", {"houses": (), "is_surveyed": False}),
        ("decisions.record", {"decision": None}),
        ("works.elect_manager", {"is_elected": False}),
        ("works.bring_survey", {"is_surveyed": False}),
        ("works.choose_design", {"is_designed": False, "is_shared": False}),
        ("works.share_out", {"is_shared": False}),
        ("works.agree_share", {"houses": plots(is_agreed=False)}),
        ("works.reach_stage", {}),
    )
    for verb, change in steps:
        assert verb in verbs(lane(**change)), verb
    digging = lane(started_on=SATURDAY)
    assert verbs(digging)["works.give_day"] == 30 * 4
    assert "works.reach_stage" not in verbs(digging)
    others = verbs(digging, willing=frozenset({PEOPLE[30].id}))
    assert others["works.give_day"] == 30 * 5, "who said yes comes along"
    for change in ({"started_on": SATURDAY - timedelta(weeks=6)}, {"inspected_on": SATURDAY}):
        assert verbs(lane(**{"started_on": SATURDAY, **change}))["works.reach_stage"] == 30
    gone = lane(houses=(Plot(UUID(int=100), None, False, 0),))
    assert verbs(gone)["works.agree_share"] == 30, "the desk says it where nobody speaks for a house"
    assert not verbs(Digging(LANE, UUID(int=999), used_on=SATURDAY, is_elected=True)).keys() - {"works.keep_lane"}


def test_dues_are_paid_once_a_month_and_the_fund_pays_its_part() -> None:
    behind = lane(houses=plots(behind=1000), fund_left=500, started_on=SATURDAY)
    first = date(2026, 12, 5)
    assert "works.record_payment" not in verbs(behind)
    assert 30 < verbs(behind, first)["works.record_payment"] < 30 * 5


def test_a_lane_in_use_is_looked_after_and_the_next_one_begins() -> None:
    used = {"started_on": SATURDAY, "inspected_on": SATURDAY, "used_on": SATURDAY}
    quiet = verbs(lane(**used))
    assert quiet["works.keep_lane"] == 30, "the next one"
    assert 0 < quiet["works.report_blockage"] < 30
    busy = lane(**used, turns=(SATURDAY,), blocked=((UUID(int=904), LEADER),), cleared=((UUID(int=905), LEADER),))
    found = verbs(busy)
    assert (found["works.clear_blockage"], found["works.thank_clearing"]) == (30, 30)
    assert 0 < found["works.take_turn"] < 30
    assert "works.report_blockage" not in found


def test_the_walk_on_a_made_up_sheet_closes() -> None:
    for seed in range(20):
        found = read_levels(walk(9, Random(seed)).encode(), "m", STANDARD, 12_000)
        assert found.walk is not None
        assert (len(found.ground), abs(found.walk.misclosure_mm) <= 2) == (3, True)
        assert found.ground[-1].level_mm < found.ground[0].level_mm


def test_whoever_is_ready_is_asked_by_the_desk() -> None:
    asking = (Asking(UUID(int=905), LEADER, "ready", None),)
    assert "exchange.ask_back" in verbs(None, asks=asking)
