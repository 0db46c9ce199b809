"""How people make merry together: goals and what is celebrated, the way of a festival, things lent, and things mended.

Pure and exact. Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from coproduce.arenas.play.rules.festivals import (
    AGREED,
    ANNOUNCED,
    CANCELLED,
    DONE,
    IDEA,
    ON,
    STATES,
    Idea,
    Plan,
    lacks,
    may_follow,
    stands,
    waits_for,
)
from coproduce.arenas.play.rules.goals import Given, Goal, Progress, exact, may_break_down, milestones, progress
from coproduce.arenas.play.rules.lending import Loan, due_on, is_to_ask
from coproduce.arenas.play.rules.repairs import (
    BARRIERS,
    CATEGORIES,
    FIELDS,
    FIXED,
    STATUSES,
    Repair,
    Source,
    as_ords,
    may_write_down,
)
from coproduce.arenas.play.rules.sets import RULE_SETS, STANDARD, Rules

__all__ = (
    "AGREED", "ANNOUNCED", "BARRIERS", "CANCELLED", "CATEGORIES", "DONE", "FIELDS", "FIXED", "IDEA", "ON", "RULE_SETS",
    "STANDARD", "STATES", "STATUSES", "Given", "Goal", "Idea", "Loan", "Plan", "Progress", "Repair", "Rules", "Source",
    "as_ords", "due_on", "exact", "is_to_ask", "lacks", "may_break_down", "may_follow", "may_write_down", "milestones",
    "progress", "stands", "waits_for",
)  # fmt: skip
