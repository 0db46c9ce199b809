"""The six keys once more as plain loops over whole numbers, for a compiler: meter by meter, nothing put aside.

Plain Python as it stands, so that anybody can step through it. `keys` checks what goes in; `rows` compiles it where
numba is installed, and does by hand what is still `todo`: sums above `LARGEST_SUM`, whose products no machine number
holds.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.core.apportion import ONE

Whole = NDArray[np.int64]

#: The product of two such sums still fits.
LARGEST_SUM = 3_000_000_000


def parts(
    load: NDArray[np.integer[Any]],
    pools: Whole,
    running: Whole,
    members: Whole,
    bounds: Whole,
    begins: Whole,
    given: Whole,
    todo: NDArray[np.bool_],
) -> None:
    """Fixed parts of each pool, at most the load; then what is left in proportion to what each lacks, by class."""
    intervals, meters = load.shape
    producers = running.shape[1]
    apart = 1 if len(given) == intervals else 0
    amounts, lacks = np.zeros(meters, np.int64), np.zeros(meters, np.int64)
    for interval in range(intervals):
        left = pools[interval].sum()
        if not todo[interval] or (producers and left > LARGEST_SUM):
            continue
        if producers:
            amounts[:] = 0
            for producer in range(producers):
                own = running[interval % len(running), producer]
                begin = begins[interval, producer]
                pool, base, before = pools[interval, producer], own[begin], np.int64(0)
                for first, end in ((begin, meters), (0, begin)):
                    for meter in range(first, end):
                        after = (own[meter + 1] - base) * pool // ONE
                        amounts[meter] += after - before
                        before = after
                    base -= own[meters]
            for meter in range(meters):
                amounts[meter] = min(amounts[meter], np.int64(load[interval, meter]))
                left -= amounts[meter]
                has_part = running[interval % len(running), 0, meter + 1] > running[interval % len(running), 0, meter]
                lacks[meter] = np.int64(load[interval, meter]) - amounts[meter] if has_part else 0
        else:
            for meter in range(meters):
                amounts[meter], lacks[meter] = 0, load[interval, meter]
        todo[interval] = False
        for turn in range(len(bounds) - 1):
            whole, ahead, begin = np.int64(0), np.int64(0), begins[interval, 0]
            for place in range(bounds[turn], bounds[turn + 1]):
                whole += lacks[members[place]]
                ahead += lacks[members[place]] if members[place] < begin else 0
            if left < whole and whole > LARGEST_SUM:
                todo[interval] = True
                break
            if left < whole:  # before who begins the running sum is below nothing; rounded down, it comes to the same
                passed, before = -ahead, -ahead * left // whole
                for place in range(bounds[turn], bounds[turn + 1]):
                    passed += lacks[members[place]]
                    after = passed * left // whole
                    amounts[members[place]] += after - before
                    before = after
                break
            for place in range(bounds[turn], bounds[turn + 1]):
                amounts[members[place]] += lacks[members[place]]
            left -= whole
        if not todo[interval]:
            for meter in range(meters):
                given[interval * apart, meter] += amounts[meter]


def level(
    load: NDArray[np.integer[Any]],
    pools: Whole,
    running: Whole,
    members: Whole,
    bounds: Whole,
    begins: Whole,
    given: Whole,
    todo: NDArray[np.bool_],
) -> None:
    """Equal slices: the highest level that the pool fills, and one more for the first that want it."""
    intervals, meters = load.shape
    apart = 1 if len(given) == intervals else 0
    for interval in range(intervals):
        pool, begin = pools[interval, 0], begins[interval, 0]
        if not todo[interval]:
            continue
        todo[interval] = False
        low, high = np.int64(0), np.int64(load[interval].max())
        filled = np.int64(0)
        for meter in range(meters):
            filled += load[interval, meter]
        if pool >= filled:
            low = high
        while low < high:
            middle = (low + high + 1) // 2
            taken = np.int64(0)
            for meter in range(meters):
                taken += min(np.int64(load[interval, meter]), middle)
            if taken <= pool:
                low = middle
            else:
                high = middle - 1
        odd = pool
        for meter in range(meters):
            amount = min(np.int64(load[interval, meter]), low)
            given[interval * apart, meter] += amount
            odd -= amount
        for first, end in ((begin, meters), (0, begin)):
            for meter in range(first, end):
                if odd > 0 and load[interval, meter] > low:
                    given[interval * apart, meter] += 1
                    odd -= 1


#: By name: what `rows` compiles.
LOOPS: dict[str, Callable[..., None]] = {"parts": parts, "level": level}
