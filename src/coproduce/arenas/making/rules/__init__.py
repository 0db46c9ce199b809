"""How things are made near: what a design takes, who can make it, under which licence, and whom it comes from.

Pure and exact: quantities, costs, grams and minutes are fractions; what is not known is said and never guessed.
Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.making.rules.credit import Credit, Work, attribution, credited, people_of
from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.fitting import WAYS, Laid, Machine, Part, fits, laid, laid_in, rectangle_goes_in
from coproduce.arenas.making.rules.licences import Reason, compatible, named, reasons
from coproduce.arenas.making.rules.lines import read_box, read_parts, write_parts
from coproduce.arenas.making.rules.modules import (
    Chosen,
    Design,
    Module,
    Totals,
    Use,
    bought,
    chosen,
    explode,
    licences_of,
    roll_up,
    to_make,
    where_used,
)
from coproduce.arenas.making.rules.numbers import exact, positive
from coproduce.arenas.making.rules.planning import Job, Maker, Missing, Plan, plan
from coproduce.arenas.making.rules.processes import PROCESSES, UNKNOWN, Process, is_a, kinds, process
from coproduce.arenas.making.rules.sets import RULE_SETS, STANDARD, Rules
from coproduce.arenas.making.rules.versions import is_in, order_of
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "PROCESSES",
    "RULE_SETS",
    "STANDARD",
    "UNKNOWN",
    "WAYS",
    "Chosen",
    "Credit",
    "Design",
    "Job",
    "Laid",
    "Machine",
    "Maker",
    "MakingError",
    "Missing",
    "Module",
    "Part",
    "Plan",
    "Process",
    "Reason",
    "Rules",
    "Totals",
    "Use",
    "Work",
    "attribution",
    "bought",
    "chosen",
    "compatible",
    "credited",
    "credits",
    "exact",
    "explode",
    "fits",
    "is_a",
    "is_in",
    "kinds",
    "laid",
    "laid_in",
    "licences_of",
    "may_record",
    "named",
    "order_of",
    "people_of",
    "plan",
    "positive",
    "process",
    "read_box",
    "read_parts",
    "reasons",
    "rectangle_goes_in",
    "roll_up",
    "to_make",
    "where_used",
    "write_parts",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of help can be recognised on that day by the community's rules, else what to mend.

    >>> turned = Help("Ana", "Ben", HOURS(90), date(2026, 11, 16))
    >>> may_record(turned, date(2026, 11, 17)) is None, may_record(turned, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who made and who has it now are recognised with: the minutes, and nothing. A thing that is made is no debt.

    >>> credits(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
