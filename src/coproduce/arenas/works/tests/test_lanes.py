"""A lane and its houses: who may write them down, elect, survey and choose; and what is refused, with what to mend."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.works.models import House
from coproduce.arenas.works.tests.laying import (
    HOUSES,
    LEVELS,
    WALK,
    agreed,
    designed,
    done,
    elected,
    house,
    in_use,
    lane,
    refused,
    row_of,
    shared,
    surveyed,
    trunk,
    with_houses,
)
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Ask
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_a_lane_is_written_down_by_anybody_and_changed_by_whoever_leads_it(town: Town) -> None:
    found, below = lane(town), trunk(town)
    assert refused("works.keep_lane", town, "Ben", name="Lane 4", into=below) == ("NOT_ALLOWED", "name")
    assert not done("works.keep_lane", town, "Ana", name="Lane 4", into=below, shows_names=True).is_new
    row = row_of(found)
    assert (row.into and row.into.name, row.shows_names, row.leader.name[:3]) == ("Trunk", True, "Ana")
    assert refused("works.keep_lane", town, "Ana", name=" ") == ("MISSING", "name")
    assert refused("works.keep_lane", town, "Ana", name="Lane 5", into=town.agents["Ana"]) == ("NOT_FOUND", "into")
    assert refused("works.keep_lane", town, "Ana", name="Lane 5", is_laid=True) == ("NOT_A_TRUNK", "is_laid")


def test_water_finds_no_way_out_of_a_ring(town: Town) -> None:
    first = lane(town)
    second = lane(town, name="Lane 5", into=first)
    assert refused("works.keep_lane", town, "Ana", name="Lane 4", into=second) == ("RING", "into")


def test_a_house_stands_in_one_lane_and_is_kept_by_whoever_leads_it(town: Town) -> None:
    found, other = with_houses(town), lane(town, name="Lane 5")
    said: dict[str, Any] = {"lane": other, "plot": "2", "people": 4, "chainage_mm": 5_000}
    assert refused("works.keep_house", town, "Ben", **said) == ("NOT_ALLOWED", "")
    assert refused("works.keep_house", town, "Ana", **said) == ("IN_TWO_LANES", "plot")
    for change, where in (({"people": -1}, "people"), ({"chainage_mm": -1}, "chainage_mm"), ({"plot": ""}, "plot")):
        assert refused("works.keep_house", town, "Ana", **{**said, "plot": "9", **change})[1] == where
    assert refused("works.keep_house", town, "Cleo", **{**said, "lane": trunk(town)}) == ("TRUNK", "lane")
    again = {"lane": found, "plot": "2", "people": 4, "chainage_mm": 30_000, "frontage_mm": 9_000}
    assert not done("works.keep_house", town, "Ana", **again, speaker=town.agents["Ben"]).is_new, (
        "the same changes nothing"
    )
    assert done("works.keep_house", town, "Ana", **{**again, "people": 5}, speaker=town.agents["Ben"]).is_new
    assert done("works.keep_house", town, "Ana", **again, is_out=True).houses == 2
    assert refused("works.keep_house", town, "Ana", **again, is_out=True) == ("NOT_FOUND", "plot")
    assert refused("works.keep_lane", town, "Ana", name="Lane 4", is_trunk=True) == ("HAS_HOUSES", "is_trunk")


def test_a_manager_is_elected_by_a_decision_that_stands(town: Town) -> None:
    found, decision = lane(town), town.decided()
    said = {"lane": found, "manager": town.agents["Ben"], "decision": decision}
    assert refused("works.elect_manager", town, "Ben", **said) == ("NOT_ALLOWED", "")
    assert refused("works.elect_manager", town, "Ana", **{**said, "decision": found}) == ("NOT_FOUND", "decision")
    assert refused("works.elect_manager", town, "Ana", **{**said, "manager": found}) == ("NOT_FOUND", "manager")
    done("works.elect_manager", town, "Ana", **said)
    row = row_of(found)
    assert (row.leader.public_id, row.elected and row.elected.public_id) == (town.agents["Ben"], decision)
    assert refused("works.elect_manager", town, "Ana", **said) == ("NOT_ALLOWED", ""), "Ana leads it no more"


def test_a_survey_is_read_whole_and_twice_changes_nothing(town: Town) -> None:
    found = with_houses(town)
    said = {"lane": found, "levels": WALK, "start": "10.0", "outlet": "8.0", "head": "30"}
    assert refused("works.bring_survey", town, "Ben", **said) == ("NOT_ALLOWED", "")
    first = done("works.bring_survey", town, "Ana", **said)
    assert (first.places, first.is_new, first.missed_mm) == (3, True, 0)
    assert not done("works.bring_survey", town, "Ana", **said).is_new
    row = row_of(found)
    assert (row.outlet_mm, row.head_mm, row.allowed_mm) == (8_000, 30_000, 8)


@pytest.mark.parametrize(
    ("change", "code", "field", "says"),
    [
        ({"levels": LEVELS.replace("11.70", "11.70 ft")}, "MIXED_UNITS", "levels", "Row 3, level: is in ft"),
        ({"levels": LEVELS.replace("32,", "0,")}, "TWICE", "levels", "Row 3: 0 m stands in row 2 too"),
        ({"levels": "chainage,level\n0,10.0\n32,10.4\n64,10.8\n", "outlet": "10.5"}, "ADVERSE_SLOPE", "levels",
         "Row 4, 64 m: The lane falls away from the outlet"),
        ({"levels": LEVELS, "outlet": "11.0"}, "TOO_FLAT", "levels", "Row 4, 64 m: On 64 m the sewer comes in"),
        ({"levels": WALK.replace("0.9", "0.8"), "start": "10"}, "MISCLOSURE", "levels", "Row 6: The walk ends +100 mm"),
        ({"levels": WALK.replace("turn,32,1.2,,1.8", "turn,32,1.2,,"), "start": "10"}, "NOT_A_WALK", "levels",
         "Row 4, turn: a walk is read once"),
        ({"levels": WALK}, "MISSING", "start", "A walk begins from a known level"),
        ({"levels": LEVELS, "outlet": "deep"}, "NOT_A_LENGTH", "outlet", "Write a level like 9.80"),
        ({"levels": LEVELS, "unit": "ell"}, "UNKNOWN_UNIT", "unit", "write m, ft, mm or in"),
        ({"levels": "chainage,level\n"}, "UNREADABLE", "levels", "There are no rows"),
        ({"levels": LEVELS.replace("64,11.40", "40,11.40")}, "OUT_OF_LANE", "levels", "Plot 3 joins at 60 m"),
        ({"levels": "x" * 200_001}, "TOO_LONG", "levels", "No lane has as many rows"),
    ],
)  # fmt: skip
def test_what_a_survey_has_wrong_is_said_by_row(
    town: Town, change: dict[str, str], code: str, field: str, says: str
) -> None:
    found = with_houses(town)
    outcome = do("works.bring_survey", town.actor("Ana"), lane=found, **{"outlet": "8.0", **change})
    assert isinstance(outcome, Refusal)
    assert (outcome.code, outcome.field) == (code, field), outcome
    assert says in outcome.sentence, outcome.sentence
    assert row_of(found).ground == [], "nothing of it is kept"


def test_a_line_is_chosen_from_the_list_and_needs_an_outlet(town: Town) -> None:
    found = with_houses(town)
    assert refused("works.choose_design", town, "Ana", lane=found, pipe_mm=100) == ("NOT_SURVEYED", "lane")
    done("works.bring_survey", town, "Ana", lane=found, levels=LEVELS)
    assert refused("works.choose_design", town, "Ana", lane=found, pipe_mm=100) == ("NO_OUTLET", "lane")
    done("works.bring_survey", town, "Ana", lane=found, levels=LEVELS, outlet="10.0")
    assert refused("works.choose_design", town, "Ana", lane=found, pipe_mm=110) == ("NOT_FOUND", "pipe_mm")
    assert refused("works.choose_design", town, "Ben", lane=found, pipe_mm=100) == ("NOT_ALLOWED", "")
    narrow, wide = (done("works.choose_design", town, "Ana", lane=found, pipe_mm=pipe) for pipe in (100, 230))
    assert 0 < narrow.cost_minor < wide.cost_minor
    assert row_of(found).cost_minor == wide.cost_minor


def test_earth_too_thin_over_a_pipe_is_refused(town: Town) -> None:
    """The rules of the community say how much; what they say too little is refused where the line is chosen."""
    found = surveyed(town)
    whole = do("decisions.choose_rules", town.actor("Cleo"), arena="works", rule_set="simplified",
               decision=town.decided(), from_on=TODAY, changed={"cover_mm": 200})  # fmt: skip
    assert not isinstance(whole, Refusal), whole
    outcome = do("works.choose_design", town.actor("Ana"), lane=found, pipe_mm=100)
    assert isinstance(outcome, Refusal)
    assert outcome.code == "COVER_TOO_THIN"
    assert "300 mm at least" in outcome.sentence


def test_who_lives_above_runs_through_too(town: Town) -> None:
    from coproduce.arenas.works.queries.here import lanes_of
    from coproduce.arenas.works.queries.lines import people_above

    found = with_houses(town)
    above = lane(town, name="Lane 3", into=found)
    done("works.keep_house", town, "Ana", lane=above, plot="31", people=9, chainage_mm=0)
    rows = list(lanes_of(town.community.pk).prefetch_related("houses"))
    assert people_above(row_of(found), rows) == 9
    assert people_above(row_of(above), rows) == 0


def test_digging_begins_once_enough_agreed_and_not_once_they_paid(town: Town) -> None:
    found = shared(town)
    said = {"lane": found, "stage": "building", "on": TODAY}
    assert refused("works.reach_stage", town, "Ana", **said) == ("NO_MANAGER", "lane")
    elected(town, found)
    assert refused("works.reach_stage", town, "Ana", **said) == ("NOT_AGREED", "lane")
    for plot, who in (("1", "Ana"), ("2", "Ben")):
        assert not done("works.agree_share", town, who, house=house(plot).public_id).may_start
    assert done("works.agree_share", town, "Dee", house=house("3").public_id).may_start
    assert refused("works.reach_stage", town, "Ben", **said) == ("NOT_ALLOWED", "")
    assert refused("works.reach_stage", town, "Ana", **{**said, "on": TODAY + timedelta(days=1)}) == (
        "IN_THE_FUTURE",
        "on",
    )
    done("works.reach_stage", town, "Ana", **said)
    for stage in ("building", "in use", "flooded"):
        assert refused("works.reach_stage", town, "Ana", **{**said, "stage": stage}) == ("OUT_OF_ORDER", "stage")


def test_what_is_being_built_stays_as_it_was_agreed(town: Town) -> None:
    found = agreed(town)
    done("works.reach_stage", town, "Ana", lane=found, stage="building", on=TODAY)
    again = {"lane": found, "plot": "2", "people": 9, "chainage_mm": 30_000}
    assert refused("works.keep_house", town, "Ana", **again)[0] == "BUILDING"
    assert refused("works.keep_house", town, "Ana", **again, is_out=True)[0] == "BUILDING"
    assert refused("works.bring_survey", town, "Ana", lane=found, levels=WALK, start="10", outlet="8")[0] == "BUILDING"
    assert refused("works.choose_design", town, "Ana", lane=found, pipe_mm=150)[0] == "BUILDING"
    assert refused("works.share_out", town, "Ana", lane=found, by="equal", first_on=TODAY)[0] == "BUILDING"
    assert refused("works.waive_share", town, "Ana", house=house("2").public_id)[0] == "BUILDING"
    new = {**again, "people": 4, "frontage_mm": 9_000, "speaker": town.agents["Kim"]}
    assert done("works.keep_house", town, "Ana", **new).is_new, "who speaks for it may change"


def test_water_runs_once_nothing_is_missing_below_and_all_are_asked_for_the_next(town: Town) -> None:
    below = trunk(town, is_laid=False)
    found = agreed(town)
    done("works.keep_lane", town, "Ana", name="Lane 4", into=below)
    for stage in ("building", "inspected"):
        done("works.reach_stage", town, "Ana", lane=found, stage=stage, on=TODAY)
    assert refused("works.reach_stage", town, "Ana", lane=found, stage="in use", on=TODAY) == ("NO_OUTLET", "lane")
    trunk(town, is_laid=True)
    assert not Ask.objects.filter(arena="works").exists()
    done("works.reach_stage", town, "Ana", lane=found, stage="in use", on=TODAY)
    assert Ask.objects.filter(arena="works", helped_on=TODAY).count() == len(HOUSES)


def test_what_is_reckoned_anew_is_agreed_anew(town: Town) -> None:
    found = agreed(town)
    Outbox.objects.all().delete()
    done("works.keep_house", town, "Ana", lane=found, plot="4", people=5, chainage_mm=50_000)
    row = row_of(found)
    assert (row.pipe_mm, row.cost_minor, row.due_on, row.fund_minor) == (None, None, [], None)
    assert not House.objects.exclude(agreed_on=None).exists()
    assert Outbox.objects.filter(template__contains="reckoned anew").count() == len(HOUSES)


def test_whoever_led_a_lane_and_left_is_told_to_the_desk(town: Town) -> None:
    found = designed(town)
    do("people.leave", town.actor("Cleo"), member=town.agents["Ana"], ended="moved")
    assert house("1").agent is None
    assert Outbox.objects.filter(template__contains="left and led").exists()
    assert do("works.reach_stage", town.actor("Ben"), lane=found, stage="building", on=TODAY).code == "NOT_ALLOWED"  # type: ignore[union-attr]


def test_a_lane_in_use_is_not_begun_again(town: Town) -> None:
    found = agreed(town)
    in_use_lane = row_of(found)
    assert in_use_lane.used_on is None
    done("works.keep_lane", town, "Ana", name="Lane 4", into=trunk(town))
    in_use(town, found)
    assert refused("works.reach_stage", town, "Ana", lane=found, stage="in use", on=TODAY) == ("OUT_OF_ORDER", "stage")
