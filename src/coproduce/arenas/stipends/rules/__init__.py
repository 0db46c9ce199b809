"""What a family is paid whose children are at school, what a register says, and what follows when they were not: pure.

Recognition of effort and no policing: what is unknown costs nothing, what follows is told first and answered before it
happens, and a person ends it, never a rule. Arguments that are not numbers are frozen dataclasses, or plain mappings
with the same names.
"""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from coproduce.arenas.stipends.rules.attendance import (
    AttendanceError,
    Bands,
    Register,
    attendance_rate,
    outcome,
    outcomes,
    share_asked,
)
from coproduce.arenas.stipends.rules.benefits import Household, Line, Part, Person, Programme, benefit
from coproduce.arenas.stipends.rules.paying import Record, differences, kept_in, month
from coproduce.arenas.stipends.rules.steps import Rules, Rung, ladder_step
from coproduce.core.arena import Help, told_as
from coproduce.core.ladder import Appeal, Decision, LadderError, Period, Step
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, read

__all__ = (
    "RULE_SETS",
    "STANDARD",
    "Appeal",
    "AttendanceError",
    "Bands",
    "Decision",
    "Household",
    "LadderError",
    "Line",
    "Part",
    "Period",
    "Person",
    "Programme",
    "Record",
    "Register",
    "Rules",
    "Rung",
    "Step",
    "attendance_rate",
    "benefit",
    "credits",
    "differences",
    "kept_in",
    "ladder_step",
    "may_record",
    "month",
    "outcome",
    "outcomes",
    "share_asked",
)

RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.stipends").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values


#: Help at school is written down day by day, and no further back than a year.
LONGEST_MINUTES, OLDEST_DAYS = 480, 366


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when this help at school can be recognised on that day, else what to mend.

    >>> may_record(Help("Ana", "the school", HOURS(60), date(2026, 11, 16)), date(2026, 11, 17)) is None
    True
    """
    return may_write_down(told, today, LONGEST_MINUTES, OLDEST_DAYS)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What whoever helps at school in turn and the school are recognised with: the minutes, and nothing. The pot gives
    them; it pays no debt.

    >>> credits(Help("Ana", "the school", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    return told_as(Help, told).time, HOURS(0)
