"""How a market among neighbours counts: pure, in whole pence and minutes.

What a year brought is shared exactly, by trade and by the rules members chose; hours buy nothing and bring no dividend.
Arguments that are not numbers are frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.market.rules.faults import MarketError
from coproduce.arenas.market.rules.first_trade import DESIGN, Buyer, FirstTrade, compared
from coproduce.arenas.market.rules.multiplier import Multiplier, Taker, lm3, went_round
from coproduce.arenas.market.rules.sets import CHOICES, RULE_SETS, STANDARD, Choice, Rules
from coproduce.arenas.market.rules.shares import may_give_back, may_take
from coproduce.arenas.market.rules.sharing import Allocation, Reason, dividend, per_pound
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "CHOICES",
    "DESIGN",
    "RULE_SETS",
    "STANDARD",
    "Allocation",
    "Buyer",
    "Choice",
    "FirstTrade",
    "MarketError",
    "Multiplier",
    "Reason",
    "Rules",
    "Taker",
    "compared",
    "credits",
    "dividend",
    "lm3",
    "may_give_back",
    "may_record",
    "may_take",
    "per_pound",
    "went_round",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of a shift, or of teaching, can be recognised on that day, else what to mend.

    >>> stood = Help("Ana", "the market", HOURS(120), date(2026, 11, 16))
    >>> may_record(stood, date(2026, 11, 17)) is None, may_record(stood, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What who stood a shift and whose it was are recognised with: the minutes, and nothing: they buy no goods.

    >>> credits(Help("Ana", "the market", HOURS(60), date(2026, 11, 16)))
    (Quantity('1 h 00'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
