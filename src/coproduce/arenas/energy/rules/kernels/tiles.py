"""Static, dynamic and pair once more, for readings as they are stored (uint16): some meters over many intervals.

Loops for a compiler that puts eight numbers side by side. Nothing is divided: from the rounded running sum at the
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

#: So many numbers are put into tiles at once; what is read twice over, fewer, so that it is still near by then.
AT_ONCE, TWICE_AT_ONCE = 16_000_000, 1_500_000

#: What a reading of two bytes holds, and of how many intervals shares of it are added up in four.
LARGEST, MOST_INTERVALS = 2**16 - 1, 2**15

#: A running sum of a tile, times the pool, plus the whole: the error of (4 sum pool / whole + 3) / 2**53 stays below
#: half of one part of the whole.
EXACT = 2**50


def in_fours(load: NDArray[np.integer[Any]]) -> Readings:
    """The readings as tiles take them: side by side in two bytes, and zeros after the last until there are fours."""
    over = load.shape[1] % 4
    return np.ascontiguousarray(np.pad(load, ((0, 0), (0, 4 - over))) if over else load, np.uint16)


def in_proportion(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """In proportion to the load: dynamic.

    A running sum waits for the one before it. So four meters that stand together are read as one word of eight bytes,
    many words side by side, and what waits is the sum before each word.
    """
    intervals, meters = load.shape
    apart = 1 if len(given) == intervals else 0
    tiles, words = (meters + TILE - 1) // TILE, load.reshape(-1).view(np.uint64).reshape(intervals, meters // 4)
    most = TILE // 4
    one, two, reading = np.uint64(16), np.uint64(32), np.uint64(LARGEST)
    pairs, wide = np.uint64(0x0000FFFF0000FFFF), np.uint64(0xFFFFFFFF)
    passed, ahead = np.zeros((intervals, tiles + 1), np.int64), np.zeros(intervals, np.int64)
    shared = np.zeros(intervals, np.int64)
    for interval in range(intervals):
        if not todo[interval]:
            continue
        largest = np.int64(0)
        for tile in range(tiles):
            row, own = words[interval, tile * most : tile * most + most], np.uint64(0)
            for word in range(len(row)):
                own += (row[word] & pairs) + (row[word] >> one & pairs)
            passed[interval, tile + 1] = passed[interval, tile] + np.int64((own & wide) + (own >> two))
            largest = max(largest, passed[interval, tile + 1] - passed[interval, tile])
        whole = passed[interval, tiles]
        pool = min(whole, pools[interval, 0])
        todo[interval] = whole > LARGEST_SUM or largest * pool + whole >= EXACT
        if not todo[interval]:
            shared[interval] = pool
        begin = begins[interval, 0]
        ahead[interval] = passed[interval, begin // TILE]
        for reading_wh in load[interval, begin - begin % TILE : begin]:
            ahead[interval] += np.int64(reading_wh)
    before, first, second = np.zeros(most + 1, np.int64), np.zeros(most + 1, np.int64), np.zeros(most + 1, np.int64)
    third, fourth = np.zeros(most + 1, np.int64), np.zeros(most + 1, np.int64)  # each apart: the compiler sees it
    for tile in range(tiles):
        low = tile * most
        many = min(most, meters // 4 - low)
        for interval in range(intervals):
            pool, whole = shared[interval], passed[interval, tiles]
            if pool:
                rate = pool / whole
                rest = ((passed[interval, tile] - ahead[interval]) * pool % whole + 0.5) / whole
                row = words[interval, low : low + many]
                for word in range(many):
                    own = (row[word] & pairs) + (row[word] >> one & pairs)
                    before[word] = np.int64((own & wide) + (own >> two))
                so_far = np.int64(0)
                for word in range(many):
                    until = so_far + before[word]
                    before[word] = so_far
                    so_far = until
                first[many] += np.int64(so_far * rate + rest)
                for word in range(many):
                    four, base = row[word], before[word] * rate + rest
                    so_far_one = np.int64(four & reading)
                    so_far_two = so_far_one + np.int64(four >> one & reading)
                    so_far_three = so_far_two + np.int64(four >> two & reading)
                    first[word] += np.int64(base)
                    second[word] += np.int64(so_far_one * rate + base)
                    third[word] += np.int64(so_far_two * rate + base)
                    fourth[word] += np.int64(so_far_three * rate + base)
            if apart or interval == intervals - 1:
                own_given = given[interval * apart, 4 * low : 4 * (low + many)]
                for word in range(len(own_given) // 4):
                    own_given[4 * word] += second[word] - first[word]
                    own_given[4 * word + 1] += third[word] - second[word]
                    own_given[4 * word + 2] += fourth[word] - third[word]
                    own_given[4 * word + 3] += first[word + 1] - fourth[word]
                cuts = (first[many - 1], second[many - 1], third[many - 1], fourth[many - 1])
                for place in range(len(own_given) % 4):
                    own_given[len(own_given) // 4 * 4 + place] += cuts[place + 1] - cuts[place]
                first[:] = 0
                second[:] = 0
                third[:] = 0
                fourth[:] = 0


def by_parts(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """Fixed parts of each pool, the same in every interval, at most the load: static and pair.

    Two intervals at once. Their cuts run on where who begins stands within the tile, so that those of several
    producers add up.
    """
    intervals, meters = len(load), given.shape[1]
    producers = running.shape[1]
    apart = 1 if len(given) == intervals else 0
    is_here = todo.copy()
    for interval in range(intervals):
        todo[interval] = todo[interval] and pools[interval].sum() >= EXACT // ONE - 1
        is_here[interval] = is_here[interval] and not todo[interval]
    step = 1 if apart else 2
    sums, added = np.zeros((producers, TILE + 1)), np.zeros(TILE, np.int32)
    cuts = np.zeros((2, TILE + 1), np.int32)
    for low in range(0, meters, TILE):
        many = min(TILE, meters - low)
        for producer in range(producers):
            for place in range(many + 1):
                sums[producer, place] = running[0, producer, low + place] - running[0, producer, low]
        for interval in range(0, intervals, step):
            for turn in range(2):
                cuts[turn] = 0
                if turn >= step or interval + turn >= intervals or not is_here[interval + turn]:
                    continue
                for producer in range(producers):
                    own_sums, own_cuts = sums[producer], cuts[turn]
                    pool, begin = pools[interval + turn, producer], begins[interval + turn, producer]
                    rate, passed = pool / ONE, running[0, producer, low] - running[0, producer, begin]
                    ahead = running[0, producer, meters] if low < begin else np.int64(0)
                    rest = ((passed + ahead) * pool % ONE + 0.5) / ONE
                    middle = begin - low if low < begin < low + many else many
                    for place in range(middle + 1):
                        own_cuts[place] += np.int32(own_sums[place] * rate + rest)
                    if middle < many:
                        rest_on = (passed * pool % ONE + 0.5) / ONE
                        on = np.int32(own_sums[middle] * rate + rest) - np.int32(own_sums[middle] * rate + rest_on)
                        for place in range(middle + 1, many + 1):
                            own_cuts[place] += np.int32(own_sums[place] * rate + rest_on) + on
            row, next_row = load[interval, low : low + many], load[min(interval + 1, intervals - 1), low : low + many]
            for place in range(many):
                added[place] += min(np.int32(row[place]), np.int32(cuts[0, place + 1] - cuts[0, place])) + min(
                    np.int32(next_row[place]), np.int32(cuts[1, place + 1] - cuts[1, place])
                )
            if apart or interval + step >= intervals:
                for place in range(many):
                    given[interval * apart, low + place] += added[place]
                added[:] = 0


#: By key: what `rows` compiles.
TILES: dict[str, Callable[..., Any]] = {"dynamic": in_proportion, "static": by_parts, "pair": by_parts}
