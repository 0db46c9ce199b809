"""The way of a festival or a challenge: idea, agreed, announced, on, done; or cancelled before that.

Our design. Who is not of age may organise one: then nothing is agreed before a guardian said yes to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coproduce.arenas.play.rules.sets import STANDARD, Rules
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

IDEA, AGREED, ANNOUNCED, ON, DONE, CANCELLED = STATES = ("idea", "agreed", "announced", "on", "done", "cancelled")

#: What may follow what.
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    IDEA: (AGREED, CANCELLED),
    AGREED: (ANNOUNCED, CANCELLED),
    ANNOUNCED: (ON, CANCELLED),
    ON: (DONE, CANCELLED),
    DONE: (),
    CANCELLED: (),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """What is known of an idea: how many others said yes, and whether whoever had it is of age or a guardian agrees."""

    backers: int
    is_minor: bool = False
    has_guardians_yes: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What whoever thinks of coming wants to know: what happens, and how it is for them."""

    parts: int = 0
    kit: str = ""
    quiet: str = ""
    access: str = ""
    rain: str = ""


def may_follow(state: str, to: str) -> Refusal | None:
    """None when a festival in this state may come into that one.

    >>> may_follow("idea", "agreed") is None, may_follow("done", "cancelled").code
    (True, 'WRONG_STATE')
    """
    if to in FOLLOWS.get(state, ()):
        return None
    return Refusal("WRONG_STATE", "That cannot be done any more. Look at how it stands now.", "festival")


def waits_for(idea: Idea | Mapping[str, Any], rules: Rules | Mapping[str, Any] = STANDARD) -> tuple[str, ...]:
    """What an idea still waits for before it is agreed: others, a guardian, or nothing.

    >>> waits_for(Idea(backers=2)), waits_for(Idea(backers=1, is_minor=True))
    ((), ('others', 'guardian'))
    """
    idea, rules = told_as(Idea, idea), told_as(Rules, rules)
    return (
        *(("others",) if idea.backers < rules.backers_needed_people else ()),
        *(("guardian",) if idea.is_minor and not idea.has_guardians_yes else ()),
    )


def lacks(plan: Plan | Mapping[str, Any]) -> tuple[str, ...]:
    """What is still to be said before everybody is invited. A kit list may be empty: then nothing is to be brought.

    >>> lacks(Plan(2, quiet="The vestry", access="No steps", rain="In the hall")), lacks(Plan(kit="Cups"))
    ((), ('parts', 'quiet', 'access', 'rain'))
    """
    plan = told_as(Plan, plan)
    said = {"parts": bool(plan.parts), "quiet": plan.quiet, "access": plan.access, "rain": plan.rain}
    return tuple(name for name, is_said in said.items() if not is_said)


def stands(state: str, begins_at: datetime | None, now: datetime) -> str:
    """How it stands at a moment: what is announced is on once its first part has begun.

    >>> noon = datetime(2026, 7, 4, 12)
    >>> stands("announced", noon, noon), stands("announced", None, noon), stands("agreed", noon, noon)
    ('on', 'announced', 'agreed')
    """
    if state == ANNOUNCED and begins_at is not None and begins_at <= now:
        return ON
    return state
