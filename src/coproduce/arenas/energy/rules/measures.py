"""What a key does to a community: how much of its own it uses, how evenly its gain falls, what each home pays.

Exact: parts are fractions, money whole smallest coins. A key is tried on the community's own readings before members
vote on it; what comes out is beside the present, never a promise.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from numpy.typing import ArrayLike

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.arenas.energy.rules.keys import Key
from coproduce.arenas.energy.rules.money import Allocation, Prices, alone, bills, flows, settle
from coproduce.core.arena import told_as


def gini(numbers: Iterable[int]) -> Fraction:
    """How unevenly amounts fall: 0 where all have the same, towards 1 where one has all. Half the mean difference.

    EnergyError for an amount below nothing. Nothing among nobody is even. Gini (1912), as the sum over the ordered
    amounts.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 8]), gini([1, 3])
    (Fraction(0, 1), Fraction(3, 4), Fraction(1, 4))
    """
    in_order = sorted(numbers)
    if in_order and in_order[0] < 0:
        raise EnergyError("NEGATIVE", "numbers", f"An amount is below nothing: {in_order[0]}.")
    many, whole = len(in_order), sum(in_order)
    if not whole:
        return Fraction(0)
    weighted = sum(place * amount for place, amount in enumerate(in_order, start=1))
    return Fraction(2 * weighted, many * whole) - Fraction(many + 1, many)


def self_consumption(months: Iterable[Allocation]) -> Fraction | None:
    """The part of what was made here that was used here, by its maker or a neighbour; None where nothing was made.

    >>> self_consumption([Allocation("roof", own_wh=200, sold_wh=50, surplus_wh=250)])
    Fraction(1, 2)
    """
    months = tuple(months)
    used = sum(one.own_wh + one.sold_wh for one in months)
    return _part(used, used + sum(one.surplus_wh for one in months))


def self_sufficiency(months: Iterable[Allocation]) -> Fraction | None:
    """The part of what was used here that was made here; None where nothing was used.

    >>> self_sufficiency([Allocation("Ana", own_wh=100, bought_wh=100, grid_wh=600)])
    Fraction(1, 4)
    """
    months = tuple(months)
    ours = sum(one.own_wh + one.bought_wh for one in months)
    return _part(ours, ours + sum(one.grid_wh for one in months))


class Compared(NamedTuple):
    """What one key would have come to.

    `savings` is, by meter, the bill without neighbours less the bill with them; `gini` is of the savings, None where
    somebody loses by it; `low_income` is the part of all savings that falls to homes of little income, None where
    nobody saves or none was named.
    """

    key: Key
    self_consumption: Fraction | None
    self_sufficiency: Fraction | None
    gini: Fraction | None
    low_income: Fraction | None
    bills: Mapping[str, int]
    savings: Mapping[str, int]
    surplus_wh: int


def compare(
    meters: Sequence[str],
    load_wh: ArrayLike,
    made_wh: ArrayLike,
    prices: Prices | Mapping[str, Any],
    keys: Sequence[Key],
    *,
    weights: ArrayLike | None = None,
    pairs: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    low_income: Collection[str] = (),
    start: int = 0,
) -> tuple[Compared, ...]:
    """Each of these keys on the same readings, (meters, intervals) of what was used and made, at the same prices.

    `weights` are those of static and hybrid, `pairs` those of pair.

    >>> homes = ["Ana", "Ben", "roof"]
    >>> told = compare(homes, [[600], [200], [0]], [[0], [0], [400]], Prices(200, retail=300, feed_in=100),
    ...                ["static", "dynamic"], weights=[500_000, 500_000, 0], low_income=["Ben"])
    >>> [(one.key, one.savings, one.low_income) for one in told]  # doctest: +NORMALIZE_WHITESPACE
    [('static', {'Ana': 20, 'Ben': 20, 'roof': 40}, Fraction(1, 4)),
     ('dynamic', {'Ana': 30, 'Ben': 10, 'roof': 40}, Fraction(1, 8))]
    """
    prices = told_as(Prices, prices)
    compared = []
    for key in keys:
        parts = pairs if key == "pair" else weights
        months = flows(load_wh, made_wh, key=key, weights=parts, priority=priority, start=start).months(meters)
        shared, before = (bills(settle(rows, prices)) for rows in (months, map(alone, months)))
        savings = {meter: before.get(meter, 0) - shared.get(meter, 0) for meter in meters}
        compared.append(
            Compared(
                key,
                self_consumption(months),
                self_sufficiency(months),
                gini(savings.values()) if min(savings.values(), default=0) >= 0 else None,
                _part(sum(savings[meter] for meter in low_income), sum(savings.values())) if low_income else None,
                {meter: shared.get(meter, 0) for meter in meters},
                savings,
                sum(one.surplus_wh for one in months),
            )
        )
    return tuple(compared)


def _part(some: int, whole: int) -> Fraction | None:
    return Fraction(some, whole) if whole > 0 else None
