"""A lane from its first house to its blocked pipe, led by whoever it is about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.works.models import House, Lane
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.quantity import HOURS, unit_of_money
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene

#: Who is at the desk beside whoever does it.
SECOND = "Sal"
POUNDS = unit_of_money("GBP")
SINCE = TODAY - timedelta(days=5)
LEVELS = "chainage,level\n0,12.00\n32,11.70\n64,11.40\n"


def lane(part: Part) -> UUID:
    """A lane that whoever it is about leads, speaking for one of its two houses; a second person is at the desk."""
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "works"])
    Membership.objects.filter(agent__public_id=part.town.agents[SECOND]).update(roles=["member", "broker"])
    made: UUID = done("works.keep_lane", part, SECOND, name=f"Lane {part.town.canary}").lane
    leader = Agent.objects.get(public_id=part.town.agents[part.whose])
    Lane.objects.filter(public_id=made).update(leader=leader)
    for number, who in enumerate((part.whose, part.other), start=1):
        done("works.keep_house", part, SECOND, lane=made, plot=f"{number} {part.town.canary}", people=6,
             chainage_mm=20_000 * number, frontage_mm=6_000, speaker=part.town.agents[who])  # fmt: skip
    return made


def survey(part: Part) -> dict[str, Any]:
    return {"lane": lane(part), "levels": LEVELS, "outlet": "10.0"}


def surveyed(part: Part) -> UUID:
    said = survey(part)
    done("works.bring_survey", part, SECOND, **said)
    found: UUID = said["lane"]
    return found


def designed(part: Part) -> UUID:
    found = surveyed(part)
    done("works.choose_design", part, SECOND, lane=found, pipe_mm=100)
    return found


def shared(part: Part) -> UUID:
    found = designed(part)
    done("works.share_out", part, SECOND, lane=found, by="equal", first_on=TODAY, parts=2)
    return found


def agreed(part: Part) -> UUID:
    found = shared(part)
    manager = part.town.agents[part.whose]
    done("works.elect_manager", part, SECOND, lane=found, manager=manager, decision=part.town.decided())
    for house in House.objects.filter(lane__public_id=found):
        done("works.agree_share", part, SECOND, house=house.public_id)
    return found


def house(part: Part, found: UUID) -> UUID:
    """The one that whoever it is about speaks for."""
    return House.objects.get(lane__public_id=found, agent__public_id=part.town.agents[part.whose]).public_id


def blocked(part: Part) -> UUID:
    reporter = {"for_": part.town.agents[part.whose]}
    found: UUID = done("works.report_blockage", part, SECOND, lane=lane(part), trouble=f"Silt {part.town.canary}",
                       **reporter).blockage  # fmt: skip
    return found


@scene("works.keep_lane")
def keep_lane(part: Part) -> dict[str, Any]:
    lane(part)
    return {"name": f"Another lane {part.town.canary}"}


@scene("works.keep_house")
def keep_house(part: Part) -> dict[str, Any]:
    return {"lane": lane(part), "plot": f"3 {part.town.canary}", "people": 4, "chainage_mm": 60_000,
            "speaker": part.town.agents[part.whose]}  # fmt: skip


@scene("works.elect_manager")
def elect_manager(part: Part) -> dict[str, Any]:
    found = lane(part)
    return {"lane": found, "manager": part.town.agents[part.whose], "decision": part.town.decided()}


@scene("works.reach_stage")
def reach_stage(part: Part) -> dict[str, Any]:
    return {"lane": agreed(part), "stage": "building", "on": TODAY}


@scene("works.bring_survey")
def bring_survey(part: Part) -> dict[str, Any]:
    return survey(part)


@scene("works.choose_design")
def choose_design(part: Part) -> dict[str, Any]:
    return {"lane": surveyed(part), "pipe_mm": 100}


@scene("works.share_out")
def share_out(part: Part) -> dict[str, Any]:
    return {"lane": designed(part), "by": "equal", "first_on": TODAY, "parts": 3}


@scene("works.waive_share")
def waive_share(part: Part) -> dict[str, Any]:
    return {"house": house(part, shared(part))}


@scene("works.agree_share")
def agree_share(part: Part) -> dict[str, Any]:
    return {"house": house(part, shared(part))}


@scene("works.record_payment")
def record_payment(part: Part) -> dict[str, Any]:
    found = shared(part)
    return {"lane": found, "house": house(part, found), "amount": POUNDS(10_00), "paid_on": TODAY}


@scene("works.give_day")
def give_day(part: Part) -> dict[str, Any]:
    return {"lane": lane(part), "task": f"Dug {part.town.canary}", "time": HOURS(240), "done_on": SINCE, **part.for_}


@scene("works.take_turn")
def take_turn(part: Part) -> dict[str, Any]:
    found = lane(part)
    Lane.objects.filter(public_id=found).update(used_on=TODAY - timedelta(weeks=4))
    return {"lane": found, "due_on": TODAY, "time": HOURS(60), "done_on": TODAY, **part.for_}


@scene("works.report_blockage")
def report_blockage(part: Part) -> dict[str, Any]:
    return {"lane": lane(part), "trouble": f"Silt {part.town.canary}", **part.for_}


@scene("works.clear_blockage")
def clear_blockage(part: Part) -> dict[str, Any]:
    return {"blockage": blocked(part), "time": HOURS(60), "cleared_on": TODAY, **part.for_}


@scene("works.thank_clearing")
def thank_clearing(part: Part) -> dict[str, Any]:
    found = blocked(part)
    done("works.clear_blockage", part, SECOND, blockage=found, time=HOURS(60), cleared_on=TODAY)
    return {"blockage": found, "thanks": f"It runs again {part.town.canary}"}
