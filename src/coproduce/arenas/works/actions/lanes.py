"""The verbs of a lane and its houses: written down, its manager elected by a decision, and how far it has come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.queries.dues import books
from coproduce.arenas.works.queries.here import NO_LANE, NO_MEMBER, Here, held, here, houses_of, may_lead, member, said
from coproduce.arenas.works.queries.lines import links, reached, waits_for
from coproduce.arenas.works.rules import Link, may_start, missing_links
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.decisions.models import Decision
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_PEOPLE, MOST_MM = 1000, 10_000_000
STAGE_WORDS = {
    "building": "%(lane)s begins to dig.",
    "inspected": "%(lane)s was inspected.",
    "in use": "Water runs in %(lane)s. Thank you for all you gave.",
}
STARTED = Refusal("BUILDING", "This lane is being built: what was agreed stays as it is.", "lane")


@dataclass(frozen=True, slots=True)
class LaneKept:
    """Which lane, and whether it is new."""

    lane: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class HouseKept:
    """Which house, whether it is new or said otherwise, and how many the lane has."""

    house: UUID
    is_new: bool
    houses: int


@dataclass(frozen=True, slots=True)
class Elected:
    """Which lane, whom it elected, and by which decision."""

    lane: UUID
    manager: UUID
    decision: UUID


@dataclass(frozen=True, slots=True)
class StageReached:
    """Which lane, and since when."""

    lane: UUID
    on: date


@action("works.keep_lane", receipt=LaneKept)
def keep_lane(
    actor: Actor,
    *,
    name: str,
    into: UUID | None = None,
    is_trunk: bool = False,
    is_laid: bool = False,
    shows_names: bool = False,
    request_id: UUID,
) -> Done[LaneKept] | Refusal:
    """Write a lane down, or a trunk that lanes run into; once more by its name changes it, by whoever leads it.

    `into` is what it runs into, if that is known. Of a trunk, which others lay, `is_laid` says whether it lies. With
    `shows_names` the board shows houses by name: the lane says whether it wants that.
    """
    if not policy.may(actor, "works.keep_lane"):
        return NOT_ALLOWED
    if fault := may_say(name, "name", 80, "Say what the lane is called."):
        return fault
    rows = Lane.objects.select_for_update().filter(community_id=actor.community_id)
    by_id = {one.public_id: one for one in rows.order_by("pk")}
    row = next((one for one in by_id.values() if one.name == name.strip()), None)
    below = by_id.get(into) if into else None
    if into and below is None:
        return Refusal("NOT_FOUND", "Choose what it runs into from the list.", "into")
    if row and not may_lead(actor, "works.keep_house", row):
        return Refusal("NOT_ALLOWED", "Whoever leads this lane changes it. Ask them, or the desk.", "name")
    if is_laid and not is_trunk:
        return Refusal("NOT_A_TRUNK", "Of a lane, the day its water runs says that it is laid.", "is_laid")
    is_new = row is None
    row = row or Lane(community_id=actor.community_id, name=name.strip(), leader_id=actor.agent_id or 0)
    if is_trunk and not is_new and row.houses.exists():
        return Refusal("HAS_HOUSES", "Houses stand in it: it is a lane.", "is_trunk")
    row.into, row.is_trunk, row.is_laid, row.shows_names = below, is_trunk, is_laid, shows_names
    others = [one for one in by_id.values() if one.pk != row.pk]
    for one in others:
        one.into = next((other for other in by_id.values() if other.pk == one.into_id), None)
    runs = said(lambda: missing_links([*links(others), _link(row)]))
    if isinstance(runs, Refusal):
        return Refusal(runs.code, runs.template, "into", runs.values)
    row.save()
    return Done(LaneKept(row.public_id, is_new))


def _link(row: Lane) -> Link:
    return links([row])[0]


@action("works.keep_house", receipt=HouseKept)
def keep_house(
    actor: Actor,
    *,
    lane: UUID,
    plot: str,
    people: int,
    chainage_mm: int,
    frontage_mm: int = 0,
    speaker: UUID | None = None,
    is_out: bool = False,
    request_id: UUID,
) -> Done[HouseKept] | Refusal:
    """Write a house of a lane down by its plot, how many live there, where it joins, and who speaks for it.

    Once more changes it; with `is_out` it is taken out again. What was shared out is shared out anew then.
    """
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.keep_house", row):
        return NOT_ALLOWED
    if fault := _may_stand(row, plot, people, chainage_mm, frontage_mm):
        return fault
    speaks = member(actor, speaker)
    if speaker and speaks is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "speaker")
    was = the_one(House.objects.select_related("lane").filter(community_id=actor.community_id, plot=plot.strip()))
    if was and was.lane_id != row.pk:
        words = "Plot %(plot)s is counted in %(lane)s: a corner house joins one of them."
        return Refusal("IN_TWO_LANES", words, "plot", {"plot": was.plot, "lane": was.lane.name})
    place = here(actor.community_id)
    if is_out:
        return _taken_out(row, was, place)
    values = {"people": people, "chainage_mm": chainage_mm, "frontage_mm": frontage_mm, "agent": speaks}
    counts = ("people", "chainage_mm", "frontage_mm")
    if was and all(getattr(was, name) == value for name, value in values.items()):
        return Done(HouseKept(was.public_id, False, row.houses.count()))
    if was is None or any(getattr(was, name) != values[name] for name in counts):
        if row.started_on:
            return STARTED
        told = begin_again(row)
    else:
        told = ()
    kept = was or House(community_id=actor.community_id, lane=row, plot=plot.strip())
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    return Done(HouseKept(kept.public_id, True, row.houses.count()), told)


def _may_stand(row: Lane, plot: str, people: int, chainage_mm: int, frontage_mm: int) -> Refusal | None:
    if row.is_trunk:
        return Refusal("TRUNK", "No house joins a trunk: choose the lane it stands in.", "lane")
    if fault := may_say(plot, "plot", 40, "Write the number of its plot."):
        return fault
    if not 0 <= people <= MOST_PEOPLE:
        return Refusal("NEGATIVE", "Write how many live there: 0 or more.", "people")
    for name, length in (("chainage_mm", chainage_mm), ("frontage_mm", frontage_mm)):
        if not 0 <= length <= MOST_MM:
            return Refusal("NEGATIVE", "Write a length of 0 or more.", name)
    return None


def _taken_out(row: Lane, was: House | None, place: Here) -> Done[HouseKept] | Refusal:
    if was is None:
        return Refusal("NOT_FOUND", "There is no such plot in this lane.", "plot")
    if row.started_on:
        return STARTED
    if books(row.community_id, place.money).by_plot[was.plot]:
        return Refusal("PAID", "This house paid already: give it back first.", "plot")
    told = begin_again(row)
    gone = was.public_id
    was.delete()
    return Done(HouseKept(gone, False, row.houses.count()), told)


def begin_again(row: Lane, *, also_line: bool = True) -> tuple[Notice, ...]:
    """What was chosen and shared out no longer holds, for it was reckoned otherwise: whoever agreed is told."""
    had = [one for one in houses_of(row) if one.agreed_on and one.agent_id]
    row.houses.update(share_minor=None, agreed_on=None)
    row.by, row.fund, row.fund_minor, row.due_on = "", "", None, []
    if also_line:
        row.pipe_mm = row.designed_on = row.cost_minor = None
    row.save()
    words = "%(lane)s is reckoned anew. What you agreed does not hold any more; you are asked again."
    return tuple(Notice(one.agent_id or 0, words, {"lane": row.name}) for one in had)


@action("works.elect_manager", receipt=Elected)
def elect_manager(
    actor: Actor, *, lane: UUID, manager: UUID, decision: UUID, request_id: UUID
) -> Done[Elected] | Refusal:
    """Write down whom a lane elected as its manager, citing the decision: from then on they lead it."""
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.elect_manager", row):
        return NOT_ALLOWED
    who = member(actor, manager)
    if who is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "manager")
    found = Decision.objects.filter(community_id=actor.community_id, public_id=decision, corrected_by=None).first()
    if found is None:
        return Refusal("NOT_FOUND", "There is no such decision. Write down first what the lane decided.", "decision")
    row.leader, row.elected = who, found
    row.save(update_fields=["leader", "elected"])
    words = "%(lane)s elected you its manager."
    return Done(Elected(lane, manager, decision), (Notice(who.pk, words, {"lane": row.name}),))


@action("works.reach_stage", receipt=StageReached)
def reach_stage(actor: Actor, *, lane: UUID, stage: str, on: date, request_id: UUID) -> Done[StageReached] | Refusal:
    """Write down since when a lane is `building`, `inspected` or `in use`, one after the other.

    Building starts once the shares are agreed, not once they are paid. Once its water runs, whoever lives there may be
    asked to show the next lane.
    """
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.reach_stage", row):
        return NOT_ALLOWED
    place, houses = here(actor.community_id), houses_of(row)
    if on > place.today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is so: this day is still to come.", "on")
    if stage == "building" and row.started_on is None:
        if fault := may_start(reached(row, houses, place)):
            return fault
        row.started_on = on
    elif stage == "inspected" and row.started_on and row.inspected_on is None and on >= row.started_on:
        row.inspected_on = on
    elif stage == "in use" and row.inspected_on and row.used_on is None and on >= row.inspected_on:
        if missing := waits_for(row, _all(row)):
            words = "Its water cannot run away yet: %(name)s is missing below it."
            return Refusal("NO_OUTLET", words, "lane", {"name": missing.name})
        row.used_on = on
        who = {one.agent: 1 for one in houses if one.agent and one.agent.kind == Agent.PERSON}
        open_asks(actor.community_id, ARENA.slug, who, on)
    else:
        return Refusal("OUT_OF_ORDER", "A lane is built, then inspected, then used: say one after the other.", "stage")
    row.save(update_fields=["started_on", "inspected_on", "used_on"])
    told = _tell(row, houses, STAGE_WORDS[stage])
    return Done(StageReached(lane, on), told)


def _tell(row: Lane, houses: list[House], words: str) -> tuple[Notice, ...]:
    """The same to everybody who speaks for a house."""
    who = sorted({one.agent_id for one in houses if one.agent_id})
    return tuple(Notice(agent, words, {"lane": row.name}) for agent in who)


def _all(row: Lane) -> list[Lane]:
    return list(Lane.objects.filter(community_id=row.community_id).select_related("into"))
