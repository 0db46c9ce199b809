"""How people make merry together: goals and what is celebrated, the way of a festival, things lent, and things mended.

Pure and exact. Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names. Nothing of
it is recorded as hours: who helps here is thanked.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

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
from coproduce.core.arena import Help
from coproduce.core.refusal import Refusal

__all__ = (
    "AGREED", "ANNOUNCED", "BARRIERS", "CANCELLED", "CATEGORIES", "DONE", "FIELDS", "FIXED", "IDEA", "ON", "RULE_SETS",
    "STANDARD", "STATES", "STATUSES", "Given", "Goal", "Idea", "Loan", "Plan", "Progress", "Repair", "Rules", "Source",
    "as_ords", "due_on", "exact", "is_to_ask", "lacks", "may_break_down", "may_follow", "may_record", "may_write_down",
    "milestones", "progress", "stands", "waits_for",
)  # fmt: skip


def may_record(told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD) -> Refusal:
    """No help of play is recorded as hours, whatever it was and whatever a community chose.

    >>> from coproduce.core.quantity import HOURS
    >>> may_record(Help("Ana", "Ben", HOURS(60), date(2026, 11, 16)), date(2026, 11, 17)).code
    'NO_HOURS'
    """
    return Refusal(
        "NO_HOURS", "Nothing here is counted in hours: whoever came is counted, and who helps is thanked.", "time"
    )
