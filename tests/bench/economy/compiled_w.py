"""W's rules compiled, tile by tile: draws, who adopts, everybody's hours, the totals; while a tile is in the cache.

Sixteen bits hold every number on the way but the draw's own, so that as many people as the processor has room for go
through an instruction at once; hence each step is brought back to sixteen bits, and each pass has a loop of its own.
"""

import numba
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from coproduce.economy.draws import APART
from coproduce.economy.kernel import push, stirred
from coproduce.economy.prefetching import prefetch
from tests.bench.economy.workload_w import BETA

__all__ = ["push", "sums", "week"]

#: People whose bytes stay in the second cache together, and who can be counted in sixteen bits.
_TILE = 32_768
#: So many people are looked at together for whether a draw could bring any of them along: a cache line of bytes.
_GLANCE = 64
_WORD, _ALL_BITS = 8, np.uint64(255)
#: From so many adopting ties on a draw is certain to win: 65,536ths would no longer fit sixteen bits.
_MANY = (1 << 16) // BETA


def sums(people: int) -> NDArray[np.int64]:
    """Room for each tile's totals."""
    return np.zeros(((people + _TILE - 1) // _TILE, 5), np.int64)


def week(state, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    """Everybody's week: `won` says who adopted in it. The five totals, and the state is changed in place."""
    tiles = _tiles if len(by_tile) > 1 and numba.get_num_threads() > 1 else _one_after_another
    return tiles(*state, counts, won, salted, by_tile)


@njit(cache=True, parallel=True)
def _tiles(adopted, theta, paid, want, care, cop, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    for tile in prange(len(by_tile)):
        here = slice(tile * _TILE, min((tile + 1) * _TILE, len(theta)))
        _tile(tile * _TILE, adopted[here], theta[here], paid[here], want[here], care[here], cop[here], counts[here],
              won[here], salted, by_tile[tile])  # fmt: skip
    return by_tile.sum(axis=0)


@njit(cache=True)
def _one_after_another(adopted, theta, paid, want, care, cop, counts, won, salted, by_tile):  # type: ignore[no-untyped-def]
    for tile in range(len(by_tile)):
        here = slice(tile * _TILE, min((tile + 1) * _TILE, len(theta)))
        _tile(tile * _TILE, adopted[here], theta[here], paid[here], want[here], care[here], cop[here], counts[here],
              won[here], salted, by_tile[tile])  # fmt: skip
    return by_tile.sum(axis=0)


@njit(cache=True)
def _tile(first, adopted, theta, paid, want, care, cop, counts, won, salted, totals):  # type: ignore[no-untyped-def]
    drawn = np.empty(_TILE, np.uint16)
    _draw(first, adopted, counts, salted, drawn, (theta, won, paid, want, care, cop))
    _decide(adopted, theta, counts, drawn, won)
    _hours(adopted, paid, want, care, cop)
    _count(adopted, paid, cop, totals)


@njit(cache=True)
def _draw(first, adopted, counts, salted, drawn, later):  # type: ignore[no-untyped-def]
    """Everybody's draw, where among those next to each other anybody has an adopting tie and has not adopted.

    A draw that is not made stays what it was, and wins nobody. Draws take the processor longest and the memory least:
    what `later` passes need is on its way meanwhile.
    """
    theta, won, paid, want, care, cop = later
    together = len(counts) - len(counts) % _GLANCE
    joined, tied = adopted[:together].view(np.uint64), counts[:together].view(np.uint64)
    for start in range(0, together, _GLANCE):
        prefetch(theta, start)
        prefetch(won, start)
        prefetch(paid, start)
        prefetch(want, start)
        prefetch(care, start)
        prefetch(cop, start)
        open_to = np.uint64(0)
        for eight in range(start // _WORD, (start + _GLANCE) // _WORD):
            open_to |= tied[eight] & ~(joined[eight] * _ALL_BITS)
        if open_to:
            _draw_all(first + start, salted, drawn[start : start + _GLANCE])
    _draw_all(first + together, salted, drawn[together : len(counts)])


@njit(cache=True)
def _draw_all(first, salted, drawn):  # type: ignore[no-untyped-def]
    place = np.uint64(first) * APART + salted
    for j in range(len(drawn)):
        drawn[j] = np.uint16(stirred(place))
        place += APART


@njit(cache=True)
def _decide(adopted, theta, counts, drawn, won):  # type: ignore[no-untyped-def]
    u16 = np.uint16
    for j in range(len(theta)):
        pushed = (counts[j] > _MANY) | (drawn[j] < u16(u16(BETA) * u16(counts[j])))
        wins = (adopted[j] == 0) & ((counts[j] >= theta[j]) | pushed)
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
    """What is one a person fits sixteen bits; sums of hours do not, and have a loop of their own."""
    u16, i32 = np.uint16, np.int32
    adopters, long, none, hours, given = u16(0), u16(0), u16(0), i32(0), i32(0)
    for j in range(len(paid)):
        adopters = u16(adopters + u16(adopted[j]))
        long = u16(long + u16(paid[j] >= 192))
        none = u16(none + u16(paid[j] == 0))
    for j in range(len(paid)):
        hours = i32(hours + paid[j])
        given = i32(given + cop[j])
    totals[0], totals[1], totals[2], totals[3], totals[4] = adopters, hours, given, long, none
