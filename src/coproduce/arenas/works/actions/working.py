"""The verbs of work freely given: a day in a lane, and a turn of looking after it. Hours, apart from money."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import Lane, Turn
from coproduce.arenas.works.queries.here import NO_LANE, held, here, houses_of, lane_of, speaker
from coproduce.arenas.works.queries.upkeep import turns
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.recognition import Deed, Recognised, recognise
from coproduce.community.people.meet import those_to_meet
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: The kinds of help.
DIGGING, UPKEEP = "Work in a lane", "Looking after a lane"


@dataclass(frozen=True, slots=True)
class DayGiven:
    """Which lane, the entry in the books, how long it took, and to how many it was given."""

    lane: UUID
    entry: UUID
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """Which lane, of which day the turn was, and the entry."""

    lane: UUID
    due_on: date
    entry: UUID


@action("works.give_day", receipt=DayGiven)
def give_day(
    actor: Actor, *, lane: UUID, task: str, time: Quantity, done_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[DayGiven] | Refusal:
    """Write down work that was given to a lane: walking it with the level, digging, laying, showing how.

    It is given to all who speak for its other houses. It is counted in hours, lowers no dues and makes no debt.
    """
    row = lane_of(actor, lane)
    if row is None:
        return NO_LANE
    who = speaker(actor, "works.give_day", for_)
    if isinstance(who, Refusal):
        return who
    if fault := may_say(task, "task", 120, "Say in a few words what you did."):
        return fault
    outcome = give(actor, row, who, DIGGING, time, done_on, task.strip(), request_id)
    if isinstance(outcome, Refusal):
        return outcome
    return Done(DayGiven(lane, outcome.entry, time.minor, len(outcome.contributions)), outcome.notices)


@action("works.take_turn", receipt=TurnTaken)
def take_turn(
    actor: Actor, *, lane: UUID, due_on: date, time: Quantity, done_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[TurnTaken] | Refusal:
    """Write down that one took a turn of the rota: chambers opened, silt taken out. Anybody may take anybody's."""
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    who = speaker(actor, "works.take_turn", for_)
    if isinstance(who, Refusal):
        return who
    turn = next((one for one in turns(row, houses_of(row), here(actor.community_id)) if one.due.due_on == due_on), None)
    if turn is None or turn.taken:
        return Refusal("NO_TURN", "Nobody’s turn is on that day, or it was taken: look at the rota.", "due_on")
    outcome = give(actor, row, who, UPKEEP, time, done_on, "", request_id)
    if isinstance(outcome, Refusal):
        return outcome
    Turn.objects.create(lane=row, due_on=due_on, agent=who, done_on=done_on, minutes=time.minor, entry=outcome.entry)
    return Done(TurnTaken(lane, due_on, outcome.entry), outcome.notices)


def give(
    actor: Actor, row: Lane, who: Agent, kind: str, time: Quantity, on: date, task: str, request_id: UUID
) -> Recognised | Refusal:
    """Recognise what somebody gave to whoever else speaks for a house of a lane."""
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write how long it took, like 3 h.", "time")
    others = {one.agent_id for one in houses_of(row) if one.agent_id and one.agent_id != who.pk}
    given_to = [one.agent for one in those_to_meet(who.pk, others, "record")] if others else []
    if not given_to:
        words = "Write down first who speaks for the other houses of the lane: it is given to them."
        return Refusal("NOBODY_HELPED", words, "lane")
    return recognised(actor, who, given_to, kind, time, on, task, request_id)


def recognised(
    actor: Actor, who: Agent, given_to: list[Agent], kind: str, time: Quantity, on: date, task: str, request_id: UUID
) -> Recognised | Refusal:
    """One entry in the books for help that was given here."""
    category, _ = Category.objects.get_or_create(community_id=actor.community_id, name=kind)
    deed = Deed(
        ARENA.slug, {who: time.minor}, dict.fromkeys(given_to, 1), category, on, task,
        is_by_desk=who.pk != actor.agent_id,
    )  # fmt: skip
    return recognise(actor, deed, uuid5(request_id, kind))
