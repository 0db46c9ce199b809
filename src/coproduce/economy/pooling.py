"""How many have to carry each other's risks: the share of people with every need met, against the size of the pool.

Each week brings illness, lost work, a dependant's need to some, and now and then a blow to a whole neighbourhood or
to everybody (a works closing, a price). Members of a pool pay in what the risks cost on average and a little more;
what is lost is paid out of what is there, shared in proportion where it is not enough, and what does not come
back is borne alone. Money in whole pence, so that no pool pays out what it does not hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.draws import chance, lot, own_seed, words
from coproduce.economy.engine import Told, each
from coproduce.economy.population import NEIGHBOURS
from coproduce.economy.regimes import Regime

#: How many carry each other, and what is about as large. The nation is everybody.
LIKE = MappingProxyType({
    1: "one alone", 4: "a household", 12: "a stair", 40: "a street", NEIGHBOURS: "a neighbourhood", 1_000: "a village",
    10_000: "a town",
})  # fmt: skip
SIZES = tuple(LIKE)
NATION = "the nation: everybody"

#: What strikes one person: chance a week and pence (ours: sick pay lost, a month without work, a week of bought care).
ILLNESS, LOST_WORK, DEPENDANT = (0.010, 40_000), (0.0035, 160_000), (0.004, 60_000)
#: What strikes a neighbourhood or everybody: chance a week, whom of them, pence each.
CLOSING, PRICE = (0.001, 0.15, 120_000), (0.002, 1.0, 8_000)
#: What a person bears alone without a need going unmet, pence at a time.
OWN = 10_000


class PoolError(ValueError):
    """A pool curve that cannot be drawn; says what to change."""


@dataclass(frozen=True, slots=True)
class PoolCurve:
    """For each size of pool the share of people all of whose needs were met all the years: middle and 90 % of draws."""

    sizes: tuple[int, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    draws: int

    @property
    def enough(self) -> int:
        """The smallest size that reaches nine tenths of what the largest does."""
        return next(size for size, share in zip(self.sizes, self.middle, strict=True) if share >= 0.9 * self.middle[-1])

    def like(self) -> list[str]:
        """What each size is about as large as; nothing for one of one's own."""
        return [*(LIKE.get(size, "") for size in self.sizes[:-1]), NATION]

    def under(self, regime: Regime) -> tuple[float, float, float]:
        """The same under a contract, by the largest size that is no larger than its pool: middle, low and high.

        PoolError where even the smallest is.
        """
        if regime.pool < self.sizes[0]:
            raise PoolError(
                f"The pool of {regime.name} is of {regime.pool:g}, and the smallest here of {self.sizes[0]}."
            )
        place = sum(size <= regime.pool for size in self.sizes) - 1
        return self.middle[place], self.low[place], self.high[place]


def losses(size: int, week: int, seed: int, common: float) -> NDArray[np.int64]:
    """What each of `size` people loses in a week, pence; `common` scales the blows that strike many at once."""
    people = np.arange(size)
    word, many = words(people, seed, week, 0), words(people // NEIGHBOURS, seed, week, 1)
    lost = np.zeros(size, np.int64)
    for stream, (how_often, pence) in enumerate((ILLNESS, LOST_WORK, DEPENDANT)):
        lost += pence * (lot(word, stream) < chance(how_often))
    how_often, whom, pence = CLOSING
    struck = (lot(many, 0) < chance(min(1, how_often * common))) & (lot(word, 3) < chance(whom))
    lost += pence * struck
    how_often, whom, pence = PRICE
    everybody = words(np.zeros(1, np.int64), seed, week, 2)
    lost += pence * (lot(everybody, 0) < chance(min(1, how_often * common)))
    return lost


def expected(common: float) -> float:
    """What a week costs a person on average, pence."""
    alone = sum(how_often * pence for how_often, pence in (ILLNESS, LOST_WORK, DEPENDANT))
    return alone + sum(how_often * common * whom * pence for how_often, whom, pence in (CLOSING, PRICE))


def met_each(
    size: int, pools: Sequence[int], *, years: float, seed: int, common: float, defection: float, margin: float
) -> list[float]:
    """For each size of pool, the share of `size` people whose losses were all made good down to what one bears alone.

    All pools meet the same losses. `defection`: the chance a year to leave a pool of strangers; it falls with the
    square root of how few they are among their neighbours. Who has left bears everything alone.
    """
    people, dues = np.arange(size), round(expected(common) * (1 + margin))
    starts = [np.arange(0, size, pool) for pool in pools]
    leave = [chance(min(1.0, defection / 52 * min(1.0, (pool / NEIGHBOURS) ** 0.5))) for pool in pools]
    funds = [np.zeros(len(first), np.int64) for first in starts]
    inside, fine = np.ones((len(pools), size), bool), np.ones((len(pools), size), bool)
    for week in range(1, round(52 * years) + 1):
        lost, stays = losses(size, week, seed, common), lot(words(people, seed, week, 3), 0)
        for place, pool in enumerate(pools):
            inside[place] &= stays >= leave[place]
            claims = np.where(inside[place], lost, 0)
            funds[place] += dues * np.add.reduceat(inside[place].astype(np.int64), starts[place])
            asked = np.add.reduceat(claims, starts[place])
            paid = np.minimum(asked, funds[place])
            hit = np.flatnonzero(lost)
            group = hit // pool
            back = claims[hit] * paid[group] // np.maximum(asked, 1)[group]
            funds[place] -= np.bincount(group, back, len(starts[place])).astype(np.int64)
            fine[place, hit] &= lost[hit] - back <= OWN
    return [float(row.mean()) for row in fine]


def met_all(size: int, pool: int, *, years: float, seed: int, common: float, defection: float, margin: float) -> float:
    """`met_each` for one size of pool."""
    [share] = met_each(size, [pool], years=years, seed=seed, common=common, defection=defection, margin=margin)
    return share


def _shares(asked: tuple[int, tuple[int, ...], float, int, float, float, float]) -> list[float]:
    size, pools, years, seed, common, defection, margin = asked
    return met_each(size, pools, years=years, seed=seed, common=common, defection=defection, margin=margin)


def pool_curve(
    people: int = 10_000,
    *,
    sizes: Sequence[int] = SIZES,
    years: float = 5,
    seed: int,
    common: float = 1.0,
    defection: float = 0.02,
    margin: float = 0.25,
    draws: int = 30,
    told: Told | None = None,
) -> PoolCurve:
    """The pool curve of `people`: each size of `sizes` that is smaller, and all of them as the nation.

    `common` scales blows that strike many at once, `defection` is the chance a year to leave among strangers, `margin`
    what is paid in above what risks cost on average; `told` hears of each draw. PoolError for fewer than two people, a
    size below one or no draw.
    """
    if people < 2 or any(size < 1 for size in sizes) or draws < 1:
        raise PoolError("A pool has at least one person, a nation two, and a curve one draw.")
    used = (*sorted({size for size in sizes if size < people}), people)

    tasks = [(people, used, years, own_seed(seed, draw), common, defection, margin) for draw in range(draws)]
    shares = np.array(list(each(_shares, tasks, told=told)))
    low, middle, high = np.quantile(shares, (0.05, 0.5, 0.95), axis=0)
    return PoolCurve(used, tuple(middle.tolist()), tuple(low.tolist()), tuple(high.tolist()), draws)
