"""The verbs of a goal many reach together: set, given towards, and put right. What is celebrated stays celebrated."""

import re
from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.play.models import Festival, Given, Goal
from coproduce.arenas.play.queries.goals import PARTS, as_told, far
from coproduce.arenas.play.queries.here import speaker
from coproduce.arenas.play.rules import Given as Line, Goal as Told, Progress, exact, milestones, progress
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: The largest number anybody means, in parts of a unit.
MOST = 10**12

NO_GOAL = Refusal("NOT_FOUND", "There is no such goal here. Look for it in the list.", "goal")
NO_LINE = Refusal("NOT_FOUND", "There is no such line of yours here.", "corrects")
TOO_FINE = Refusal(
    "NOT_A_NUMBER", "Write a number, like 12.5: three places at most, and no comma between thousands.", "amount"
)
#: What is celebrated stays so: a nought too many is asked about before, at so many times what is to be reached.
FAR = 10
FAR_MORE = Refusal(
    "FAR_MORE", "That is more than ten times the goal. Look at the number again, or give it in parts.", "amount"
)
_NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d{1,3}|,\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class GoalSet:
    """Which goal it is."""

    goal: UUID


@dataclass(frozen=True, slots=True)
class Gave:
    """Towards which goal, which line of it, and what is celebrated now, in per cent. Without a name no line is told."""

    goal: UUID
    given: UUID | None
    celebrated: tuple[int, ...] = ()


@action("play.set_goal", receipt=GoalSet)
def set_goal(
    actor: Actor,
    *,
    name: str,
    target: str,
    unit: str,
    milestones: tuple[int, ...] = (25, 50, 75, 100),
    festival: UUID | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[GoalSet] | Refusal:
    """Set a goal that many reach together: how much of what, and at which per cents it is celebrated."""
    who = speaker(actor, "play.set_goal", for_)
    if isinstance(who, Refusal):
        return who
    fault = may_say(name, "name", 80, "Say what you would like to reach together.") or may_say(
        unit, "unit", 20, "Say what is counted, like kg or books."
    )
    if fault:
        return fault
    parts = _parts(target)
    if parts is None or not abs(parts) <= MOST:
        return Refusal(TOO_FINE.code, TOO_FINE.template, "target")
    if isinstance(wrong := progress(Told(parts), ()), Refusal):
        return wrong
    marks = sorted(set(milestones))
    if not marks or marks[0] < 1 or marks[-1] > 1000 or len(marks) > 20:
        return Refusal("WRONG_MILESTONES", "Write whole per cents, from 1 to 1000.", "milestones")
    row = None
    if festival is not None:
        row = the_one(Festival.objects.filter(community_id=actor.community_id, public_id=festival))
        if row is None:
            return Refusal("NOT_FOUND", "There is no such festival here.", "festival")
    goal = Goal.objects.create(
        community=who.community, keeper=who.agent, festival=row, name=name.strip(), target=parts, unit=unit.strip(),
        milestones=marks, said_on=clock.today(who.community.time_zone),
    )  # fmt: skip
    return Done(GoalSet(goal.public_id))


@action("play.give", receipt=Gave)
def give(
    actor: Actor,
    *,
    goal: UUID,
    amount: str,
    is_unnamed: bool = False,
    corrects: UUID | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[Gave] | Refusal:
    """Give towards a goal; with `is_unnamed` nobody's name is kept with it. Each milestone is celebrated once.

    An amount below nothing says which line it `corrects`: one's own, or for whoever set the goal and the desk any.
    """
    who = speaker(actor, "play.give", for_)
    if isinstance(who, Refusal):
        return who
    row = the_one(
        Goal.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(community_id=actor.community_id, public_id=goal)
    )
    if row is None:
        return NO_GOAL
    parts = _parts(amount)
    if parts is None or abs(parts) > MOST:
        return TOO_FINE
    if parts > FAR * row.target:
        return FAR_MORE
    line = None
    if corrects is not None:
        line = the_one(Given.objects.filter(goal=row, public_id=corrects, corrects=None))
        if line is None or not (
            line.agent_id == who.agent_id or who.agent_id == row.keeper_id or policy.may(actor, "play.give")
        ):
            return NO_LINE
    lines, told = as_told(row)
    before = progress(told, lines)
    after = progress(told, [*lines, Line(parts, None, line.pk if line else None)])
    if isinstance(after, Refusal):
        return after
    assert isinstance(before, Progress)
    reached = milestones(told, before, after)
    assert isinstance(reached, tuple)
    today = clock.today(row.community.time_zone)
    given = Given.objects.create(
        goal=row, agent=None if is_unnamed else who.agent, amount=parts, corrects=line, said_on=today
    )
    row.celebrated = [*row.celebrated, *([int(mark), today.isoformat()] for mark in reached)]
    row.save(update_fields=["celebrated"])
    return Done(
        Gave(row.public_id, None if is_unnamed else given.public_id, tuple(int(mark) for mark in reached)),
        _told(row, max((int(mark) for mark in reached), default=0), after),
    )


def _told(row: Goal, mark: int, after: Progress) -> tuple[Notice, ...]:
    """Everybody who gave with their name, and who set it, is told what was reached together."""
    if not mark:
        return ()
    named = set(Given.objects.filter(goal=row).exclude(agent=None).values_list("agent", flat=True))
    said = {"what": row.name, "mark": str(mark), "total": far(row, after)}
    words = "Together we reached %(mark)s per cent of “%(what)s”: %(total)s. Thank you."
    return tuple(Notice(one, words, said) for one in sorted({*named, row.keeper_id}))


def _parts(said: str) -> int | None:
    """A number as people write it, in thousandths; None for what is none, finer than that, or could be a thousand."""
    number = exact(said.strip().replace(",", ".")) if _NUMBER.fullmatch(said.strip()) else None
    return None if number is None else int(number * PARTS)
