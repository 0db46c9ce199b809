"""Static, dynamic and pair once more, for readings as they are stored (uint16): some meters over many intervals.

Loops for a compiler that puts sixteen numbers side by side. Nothing is divided: from the rounded running sum at the
first meter of a tile on, a machine number with half a smallest fraction added is cut off. What is cut off is a whole
number of such fractions and a half, so as long as the error stays below that half, it is the exact integer; where it
might not, the interval is left `todo` and `loops` does it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.energy.rules.kernels.loops import LARGEST_SUM
from coproduce.core.apportion import ONE

Whole = NDArray[np.int64]
Readings = NDArray[np.uint16]

#: So many meters at once: what is put aside for them stays where a processor reaches it quickest.
TILE = 2048

#: What a reading of two bytes holds, and of how many intervals shares of it are added up in four.
LARGEST, MOST_INTERVALS = 2**16 - 1, 2**15

#: A running sum of a tile, times the pool, plus the whole: the error of (3 sum pool / whole + 3) / 2**53 stays below
#: half of one part of the whole.
EXACT = 2**50


def in_proportion(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """In proportion to the load: dynamic."""
    intervals, meters = load.shape
    apart = 1 if len(given) == intervals else 0
    tiles = (meters + TILE - 1) // TILE
    passed, ahead = np.zeros((intervals, tiles + 1), np.int64), np.zeros(intervals, np.int64)
    shared = np.zeros(intervals, np.int64)
    for interval in range(intervals):
        if not todo[interval]:
            continue
        largest = np.int64(0)
        for tile in range(tiles):
            row, own = load[interval, tile * TILE : tile * TILE + TILE], np.int64(0)
            for place in range(len(row)):
                own += np.int64(row[place])
            passed[interval, tile + 1] = passed[interval, tile] + own
            largest = max(largest, own)
        whole = passed[interval, tiles]
        pool = min(whole, pools[interval, 0])
        todo[interval] = whole > LARGEST_SUM or largest * pool + whole >= EXACT
        if not todo[interval]:
            shared[interval] = pool
        begin = begins[interval]
        ahead[interval] = passed[interval, begin // TILE]
        for one in load[interval, begin - begin % TILE : begin]:
            ahead[interval] += np.int64(one)
    sums, cuts, added = np.zeros(TILE + 1, np.int32), np.zeros(TILE + 1, np.int32), np.zeros(TILE + 1, np.int32)
    for tile in range(tiles):
        low = tile * TILE
        many = min(TILE, meters - low)
        added[:] = 0
        for interval in range(intervals):
            pool, whole = shared[interval], passed[interval, tiles]
            if pool == 0:
                continue
            rate = pool / whole
            rest = ((passed[interval, tile] - ahead[interval]) * pool % whole + 0.5) / whole
            row = load[interval, low : low + many]
            own32 = np.int32(0)
            for place in range(many):
                own32 += np.int32(row[place])
                sums[place + 1] = own32
            if apart:
                for place in range(many + 1):
                    cuts[place] = np.int32(sums[place] * rate + rest)
                for place in range(many):
                    given[interval, low + place] += np.int32(cuts[place + 1] - cuts[place])
            else:
                for place in range(many + 1):
                    added[place] += np.int32(sums[place] * rate + rest)
        if not apart:
            for place in range(many):
                given[0, low + place] += np.int32(added[place + 1] - added[place])


def by_parts(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """Fixed parts of each pool, the same in every interval, at most the load: static and pair."""
    intervals, meters = load.shape
    producers = running.shape[1]
    apart = 1 if len(given) == intervals else 0
    is_here = todo.copy()
    for interval in range(intervals):
        todo[interval] = todo[interval] and pools[interval].sum() >= EXACT // ONE - 1
        is_here[interval] = is_here[interval] and not todo[interval]
    sums, cuts = np.zeros((producers, TILE + 1), np.int32), np.zeros(TILE + 1, np.int32)
    added, amounts = np.zeros(TILE, np.int32), np.zeros(TILE, np.int32)
    for low in range(0, meters, TILE):
        many = min(TILE, meters - low)
        added[:] = 0
        for producer in range(producers):
            for place in range(many + 1):
                sums[producer, place] = np.int32(running[0, producer, low + place] - running[0, producer, low])
        for interval in range(intervals):
            if not is_here[interval]:
                continue
            for producer in range(producers):
                pool, passed = pools[interval, producer], running[0, producer, low]
                passed -= running[0, producer, begins[interval]]
                middle = min(many, max(0, begins[interval] - low))
                for first, end, ahead in ((0, middle, running[0, producer, meters]), (middle, many, np.int64(0))):
                    rate, rest = pool / ONE, ((passed + ahead) * pool % ONE + 0.5) / ONE
                    own, own_amounts = sums[producer, first : end + 1], amounts[first:end]
                    for place in range(end - first + 1):
                        cuts[place] = np.int32(own[place] * rate + rest)
                    if producer == 0:
                        own_amounts[:] = 0
                    for place in range(end - first):
                        own_amounts[place] += np.int32(cuts[place + 1] - cuts[place])
            row = load[interval, low : low + many]
            if apart:
                for place in range(many):
                    given[interval, low + place] += min(np.int32(row[place]), amounts[place])
            else:
                for place in range(many):
                    added[place] += min(np.int32(row[place]), amounts[place])
        if not apart:
            for place in range(many):
                given[0, low + place] += added[place]


#: By key: what `rows` compiles.
TILES: dict[str, Callable[..., Any]] = {"dynamic": in_proportion, "static": by_parts, "pair": by_parts}
