"""Who is visited after hospital, by whom, when, and what follows: pure, so that anybody can try a nurse's question.

Safety decides every doubt: nobody goes unchecked, nobody goes alone the first time, what was not asked is never fine.
Receiving makes no debt: hours come out of the community's care pot; what anybody holds is never asked. Arguments that
are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from coproduce.arenas.care.rules.cards import as_printed, card, read_card
from coproduce.arenas.care.rules.checklist import ANSWERS, QUESTIONS, asked, flag_of
from coproduce.arenas.care.rules.checks import ACTIVITIES, Check, check_level, may_ask_for, visitor_allowed
from coproduce.arenas.care.rules.clocks import Rules, Since, alarm, answer_by, calls_due, due_at, may_be_rota, to_ring
from coproduce.arenas.care.rules.matching import Score, score
from coproduce.arenas.care.rules.outcomes import Ended, by_generation, stopped
from coproduce.arenas.care.rules.states import STATES, Event, next_state, way_to
from coproduce.arenas.care.rules.visitors import Visitor, missing
from coproduce.core.arena import Help, told_as
from coproduce.core.network import Case
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, read

__all__ = (
    "ACTIVITIES",
    "ANSWERS",
    "QUESTIONS",
    "RULE_SETS",
    "STANDARD",
    "STATES",
    "Case",
    "Check",
    "Ended",
    "Event",
    "Rules",
    "Score",
    "Since",
    "Visitor",
    "alarm",
    "answer_by",
    "as_printed",
    "asked",
    "by_generation",
    "calls_due",
    "card",
    "check_level",
    "credits",
    "due_at",
    "flag_of",
    "may_ask_for",
    "may_be_rota",
    "may_record",
    "missing",
    "next_state",
    "read_card",
    "score",
    "stopped",
    "to_ring",
    "visitor_allowed",
    "way_to",
)  # fmt: skip

RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.care").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of a visit can be recognised on that day, else what to mend.

    >>> from datetime import date
    >>> visit = Help("Ana", "Ben", HOURS(60), date(2026, 11, 16))
    >>> may_record(visit, date(2026, 11, 17)) is None, may_record(visit, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What the visitor and the visited are recognised with: the minutes, and nothing. The care pot gives them.

    >>> credits(Help("Ana", "Ben", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
