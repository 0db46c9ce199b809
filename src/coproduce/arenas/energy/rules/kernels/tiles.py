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
TILE = 1024

#: So many numbers are put into tiles at once; what is read twice over, fewer, so that it is still near by then.
AT_ONCE, TWICE_AT_ONCE = 16_000_000, 1_500_000

#: What a reading of two bytes holds, and of how many intervals shares of it are added up in four.
LARGEST, MOST_INTERVALS = 2**16 - 1, 2**15

#: A running sum of a tile, times the pool, plus the whole: the error of (4 sum pool / whole + 3) / 2**53 stays below
#: half of one part of the whole.
EXACT = 2**50


def in_proportion(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """In proportion to the load: dynamic.

    A running sum waits for the one before it. So four meters that stand together are summed on their own, many fours
    side by side, and what waits is the sum before each four; `cuts` are by place in the four.
    """
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
        begin = begins[interval, 0]
        ahead[interval] = passed[interval, begin // TILE]
        for one in load[interval, begin - begin % TILE : begin]:
            ahead[interval] += np.int64(one)
    most = (TILE + 3) // 4
    sums, cuts = np.zeros((4, most), np.int32), np.zeros((4, most + 1), np.int32)
    first, second, third, fourth = sums[0], sums[1], sums[2], sums[3]
    before_first, before_second, before_third, before_fourth = cuts[0], cuts[1], cuts[2], cuts[3]
    before, base, padded = np.zeros(most + 1, np.int32), np.zeros(most + 1), np.zeros(4 * most, np.uint16)
    for tile in range(tiles):
        low = tile * TILE
        many = min(TILE, meters - low)
        fours = (many + 3) // 4
        for interval in range(intervals):
            pool, whole = shared[interval], passed[interval, tiles]
            if pool:
                rate = pool / whole
                rest = ((passed[interval, tile] - ahead[interval]) * pool % whole + 0.5) / whole
                row = load[interval, low : low + many]
                if many % 4:
                    padded[:many] = row
                    row = padded
                for four in range(fours):
                    so_far = np.int32(row[4 * four])
                    first[four] = so_far
                    so_far += np.int32(row[4 * four + 1])
                    second[four] = so_far
                    so_far += np.int32(row[4 * four + 2])
                    third[four] = so_far
                    so_far += np.int32(row[4 * four + 3])
                    fourth[four] = so_far
                so_far = np.int32(0)
                for four in range(fours):
                    before[four] = so_far
                    so_far += fourth[four]
                before[fours] = so_far
                for four in range(fours + 1):
                    base[four] = before[four] * rate + rest
                for four in range(fours):
                    before_first[four] += np.int32(base[four])
                    before_second[four] += np.int32(first[four] * rate + base[four])
                    before_third[four] += np.int32(second[four] * rate + base[four])
                    before_fourth[four] += np.int32(third[four] * rate + base[four])
                before_first[fours] += np.int32(base[fours])
            if apart or interval == intervals - 1:
                own_given = given[interval * apart, low : low + many]
                for four in range(many // 4):
                    own_given[4 * four] += np.int32(before_second[four] - before_first[four])
                    own_given[4 * four + 1] += np.int32(before_third[four] - before_second[four])
                    own_given[4 * four + 2] += np.int32(before_fourth[four] - before_third[four])
                    own_given[4 * four + 3] += np.int32(before_first[four + 1] - before_fourth[four])
                for place in range(many % 4):
                    own_given[many - many % 4 + place] += np.int32(cuts[place + 1, fours - 1] - cuts[place, fours - 1])
                cuts[:] = 0


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
    sums, cuts = np.zeros((producers, TILE + 1)), np.zeros(TILE + 1, np.int32)
    added, others = np.zeros(TILE, np.int32), np.zeros(TILE, np.int32)
    for low in range(0, meters, TILE):
        many = min(TILE, meters - low)
        for producer in range(producers):
            for place in range(many + 1):
                sums[producer, place] = running[0, producer, low + place] - running[0, producer, low]
        for interval in range(intervals):
            if is_here[interval]:
                row = load[interval, low : low + many]
                for producer in range(producers):
                    pool, passed = pools[interval, producer], running[0, producer, low]
                    begin = begins[interval, producer]
                    passed -= running[0, producer, begin]
                    middle, rate = min(many, max(0, begin - low)), pool / ONE
                    for first, end, ahead in ((0, middle, running[0, producer, meters]), (middle, many, np.int64(0))):
                        if first == end:
                            continue
                        rest = ((passed + ahead) * pool % ONE + 0.5) / ONE
                        own_sums, own_row = sums[producer, first : end + 1], row[first:end]
                        own_others, own_added = others[first:end], added[first:end]
                        for place in range(end - first + 1):
                            cuts[place] = np.int32(own_sums[place] * rate + rest)
                        if producer < producers - 1:
                            for place in range(end - first):
                                own_others[place] += np.int32(cuts[place + 1] - cuts[place])
                            continue
                        for place in range(end - first):
                            amount = own_others[place] + np.int32(cuts[place + 1] - cuts[place])
                            own_added[place] += min(np.int32(own_row[place]), np.int32(amount))
                if producers > 1:
                    others[:] = 0
            if apart or interval == intervals - 1:
                for place in range(many):
                    given[interval * apart, low + place] += added[place]
                added[:] = 0


#: By key: what `rows` compiles.
TILES: dict[str, Callable[..., Any]] = {"dynamic": in_proportion, "static": by_parts, "pair": by_parts}
