"""How a lane's sewer and water main are laid, what they take and cost, who pays what, and what is still missing: pure.

Nature is reckoned in floats; money, levels and quantities are exact. Arguments that are not numbers are frozen
dataclasses, or plain mappings with the same names. A qualified engineer checks any real design.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.works.rules.dues import Agreed, Dues, Part, Scheme, agreed, due_by, dues, instalments
from coproduce.arenas.works.rules.faults import WorksError
from coproduce.arenas.works.rules.flow import (
    Circle,
    Hydraulics,
    capacity,
    circle,
    design_flow,
    diameter,
    hydraulics,
    least_gradient,
    users,
)
from coproduce.arenas.works.rules.lane import (
    Chamber,
    Flag,
    House,
    Lane,
    Line,
    Reach,
    chambers_at,
    design,
    in_one_lane,
    registered,
)
from coproduce.arenas.works.rules.lengths import millimetres
from coproduce.arenas.works.rules.links import Link, Missing, missing_links, way_down
from coproduce.arenas.works.rules.mains import Main, Tap, loss_m, main_for, main_of, pressures
from coproduce.arenas.works.rules.quantities import Bill, Item, Quantities, Way, alternatives, bill, quantities, weeks
from coproduce.arenas.works.rules.sets import RULE_SETS, STANDARD, Pace, RateBook, Rules
from coproduce.arenas.works.rules.stages import STAGES, Reached, may_start, stage
from coproduce.arenas.works.rules.survey import Ground, Sight, Walk, allowed_mm, along, ground_of, level_at, walk
from coproduce.arenas.works.rules.upkeep import TurnDue, rota
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "RULE_SETS",
    "STAGES",
    "STANDARD",
    "Agreed",
    "Bill",
    "Chamber",
    "Circle",
    "Dues",
    "Flag",
    "Ground",
    "House",
    "Hydraulics",
    "Item",
    "Lane",
    "Line",
    "Link",
    "Main",
    "Missing",
    "Pace",
    "Part",
    "Quantities",
    "RateBook",
    "Reach",
    "Reached",
    "Rules",
    "Scheme",
    "Sight",
    "Tap",
    "TurnDue",
    "Walk",
    "Way",
    "WorksError",
    "agreed",
    "allowed_mm",
    "along",
    "alternatives",
    "bill",
    "capacity",
    "chambers_at",
    "circle",
    "credits",
    "design",
    "design_flow",
    "diameter",
    "due_by",
    "dues",
    "ground_of",
    "hydraulics",
    "in_one_lane",
    "instalments",
    "least_gradient",
    "level_at",
    "loss_m",
    "main_for",
    "main_of",
    "may_record",
    "may_start",
    "millimetres",
    "missing_links",
    "pressures",
    "quantities",
    "registered",
    "rota",
    "stage",
    "users",
    "walk",
    "way_down",
    "weeks",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of help can be recognised on that day, else what to mend.

    >>> dug = Help("Ana", "Lane 4", HOURS(60), date(2026, 11, 16))
    >>> may_record(dug, date(2026, 11, 17)) is None, may_record(dug, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who dug and whose lane it was are recognised with: the minutes, and nothing: work given makes no debt.

    >>> credits(Help("Ana", "Lane 4", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
