"""How energy made together is shared and settled: pure, in whole watt-hours and smallest coins.

Own use comes first; what is left over is a pool; a key that the members chose shares it in every interval, so that
nobody gets more than they use and nothing is made up. Help to each other (a roof shown, a meter read) is hours, and
never energy or money. Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.arenas.energy.rules.keys import KEYS, Key, share, share_by_pair, share_totals
from coproduce.arenas.energy.rules.measures import Compared, compare, gini, self_consumption, self_sufficiency
from coproduce.arenas.energy.rules.money import (
    Allocation,
    Flows,
    Line,
    Prices,
    Replayed,
    alone,
    bills,
    flows,
    replay,
    settle,
    to_books,
    who_gave,
)
from coproduce.arenas.energy.rules.month import Days, Place, Shared, Sharing, loads, month_of, share_month
from coproduce.arenas.energy.rules.points import Belonging, may_belong, own_part
from coproduce.arenas.energy.rules.premium import Divided, italian_premium, social_fund
from coproduce.arenas.energy.rules.readings import (
    Curve,
    Flag,
    Gaps,
    Reading,
    Sheet,
    at_steps_of,
    curves,
    filled,
    from_days,
    from_long,
    from_wide,
)
from coproduce.arenas.energy.rules.sets import RULE_SETS, STANDARD, Premium, Rules, Step
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "KEYS",
    "RULE_SETS",
    "STANDARD",
    "Allocation",
    "Belonging",
    "Compared",
    "Curve",
    "Days",
    "Divided",
    "EnergyError",
    "Flag",
    "Flows",
    "Gaps",
    "Key",
    "Line",
    "Place",
    "Premium",
    "Prices",
    "Reading",
    "Replayed",
    "Rules",
    "Shared",
    "Sharing",
    "Sheet",
    "Step",
    "alone",
    "at_steps_of",
    "bills",
    "compare",
    "credits",
    "curves",
    "filled",
    "flows",
    "from_days",
    "from_long",
    "from_wide",
    "gini",
    "italian_premium",
    "loads",
    "may_belong",
    "may_record",
    "month_of",
    "own_part",
    "replay",
    "self_consumption",
    "self_sufficiency",
    "settle",
    "share",
    "share_by_pair",
    "share_month",
    "share_totals",
    "social_fund",
    "to_books",
    "who_gave",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of help can be recognised on that day, else what to mend.

    >>> shown = Help("Ana", "Ben", HOURS(60), date(2026, 11, 16))
    >>> may_record(shown, date(2026, 11, 17)) is None, may_record(shown, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who helped and who was helped are recognised with: the minutes, and nothing: a shown roof makes no debt.

    >>> credits(Help("Ana", "Ben", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
