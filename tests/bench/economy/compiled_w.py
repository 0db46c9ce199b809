"""W's rules compiled, tile by tile: who adopts, everybody's hours, the totals; while a tile is in the cache.

Sixteen bits hold every number on the way, so that as many people as the processor has room for go through an
instruction at once; hence each step is brought back to sixteen bits.
"""

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from coproduce.economy.kernel import mix, push
from tests.bench.economy.workload_w import BETA

__all__ = ["push", "sums", "week"]

#: People whose seven bytes stay in the second cache together.
_TILE = 32_768
_LOW = np.uint64(0xFFFF)


def sums(people: int) -> NDArray[np.int64]:
    """Room for each tile's totals."""
    return np.zeros(((people + _TILE - 1) // _TILE, 5), np.int64)


def week(state, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    """Everybody's week: `won` says who adopted in it. The five totals, and the state is changed in place."""
    (_tiles if len(by_tile) > 1 and numba.get_num_threads() > 1 else _one_after_another)(
        *state, counts, won, salted, by_tile
    )
    return by_tile.sum(axis=0)


@njit(cache=True, parallel=True)
def _tiles(adopted, theta, paid, want, care, cop, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    for tile in prange(len(by_tile)):
        here = slice(tile * _TILE, min((tile + 1) * _TILE, len(theta)))
        _tile(tile * _TILE, adopted[here], theta[here], paid[here], want[here], care[here], cop[here], counts[here],
              won[here], salted, by_tile[tile])  # fmt: skip


@njit(cache=True)
def _one_after_another(adopted, theta, paid, want, care, cop, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    for tile in range(len(by_tile)):
        here = slice(tile * _TILE, min((tile + 1) * _TILE, len(theta)))
        _tile(tile * _TILE, adopted[here], theta[here], paid[here], want[here], care[here], cop[here], counts[here],
              won[here], salted, by_tile[tile])  # fmt: skip


@njit(cache=True)
def _tile(first, adopted, theta, paid, want, care, cop, counts, won, salted, totals):  # type: ignore[no-untyped-def]
    _decide(first, adopted, theta, counts, won, salted)
    _hours(adopted, paid, want, care, cop)
    _count(adopted, paid, cop, totals)


@njit(cache=True)
def _decide(first, adopted, theta, counts, won, salted):  # type: ignore[no-untyped-def]
    for j in range(len(theta)):
        drawn = np.int64(mix(np.uint64(first + j), salted) & _LOW)
        wins = (adopted[j] == 0) & ((counts[j] >= theta[j]) | (drawn < BETA * np.int64(counts[j])))
        won[j] = wins
        adopted[j] |= wins


@njit(cache=True)
def _hours(adopted, paid, want, care, cop):  # type: ignore[no-untyped-def]
    i16 = np.int16
    for j in range(len(paid)):
        taking_part = i16(adopted[j])
        now = i16(i16(paid[j]) + i16(i16(i16(want[j]) - i16(paid[j])) >> i16(3)))
        slack = i16(max(i16(0), i16(i16(i16(400) - now) - i16(care[j]))) >> i16(3))
        step = i16(i16(slack - i16(cop[j])) >> i16(2))
        cop[j] = np.uint8(i16(i16(cop[j]) + i16(step * taking_part)))
        paid[j] = np.uint8(i16(now - i16(taking_part * i16(now > i16(160)))))


@njit(cache=True)
def _count(adopted, paid, cop, totals):  # type: ignore[no-untyped-def]
    adopters, hours, given, long, none = np.int32(0), np.int32(0), np.int32(0), np.int32(0), np.int32(0)
    for j in range(len(paid)):
        adopters = np.int32(adopters + adopted[j])
        hours = np.int32(hours + paid[j])
        given = np.int32(given + cop[j])
        long = np.int32(long + np.int32(paid[j] >= 192))
        none = np.int32(none + np.int32(paid[j] == 0))
    totals[0], totals[1], totals[2], totals[3], totals[4] = adopters, hours, given, long, none
