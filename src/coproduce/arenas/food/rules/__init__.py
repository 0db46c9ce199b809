"""How food is ordered, shared, paid for and brought round: pure, in whole pieces, grams, minutes and smallest coins.

What was ordered is frozen at the close; what comes short is shared and said; what is unknown in a food is not none.
Work on the field is owed to it and is never a price. Arguments that are not numbers are frozen dataclasses, or plain
mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.food.rules.allergens import ALLERGENS, Product, may_stand_in
from coproduce.arenas.food.rules.faults import FoodError
from coproduce.arenas.food.rules.packs import (
    Order,
    PiecesCame,
    distribute,
    fewer,
    left_over,
    may_change,
    missing_pieces,
    packs_to_order,
    short,
)
from coproduce.arenas.food.rules.paying import Frozen, Note, charge, credit_notes
from coproduce.arenas.food.rules.rounds import (
    NO_WAY,
    Drives,
    Route,
    Stop,
    Vehicle,
    left_out,
    minutes_between,
    round_plan,
)
from coproduce.arenas.food.rules.sets import RULE_SETS, STANDARD, Rules
from coproduce.arenas.food.rules.settling import POT, Got, never_dearer, owed
from coproduce.arenas.food.rules.surplus import fetch_by, may_fetch
from coproduce.arenas.food.rules.work import CORE, OTHER, Part, work_counted, work_required
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "ALLERGENS",
    "CORE",
    "NO_WAY",
    "OTHER",
    "POT",
    "RULE_SETS",
    "STANDARD",
    "Drives",
    "FoodError",
    "Frozen",
    "Got",
    "Note",
    "Order",
    "Part",
    "PiecesCame",
    "Product",
    "Route",
    "Rules",
    "Stop",
    "Vehicle",
    "charge",
    "credit_notes",
    "credits",
    "distribute",
    "fetch_by",
    "fewer",
    "left_out",
    "left_over",
    "may_change",
    "may_fetch",
    "may_record",
    "may_stand_in",
    "minutes_between",
    "missing_pieces",
    "never_dearer",
    "owed",
    "packs_to_order",
    "round_plan",
    "short",
    "work_counted",
    "work_required",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of help can be recognised on that day, else what to mend.

    >>> dug = Help("Ana", "the field", HOURS(60), date(2026, 11, 16))
    >>> may_record(dug, date(2026, 11, 17)) is None, may_record(dug, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who worked and whose field it was are recognised with: the minutes, and nothing: a harvest makes no debt.

    >>> credits(Help("Ana", "the field", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
