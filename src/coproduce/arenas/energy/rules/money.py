"""What a month of shared energy comes to in money: own use first, then neighbours, then the grid.

Watt-hours and smallest coins, exactly: what buyers pay for their neighbours' energy is what those are paid, to the last
penny. Only that goes through a community's books; bills of suppliers are reckoned beside it, so that anybody sees what
sharing saves.

Source: the settlement of collective self-consumption; the vector of two prosumers is that of gsy-e's coefficient
market.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.arenas.energy.rules.keys import Key, share, share_by_pair, turns, whole_wh
from coproduce.core.apportion import apportion
from coproduce.core.arena import told_as
from coproduce.core.obligation import half_up

#: A price of a kWh in smallest coins, exactly.
Price = int | Decimal | Fraction

What = Literal["bought", "grid", "sold", "surplus"]


@dataclass(frozen=True)
class Flows:
    """Where every watt-hour went, by meter and interval.

    own + bought + grid is the load; own + sold + surplus is what was made.
    """

    own: NDArray[np.int64]
    bought: NDArray[np.int64]
    grid: NDArray[np.int64]
    sold: NDArray[np.int64]
    surplus: NDArray[np.int64]

    def months(self, meters: Sequence[str]) -> tuple["Allocation", ...]:
        """All intervals added up, by meter."""
        sums = (one.sum(axis=1).tolist() for one in (self.own, self.bought, self.grid, self.sold, self.surplus))
        return tuple(Allocation(*row) for row in zip(meters, *sums, strict=True))


@dataclass(frozen=True, slots=True)
class Allocation:
    """A meter's month: used of its own, bought of neighbours, drawn from the grid; sold to neighbours, to the grid."""

    meter: str
    own_wh: int = 0
    bought_wh: int = 0
    grid_wh: int = 0
    sold_wh: int = 0
    surplus_wh: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a kWh, in smallest coins: among neighbours; what the supplier takes and gives, the same or by meter."""

    community: Price
    retail: Price | Mapping[str, Price]
    feed_in: Price | Mapping[str, Price] = 0


class Line(NamedTuple):
    """One line of a statement: what it is for, how many watt-hours, and what they pay (below nothing: are paid)."""

    meter: str
    what: What
    wh: int
    minor: int


def flows(
    load_wh: ArrayLike,
    made_wh: ArrayLike,
    *,
    key: Key,
    weights: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    start: int = 0,
) -> Flows:
    """Own use first; what is left over is the pool, and what is lacking is shared of it by the key, as in `share`.

    Both are (meters, intervals). Each maker sells in proportion to what they left over, under pair what its parts took.
    The odd watt-hour goes round among those who could have it. The weights of pair are (meters, meters): from whom to
    whom.

    >>> two = flows([[700], [100]], [[500], [200]], key="static", weights=[600_000, 400_000])
    >>> two.months(["Ana", "Ben"])[0]
    Allocation(meter='Ana', own_wh=500, bought_wh=60, grid_wh=140, sold_wh=0, surplus_wh=0)
    >>> two.months(["Ana", "Ben"])[1]
    Allocation(meter='Ben', own_wh=100, bought_wh=0, grid_wh=0, sold_wh=60, surplus_wh=40)
    """
    load, made = (whole_wh(wh, name).astype(np.int64) for wh, name in ((load_wh, "load_wh"), (made_wh, "made_wh")))
    if load.shape != made.shape or load.ndim != 2:
        raise EnergyError("WRONG_SHAPE", "made_wh", f"Loads are {load.shape} and what was made is {made.shape}.")
    own = np.minimum(load, made)
    need, left = load - own, made - own
    if key == "pair":
        bought, sold = _by_pair(need, left, weights, start)
    else:
        pool, by = left.sum(axis=0), {"weights": weights, "priority": priority}
        bought = share(need, pool, key=key, start=turns(need, pool, key=key, start=start, **by), **by)
        gave = bought.sum(axis=0)
        sold = share(left, gave, key="dynamic", start=turns(left, gave, key="dynamic", start=start))
    return Flows(own, bought, need - bought, sold, left - sold)


def _by_pair(
    need: NDArray[np.int64], left: NDArray[np.int64], weights: ArrayLike | None, start: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each got and gave; only who has something over is looked at, for all pairs would fill the memory."""
    makers = np.flatnonzero(left.any(axis=1)) if left.any() else np.arange(len(left))[:1]
    if weights is not None:
        weights = whole_wh(weights, "weights")
        if weights.shape != (len(left), len(left)):
            raise EnergyError("WRONG_SHAPE", "weights", f"The parts are {weights.shape}: say from whom to whom.")
        weights = weights[makers]
    parts = share_by_pair(need, left[makers], weights=weights, start=start)
    sold = np.zeros_like(left)
    sold[makers] = parts.sum(axis=1)
    return parts.sum(axis=0), sold


def settle(
    allocation_wh: Iterable[Allocation | Mapping[str, Any]], prices: Prices | Mapping[str, Any]
) -> tuple[Line, ...]:
    """The lines of a month, meter by meter, with nothing that comes to no watt-hour.

    What neighbours pay each other is rounded once, half up, and shared exactly among buyers and among sellers; what
    the supplier takes or gives is rounded line by line. EnergyError where not as much is sold as bought, a meter
    comes twice or has no price, or an amount is not whole or below nothing.

    >>> two = [Allocation("Ana", 500, bought_wh=60, grid_wh=140), Allocation("Ben", 100, sold_wh=60, surplus_wh=40)]
    >>> prices = Prices(30, retail={"Ana": 30, "Ben": 24}, feed_in={"Ana": 10, "Ben": 5})
    >>> for line in settle(two, prices):
    ...     print(*line)
    Ana bought 60 2
    Ana grid 140 4
    Ben sold 60 -2
    Ben surplus 40 0
    """
    prices = told_as(Prices, prices)
    rows = [told_as(Allocation, one) for one in allocation_wh]
    meters = [row.meter for row in rows]
    if len(set(meters)) < len(meters):
        raise EnergyError("TWICE", "meter", "A meter comes twice: its month is one row.")
    for row in rows:
        amounts = (row.own_wh, row.bought_wh, row.grid_wh, row.sold_wh, row.surplus_wh)
        if not all(isinstance(wh, Integral) for wh in amounts):
            raise EnergyError("NOT_WHOLE", row.meter, f"{row.meter} has an amount that is no whole number of Wh.")
        if min(amounts) < 0:
            raise EnergyError("NEGATIVE", row.meter, f"{row.meter} has an amount below nothing.")
    bought, sold = ([getattr(row, name) for row in rows] for name in ("bought_wh", "sold_wh"))
    if sum(bought) != sum(sold):
        raise EnergyError(
            "NOT_ZERO_SUM", "sold_wh", f"Neighbours bought {sum(bought)} Wh of each other and sold {sum(sold)} Wh."
        )
    if prices.community < 0:
        raise EnergyError("NEGATIVE", "community", "Neighbours are not paid for taking energy.")
    whole = _minor(sum(bought), prices.community)
    pays, gets = (apportion(whole, wh, ids=meters).amounts for wh in (bought, sold))
    lines = []
    for row, pay, get in zip(rows, pays, gets, strict=True):
        lines += [
            Line(row.meter, "bought", row.bought_wh, pay),
            Line(row.meter, "grid", row.grid_wh, _minor(row.grid_wh, _of("retail", prices.retail, row.meter))),
            Line(row.meter, "sold", row.sold_wh, -get),
            Line(
                row.meter, "surplus", row.surplus_wh, -_minor(row.surplus_wh, _of("feed_in", prices.feed_in, row.meter))
            ),
        ]
    return tuple(line for line in lines if line.wh)


def bills(lines: Iterable[Line]) -> dict[str, int]:
    """What each meter's month comes to: spent less earned.

    >>> bills([Line("Ana", "bought", 60, 2), Line("Ana", "grid", 140, 4), Line("Ben", "sold", 60, -2)])
    {'Ana': 6, 'Ben': -2}
    """
    whole: dict[str, int] = {}
    for line in lines:
        whole[line.meter] = whole.get(line.meter, 0) + line.minor
    return whole


def to_books(lines: Iterable[Line], currency: str) -> dict[tuple[str, str], int]:
    """What goes through a community's books, as `core.cycle` settles it: energy one way, money the other.

    >>> to_books([Line("Ana", "bought", 60, 2), Line("Ana", "grid", 140, 4), Line("Ben", "sold", 60, -2)], "GBP")
    {('Ana', 'Wh'): 60, ('Ana', 'GBP'): -2, ('Ben', 'Wh'): -60, ('Ben', 'GBP'): 2}
    """
    amounts: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.what in ("bought", "sold"):
            sign = 1 if line.what == "bought" else -1
            for unit, amount in (("Wh", sign * line.wh), (currency, -line.minor)):
                amounts[line.meter, unit] = amounts.get((line.meter, unit), 0) + amount
    return amounts


def who_gave(bought: Mapping[str, int], sold: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """From whom to whom, where all of it went into one pool: of each buyer's energy, each seller gave in proportion.

    What a statement says in words: your roof gave the school 31 kWh. Adds up for every buyer and every seller.

    >>> who_gave({"school": 31, "Ben": 9}, {"your roof": 30, "mill": 10})
    {('your roof', 'Ben'): 6, ('mill', 'Ben'): 3, ('your roof', 'school'): 24, ('mill', 'school'): 7}
    """
    if sum(bought.values()) != sum(sold.values()):
        raise EnergyError("NOT_ZERO_SUM", "sold", "Not as much is sold as bought.")
    left = dict(sorted(sold.items(), key=lambda one: (-one[1], one[0])))
    gave = {}
    for buyer, wh in sorted(bought.items()):
        shares = apportion(wh, list(left.values()), caps=list(left.values()), method="telescoping").amounts
        for seller, amount in zip(left, shares, strict=True):
            left[seller] -= amount
            if amount:
                gave[seller, buyer] = amount
    return gave


def alone(allocation: Allocation) -> Allocation:
    """The same month without neighbours: what they gave comes from the grid, what they took goes there.

    >>> alone(Allocation("Ana", 500, bought_wh=60, grid_wh=140))
    Allocation(meter='Ana', own_wh=500, bought_wh=0, grid_wh=200, sold_wh=0, surplus_wh=0)
    """
    return Allocation(
        allocation.meter,
        allocation.own_wh,
        grid_wh=allocation.grid_wh + allocation.bought_wh,
        surplus_wh=allocation.surplus_wh + allocation.sold_wh,
    )


class Replayed(NamedTuple):
    """What a meter pays month by month, alone and sharing; below nothing: is paid."""

    alone: tuple[int, ...]
    shared: tuple[int, ...]

    @property
    def worst_alone(self) -> int:
        return max(self.alone)

    @property
    def worst_shared(self) -> int:
        return max(self.shared)


def replay(
    months: Sequence[Sequence[Allocation]], prices: Prices | Mapping[str, Any], retail_times: Sequence[Price]
) -> dict[str, Replayed]:
    """Bills by meter if, month by month, what suppliers take were so many times what it is: with sharing and without.

    What neighbours agreed among themselves, and what suppliers give, stays as it is. A meter that was not there in a
    month pays nothing in it.

    >>> may = [Allocation("Ana", bought_wh=6000, grid_wh=4000), Allocation("Ben", sold_wh=6000, surplus_wh=4000)]
    >>> replay([may, may], Prices(20, retail=30, feed_in=10), [1, Fraction(5, 2)])["Ana"]
    Replayed(alone=(300, 750), shared=(240, 420))
    """
    prices = told_as(Prices, prices)
    if len(months) != len(retail_times):
        raise EnergyError("WRONG_LENGTH", "retail_times", f"{len(months)} months and {len(retail_times)} prices.")
    reckoned = []
    for month, times in zip(months, retail_times, strict=True):
        then = Prices(prices.community, _times(prices.retail, times), prices.feed_in)
        reckoned.append([bills(settle(rows, then)) for rows in (tuple(map(alone, month)), month)])
    meters = dict.fromkeys(row.meter for month in months for row in month)
    return {
        meter: Replayed(*(tuple(both[which].get(meter, 0) for both in reckoned) for which in (0, 1)))
        for meter in meters
    }


def _minor(wh: int, price: Price) -> int:
    """Smallest coins for so many watt-hours, half up; a price with a point is read as it is written."""
    try:
        return half_up(wh * Fraction(str(price)) / 1000)
    except ValueError:
        raise EnergyError("NOT_A_NUMBER", "prices", f"Write a price of a kWh as a number, not {price}.") from None


def _of(field: str, price: Price | Mapping[str, Price], meter: str) -> Price:
    if not isinstance(price, Mapping):
        return price
    if meter not in price:
        raise EnergyError("NEEDED", field, f"There is no price for {meter}: say one for each meter, or one for all.")
    return price[meter]


def _times(price: Price | Mapping[str, Price], times: Price) -> Price | Mapping[str, Price]:
    if isinstance(price, Mapping):
        return {meter: Fraction(one) * Fraction(times) for meter, one in price.items()}
    return Fraction(price) * Fraction(times)
