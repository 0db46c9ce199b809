"""How many have to carry each other's risks: the share of people with every need met, against the size of the pool.

Each week brings illness, lost work, a dependant's need to some, and now and then a blow to a whole neighbourhood or
to everybody (a works closing, a price). Members of a pool pay in what the risks cost on average and a little more;
what is lost is paid out of what is there, shared in proportion where it is not enough, and what does not come
back is borne alone. Money in whole pence, so that no pool pays out what it does not hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.draws import chance, lot, own_seed, words
from coproduce.economy.population import NEIGHBOURS

#: Household, stair, street, neighbourhood, town: and the nation is everybody.
SIZES = (1, 4, 12, 40, NEIGHBOURS, 1_000, 10_000)

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


def met_all(size: int, pool: int, *, years: float, seed: int, common: float, defection: float, margin: float) -> float:
    """The share of `size` people, in pools of `pool`, all of whose losses were made good down to what one bears alone.

    `defection`: the chance a year to leave a pool of strangers; it falls with the square root of how few they are
    among their neighbours. Who has left bears everything alone.
    """
    starts = np.arange(0, size, pool)
    fund = np.zeros(len(starts), np.int64)
    dues = round(expected(common) * (1 + margin))
    leave = chance(min(1.0, defection / 52 * min(1.0, (pool / NEIGHBOURS) ** 0.5)))
    inside, fine = np.ones(size, bool), np.ones(size, bool)
    group = np.arange(size) // pool
    for week in range(1, round(52 * years) + 1):
        lost = losses(size, week, seed, common)
        inside &= lot(words(np.arange(size), seed, week, 3), 0) >= leave
        claims = np.where(inside, lost, 0)
        fund += dues * np.add.reduceat(inside.astype(np.int64), starts)
        asked = np.add.reduceat(claims, starts)
        paid = np.minimum(asked, fund)
        back = claims * paid[group] // np.maximum(asked, 1)[group]
        fund -= np.add.reduceat(back, starts)
        fine &= lost - back <= OWN
    return float(fine.mean())


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
) -> PoolCurve:
    """The pool curve of `people`: each size of `sizes` that is smaller, and all of them as the nation.

    `common` scales blows that strike many at once, `defection` is the chance a year to leave among strangers, `margin`
    what is paid in above what risks cost on average. PoolError for fewer than two people or a size below one.
    """
    if people < 2 or any(size < 1 for size in sizes):
        raise PoolError("A pool has at least one person, and a nation two.")
    used = (*sorted({size for size in sizes if size < people}), people)

    def share(size: int, draw: int) -> float:
        own = own_seed(seed, draw)
        return met_all(people, size, years=years, seed=own, common=common, defection=defection, margin=margin)

    shares = np.array([[share(size, draw) for size in used] for draw in range(draws)])
    low, middle, high = np.quantile(shares, (0.05, 0.5, 0.95), axis=0)
    return PoolCurve(used, tuple(middle.tolist()), tuple(low.tolist()), tuple(high.tolist()), draws)
