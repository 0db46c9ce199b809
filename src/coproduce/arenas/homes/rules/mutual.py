"""Homes owned together: a charge by what somebody earns, shares by what they paid, and what they take when they leave.

Money is whole minor units. Source: LILAC and the lease of the mutual home ownership society (FFS schedule 5); Wales
7.6.2 pays 75 % of the change. Whether a fall is passed on is the society's own rule.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from coproduce.arenas.homes.rules.loans import MoneyError, Rate, exact, whole
from coproduce.core.obligation import half_up


class Charge(NamedTuple):
    """What a household pays a month: the whole, what of it runs the homes, and what buys shares."""

    whole: int
    running: int
    equity: int


class Width(NamedTuple):
    """What a household holds as a part of what its home cost, and whether that is as wide as the society lets it be."""

    part: Fraction
    is_within: bool


def charge(income_month: int, share: Rate, running_month: int) -> Charge:
    """A household's share of its net income; what is left after running the homes buys shares, never less than nothing.

    >>> charge(2_000_00, Decimal("0.35"), 150_00)
    Charge(whole=70000, running=15000, equity=55000)
    """
    whole(income_month=income_month, running_month=running_month)
    for name, amount in (("income_month", income_month), ("running_month", running_month)):
        if amount < 0:
            raise MoneyError("NEGATIVE", name, f"{name} is {amount}: write 0 or more.")
    if not 0 < exact(share) <= 1:
        raise MoneyError("NOT_A_SHARE", "share", f"A share is a part of 1: 35 % is 0.35, not {share}.")
    paid = half_up(exact(share) * income_month)
    running = min(paid, running_month)
    return Charge(paid, running, paid - running)


def leaver_value(
    shares: int,
    par: int,
    index_start: Rate,
    index_end: Rate,
    years: Rate,
    uplift: Rate,
    *,
    least_years: int = 3,
    falls_count: bool = True,
) -> int:
    """What somebody takes who leaves: their shares at par, and after more than three years the index's change too.

    `uplift` is the part of the change that is paid out: 1 all of it, 0.75 in Wales. MoneyError for an index of 0.

    >>> leaver_value(50, 1_000_00, 100, 120, 5, Decimal("0.75")), leaver_value(50, 1_000_00, 100, 120, 3, 1)
    (5750000, 5000000)
    >>> leaver_value(50, 1_000_00, 100, 90, 5, 1), leaver_value(50, 1_000_00, 100, 90, 5, 1, falls_count=False)
    (4500000, 5000000)
    """
    whole(shares=shares, par=par)
    for name, number in (("shares", shares), ("par", par), ("years", exact(years))):
        if number < 0:
            raise MoneyError("NEGATIVE", name, f"{name} is {number}: write 0 or more.")
    for name, index in (("index_start", exact(index_start)), ("index_end", exact(index_end))):
        if index <= 0:
            raise MoneyError("INDEX", name, f"An index is more than 0, not {index}: look at the series.")
    if not 0 <= exact(uplift) <= 1:
        raise MoneyError(
            "NOT_A_SHARE", "uplift", f"What is paid out of the change is a part of 1: 75 % is 0.75, not {uplift}."
        )
    change = exact(index_end) / exact(index_start) - 1
    if not falls_count:
        change = max(change, Fraction(0))
    if exact(years) <= least_years:
        change = Fraction(0)
    return half_up(shares * par * (1 + exact(uplift) * change))


def index_on(series: Mapping[date, Decimal], day: date) -> Decimal | None:
    """What the index said that day: the last value of that day or before; None before the series begins.

    >>> series = {date(2024, 1, 1): Decimal(100), date(2025, 1, 1): Decimal(104)}
    >>> index_on(series, date(2024, 12, 31)), index_on(series, date(2025, 1, 1)), index_on(series, date(2023, 1, 1))
    (Decimal('100'), Decimal('104'), None)
    """
    known = [one for one in series if one <= day]
    return series[max(known)] if known else None


def widths(held: Mapping[str, int], cost: Mapping[str, int], narrowest: Rate, widest: Rate) -> Mapping[str, Width]:
    """How wide each household's equity is beside what its home cost, in shares. MoneyError for one that cost nothing.

    >>> widths({"no. 3": 95}, {"no. 3": 100}, Decimal("0.9"), Decimal("1.1"))
    {'no. 3': Width(part=Fraction(19, 20), is_within=True)}
    """
    told = {}
    for home, shares in cost.items():
        if shares < 1:
            raise MoneyError("NOT_POSITIVE", home, f"{home} cost nothing: write what it cost, in shares.")
        part = Fraction(held.get(home, 0), shares)
        told[home] = Width(part, exact(narrowest) <= part <= exact(widest))
    return told


def is_balanced(held: Mapping[str, int], cost: Mapping[str, int]) -> bool:
    """Whether all homes together are owned: shares over what one home cost make up for those under another's.

    >>> is_balanced({"no. 3": 95, "no. 4": 105}, {"no. 3": 100, "no. 4": 100})
    True
    """
    return sum(held.values()) == sum(cost.values())
