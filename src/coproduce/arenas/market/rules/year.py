"""A year as the engine of cycles takes it: what each member's book and each fund changes by, which adds up to nothing.

Reckoned whole from what was frozen, so that what is put right later is a difference and nothing else (`core.cycle`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coproduce.arenas.market.rules.sets import Choice, Rules
from coproduce.arenas.market.rules.sharing import Allocation, dividend

#: Where a surplus comes from, in a key.
SURPLUS = "fund/surplus"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a year is reckoned from: its surplus, who traded and holds how much, what they chose, and the rules."""

    surplus_minor: int
    trade: Mapping[int, int]
    rules: Rules
    capital: Mapping[int, int] = field(default_factory=dict)
    choices: Mapping[int, Choice] = field(default_factory=dict)
    others_minor: int = 0
    reserve_minor: int = 0


def allocated(year: Frozen) -> Allocation:
    """The allocation of a year."""
    return dividend(
        year.surplus_minor, year.trade, year.rules, capital_by_member=year.capital, choices=year.choices,
        others_trade_minor=year.others_minor, reserve_minor=year.reserve_minor,
    )  # fmt: skip


def moved(year: Frozen, unit: str) -> dict[tuple[str, str], int]:
    """What changes where: a key is what it is and a member's number, or `fund` and its name.

    >>> moved(Frozen(101, {1: 2, 2: 1}, Rules(reserve_share="1/2")), "GBP")
    {('fund/reserve', 'GBP'): 51, ('cash/1', 'GBP'): 33, ('cash/2', 'GBP'): 17, ('fund/surplus', 'GBP'): -101}
    """
    found = allocated(year)
    amounts = {
        "fund/reserve": found.reserve_minor - found.drawn_minor,
        "fund/education": found.education_minor,
        "fund/social": found.social_minor,
        "fund/carried": found.carried_minor,
        **{f"interest/{who}": much for who, much in found.interest.items()},
        **{f"cash/{who}": much for who, much in found.cash.items()},
        **{f"retained/{who}": much for who, much in found.retained.items()},
        **{f"given/{who}": much for who, much in found.given.items()},
        **{f"retained/{who}": -much for who, much in found.borne.items()},
        SURPLUS: -year.surplus_minor,
    }
    return {(key, unit): much for key, much in amounts.items() if much}
