"""Static, dynamic and pair once more, for readings as they are stored (uint16): some meters over many intervals.

Loops for a compiler that puts eight numbers side by side. Nothing is divided: from the rounded running sum at the
first meter of a tile on, the whole part of a machine number is taken. Half a smallest fraction is added before, so as
long as the error stays below that half, it is the exact integer; where it might not, the interval is left `todo` and
`loops` does it.

A block is read through once before anything is shared: what comes from far comes quickest all in a row, and the tiles
find it near.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.core.apportion import ONE

Whole = NDArray[np.int64]
Readings = NDArray[np.uint16]

#: So many meters at once, in proportion and by fixed parts: what is put aside for them stays where a processor reaches
#: it quickest.
TILE, PARTS_TILE = 1024, 2048

#: So many numbers at once, so that they are still near when they are read again.
AT_ONCE = 1_600_000

#: What a reading of two bytes holds, and of how many intervals shares of it are added up in four.
LARGEST, MOST_INTERVALS = 2**16 - 1, 2**15

#: Fixed parts: a running sum of a tile times the pool. The error of (4 sum pool / ONE + 3) / 2**53 stays below half of
#: one part of ONE.
EXACT = 2**50

#: In proportion: running sums of a tile are counted up from here in machine numbers, which have 2**-32 for their
#: smallest step until they are twice as large. Beyond `FAR` their smallest step is a whole.
LEVEL, FAR = 2**20, 2.0**52

#: In proportion: four roundings of half a smallest step are less than half of one part of this.
LARGEST_WHOLE = 2**29


def in_fours(load: NDArray[np.integer[Any]]) -> Readings:
    """The readings as tiles take them: side by side in two bytes, and zeros after the last until there are fours."""
    over = load.shape[1] % 4
    return np.ascontiguousarray(np.pad(load, ((0, 0), (0, 4 - over))) if over else load, np.uint16)


def in_proportion(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """In proportion to the load: dynamic.

    A running sum waits for the one before it. So four meters that stand together are read as one word of eight bytes,
    many words side by side, and what waits is the sum before each word, of two intervals in the halves of one number.

    A running sum is counted in the bits of a machine number: from `LEVEL` on a watt-hour is 2**32 smallest steps. That
    number times pool / whole is added to one beyond `FAR`, where the machine itself rounds to the nearest whole; half a
    whole less to start with, and it is the whole part. What all sums have too much is gone from their differences.
    """
    intervals, meters = load.shape
    apart = 1 if len(given) == intervals else 0
    most = TILE // 4
    tiles, words = (meters + TILE - 1) // TILE, load.reshape(-1).view(np.uint64).reshape(intervals, meters // 4)
    one, two, reading = np.uint64(16), np.uint64(32), np.uint64(LARGEST)
    pairs, lower, upper = np.uint64(0x0000FFFF0000FFFF), np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFF00000000)
    passed, ahead = np.zeros((intervals, tiles + 1), np.int64), np.zeros(intervals, np.int64)
    shared = np.zeros(intervals + 1, np.int64)
    for interval in range(intervals):
        if not todo[interval]:
            continue
        largest = np.int64(0)
        for tile in range(tiles):
            row, own = words[interval, tile * most : tile * most + most], np.uint64(0)
            for word in range(len(row)):
                own += (row[word] & pairs) + (row[word] >> one & pairs)
            passed[interval, tile + 1] = passed[interval, tile] + np.int64((own & lower) + (own >> two))
            largest = max(largest, passed[interval, tile + 1] - passed[interval, tile])
        whole = passed[interval, tiles]
        pool = min(whole, pools[interval, 0])
        todo[interval] = whole > LARGEST_WHOLE or (largest + 1) * pool + 3 * whole > LEVEL * pool
        if not todo[interval]:
            shared[interval] = pool
        begin = begins[interval, 0]
        ahead[interval] = passed[interval, begin // TILE]
        before_it = load[interval, begin - begin % TILE : begin]
        for place in range(len(before_it)):
            ahead[interval] += np.int64(before_it[place])
    before, rates, starts = np.zeros(most, np.uint64), np.zeros(2), np.full(2, LEVEL, np.float64).view(np.uint64)
    first, second = np.full(most + 1, FAR), np.full(most + 1, FAR)  # each apart: the compiler sees it
    third, fourth = np.full(most + 1, FAR), np.full(most + 1, FAR)
    step = 1 if apart else 2
    for tile in range(tiles):
        low = tile * most
        many = min(most, meters // 4 - low)
        for interval in range(0, intervals, step):
            for turn in range(step):
                pool, whole = shared[interval + turn], max(passed[min(interval + turn, intervals - 1), tiles], 1)
                rates[turn], starts[turn] = pool / whole, np.float64(LEVEL).view(np.uint64)
                if pool:
                    its_ahead = passed[interval + turn, tile] - ahead[interval + turn]
                    rest = (its_ahead * pool % whole + 0.5) / whole - 0.5
                    starts[turn] = np.float64((np.floor(LEVEL * rates[turn]) + 2 + rest) / rates[turn]).view(np.uint64)
            rate, start, next_rate, next_start = rates[0], starts[0], rates[1], starts[1]
            if rate + next_rate > 0:
                row = words[interval, low : low + many]
                next_row = words[min(interval + 1, intervals - 1), low : low + many]
                for word in range(many):
                    own = (row[word] & pairs) + (row[word] >> one & pairs)
                    after = (next_row[word] & pairs) + (next_row[word] >> one & pairs)
                    before[word] = (own + (own >> two) & lower) + (after + (after << two) & upper)
                so_far = np.uint64(0)
                for word in range(many):
                    until = so_far + before[word]
                    before[word] = so_far
                    so_far = until
                end, next_end = start + (so_far << two), next_start + (so_far & upper)
                first[many] += np.uint64(end).view(np.float64) * rate
                first[many] += np.uint64(next_end).view(np.float64) * next_rate
                for word in range(many):
                    four, next_four = row[word], next_row[word]
                    at_one, next_one = start + (before[word] << two), next_start + (before[word] & upper)
                    at_two, next_two = at_one + ((four & reading) << two), next_one + ((next_four & reading) << two)
                    at_three = at_two + ((four >> one & reading) << two)
                    next_three = next_two + ((next_four >> one & reading) << two)
                    at_four = at_three + ((four >> two & reading) << two)
                    next_last = next_three + ((next_four >> two & reading) << two)
                    first[word] += np.uint64(at_one).view(np.float64) * rate
                    first[word] += np.uint64(next_one).view(np.float64) * next_rate
                    second[word] += np.uint64(at_two).view(np.float64) * rate
                    second[word] += np.uint64(next_two).view(np.float64) * next_rate
                    third[word] += np.uint64(at_three).view(np.float64) * rate
                    third[word] += np.uint64(next_three).view(np.float64) * next_rate
                    fourth[word] += np.uint64(at_four).view(np.float64) * rate
                    fourth[word] += np.uint64(next_last).view(np.float64) * next_rate
            if apart or interval + step >= intervals:
                own_given = given[interval * apart, 4 * low : 4 * (low + many)]
                for word in range(len(own_given) // 4):
                    own_given[4 * word] += np.int64(second[word] - first[word])
                    own_given[4 * word + 1] += np.int64(third[word] - second[word])
                    own_given[4 * word + 2] += np.int64(fourth[word] - third[word])
                    own_given[4 * word + 3] += np.int64(first[word + 1] - fourth[word])
                cuts = (first[many - 1], second[many - 1], third[many - 1], fourth[many - 1])
                for place in range(len(own_given) % 4):
                    own_given[len(own_given) // 4 * 4 + place] += np.int64(cuts[place + 1] - cuts[place])
                first[:] = FAR
                second[:] = FAR
                third[:] = FAR
                fourth[:] = FAR


def by_parts(
    load: Readings, pools: Whole, running: Whole, begins: Whole, given: Whole, todo: NDArray[np.bool_]
) -> None:
    """Fixed parts of each pool, the same in every interval, at most the load: static and pair.

    A tile in which stands who begins is done in two pieces.
    """
    intervals, meters = len(load), given.shape[1]
    producers = running.shape[1]
    apart = 1 if len(given) == intervals else 0
    words = load.reshape(-1).view(np.uint64).reshape(intervals, load.shape[1] // 4)
    is_here = np.zeros(intervals, np.bool_)
    for interval in range(intervals):
        row, used = words[interval], np.uint64(0)
        for word in range(len(row)):
            used |= row[word]
        is_small = pools[interval].sum() < EXACT // ONE - 1
        is_here[interval] = todo[interval] and is_small and used > 0
        todo[interval] = todo[interval] and not is_small
    sums = np.zeros((producers, PARTS_TILE))
    parts, added = np.zeros(PARTS_TILE, np.int32), np.zeros(PARTS_TILE, np.int32)
    for low in range(0, meters, PARTS_TILE):
        many = min(PARTS_TILE, meters - low)
        for producer in range(producers):
            own_sums, own = sums[producer], running[0, producer, low + 1 : low + many + 1]
            base = running[0, producer, low]
            for place in range(many):
                own_sums[place] = own[place] - base
        for interval in range(intervals):
            if is_here[interval]:
                row = load[interval, low : low + many]
                for producer in range(producers):
                    pool, begin = pools[interval, producer], begins[interval, producer]
                    rate, passed = pool / ONE, running[0, producer, low] - running[0, producer, begin]
                    middle = min(max(np.int64(0), begin - low), many)
                    for first, end, ahead in ((0, middle, running[0, producer, meters]), (middle, many, np.int64(0))):
                        if first == end:
                            continue
                        ends, its_row = sums[producer, first:end], row[first:end]
                        its_parts, its_added = parts[first:end], added[first:end]
                        rest = ((passed + ahead) * pool % ONE + 0.5) / ONE
                        own_passed = running[0, producer, low + first] - running[0, producer, low]
                        before = np.int32(own_passed * rate + rest)
                        if producers == 1:
                            for place in range(len(ends)):
                                after = np.int32(ends[place] * rate + rest)
                                part = min(np.int32(its_row[place]), np.int32(after - before))
                                its_added[place] = np.int32(its_added[place] + part)
                                before = after
                        else:
                            for place in range(len(ends)):
                                after = np.int32(ends[place] * rate + rest)
                                its_parts[place] = np.int32(its_parts[place] + np.int32(after - before))
                                before = after
                if producers > 1:
                    for place in range(many):
                        added[place] = np.int32(added[place] + min(np.int32(row[place]), parts[place]))
                    parts[:] = 0
            if apart or interval == intervals - 1:
                own_given = given[interval * apart, low : low + many]
                for place in range(many):
                    own_given[place] += added[place]
                added[:] = 0


#: By key: what `rows` compiles.
TILES: dict[str, Callable[..., Any]] = {"dynamic": in_proportion, "static": by_parts, "pair": by_parts}
