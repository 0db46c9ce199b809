"""Lane 4 and its three houses, as far as a test needs it: Ana leads it, Ben and Dee live there, Tom has the money."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.works.models import House, Lane
from coproduce.community.base.done import Done
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

POUNDS = unit_of_money("GBP")
LEVELS = "chainage,level\n0,12.00\n32,11.70\n64,11.40\n"
WALK = "where,chainage,back,between,fore\nwell,,1.5,,\ntop,0,,1.0,\nturn,32,1.2,,1.8\nend,64,,1.7,\nwell,,,,0.9\n"
HOUSES = (("1", 6, 10_000, 6_000, "Ana"), ("2", 4, 30_000, 9_000, "Ben"), ("3", 2, 60_000, 5_000, "Dee"))
LAST_WEEK = TODAY - timedelta(days=7)


def done(verb: str, town: Town, by: str, /, **said: Any) -> Any:
    outcome = do(verb, town.actor(by), **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, by: str, /, **said: Any) -> tuple[str, str]:
    outcome = do(verb, town.actor(by), **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    assert "%(" not in outcome.sentence
    return outcome.code, outcome.field


def trunk(town: Town, **change: Any) -> UUID:
    said = {"name": "Trunk", "is_trunk": True, "is_laid": True, **change}
    found: UUID = done("works.keep_lane", town, "Cleo", **said).lane
    return found


def lane(town: Town, **change: Any) -> UUID:
    """Ana writes it down."""
    found: UUID = done("works.keep_lane", town, "Ana", **{"name": "Lane 4", **change}).lane
    return found


def with_houses(town: Town, **change: Any) -> UUID:
    found = lane(town, **change)
    for plot, people, chainage, frontage, who in HOUSES:
        done("works.keep_house", town, "Ana", lane=found, plot=plot, people=people, chainage_mm=chainage,
             frontage_mm=frontage, speaker=town.agents[who])  # fmt: skip
    return found


def surveyed(town: Town, **change: Any) -> UUID:
    found = with_houses(town, **change)
    done("works.bring_survey", town, "Ana", lane=found, levels=LEVELS, outlet="10.0")
    return found


def designed(town: Town, **change: Any) -> UUID:
    found = surveyed(town, **change)
    done("works.choose_design", town, "Ana", lane=found, pipe_mm=100)
    return found


def shared(town: Town, **change: Any) -> UUID:
    found = designed(town)
    said = {"by": "equal", "first_on": TODAY, "parts": 3, **change}
    done("works.share_out", town, "Ana", lane=found, **said)
    return found


def elected(town: Town, found: UUID) -> None:
    done("works.elect_manager", town, "Ana", lane=found, manager=town.agents["Ana"], decision=town.decided())


def agreed(town: Town, **change: Any) -> UUID:
    """Everybody of Lane 4 agreed to what they pay, and Ana is elected."""
    found = shared(town, **change)
    elected(town, found)
    for one in HOUSES:
        if (row := house(one[0])).share_minor:
            done("works.agree_share", town, one[-1], house=row.public_id)
    return found


def in_use(town: Town, found: UUID, on: date = TODAY) -> None:
    for stage in ("building", "inspected", "in use"):
        done("works.reach_stage", town, "Ana", lane=found, stage=stage, on=on)


def house(plot: str) -> House:
    return House.objects.get(plot=plot)


def row_of(found: UUID) -> Lane:
    return Lane.objects.get(public_id=found)
