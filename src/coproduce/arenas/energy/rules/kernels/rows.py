"""The six keys in whole rows of numbers at once; by loops where they are compiled; by hand where no number holds it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.energy.rules.kernels import loops, tiles
from coproduce.core.apportion import ONE, apportion

Whole = NDArray[np.int64]

#: From so many numbers on, compiling the loops is worth its second.
MANY = 4_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, once it is sure that it can be answered: by interval first, as it is stored.

    `running` are the running sums of the weights, (1 or intervals, producers, meters + 1); no producers, no fixed part.
    `members` are the meters class by class, which begin at `bounds`; no classes, nothing in proportion. `begins` is by
    interval and producer the meter at which the odd watt-hour begins.
    """

    key: str
    load: NDArray[np.integer[Any]]
    pools: Whole
    running: Whole
    members: Whole
    bounds: Whole
    priority: Whole
    begins: Whole


def add(asked: Asked, given: Whole) -> None:
    """Add the shares of each interval to its own row of `given`, or all to its only one."""
    intervals, meters = asked.load.shape
    if not meters:
        return
    todo: NDArray[np.bool_] = np.any(asked.pools, axis=1)
    apart = int(len(given) == intervals)
    if asked.load.size >= MANY and (compiled := _compiled()):
        _by_loops(compiled, asked, given, todo)
    else:
        for interval, amounts in _rows(asked, todo):
            given[interval * apart] += amounts
    for interval in map(int, np.flatnonzero(todo)):
        given[interval * apart] += by_hand(asked, interval)


@cache
def _compiled() -> dict[str, Callable[..., None]]:
    """The loops as machine code, by name, where numba is installed."""
    if find_spec("numba") is None:
        return {}
    from numba import njit

    return {name: njit(nogil=True, fastmath={"contract"})(loop) for name, loop in (loops.LOOPS | tiles.TILES).items()}


def _by_loops(compiled: Mapping[str, Callable[..., None]], asked: Asked, given: Whole, todo: NDArray[np.bool_]) -> None:
    """By tiles where readings are small and parts do not change; the rest meter by meter."""
    intervals, meters = asked.load.shape
    if asked.key in tiles.TILES and len(asked.running) <= 1:
        step = min(tiles.MOST_INTERVALS, max(2, tiles.AT_ONCE // meters))
        for first in range(0, intervals, step):
            some = slice(first, first + step)
            load = asked.load[some]
            if load.dtype == np.uint16 or load.max() <= tiles.LARGEST:
                rows = given[some] if len(given) == intervals else given
                fours = tiles.in_fours(load)
                compiled[asked.key](fours, asked.pools[some], asked.running, asked.begins[some], rows, todo[some])
    if todo.any():
        name = "level" if asked.key == "equal_refill" else "parts"
        numbers = (asked.load, asked.pools, asked.running, asked.members, asked.bounds, asked.begins)
        compiled[name](*numbers, given, todo)


def _rows(asked: Asked, todo: NDArray[np.bool_]) -> Iterator[tuple[int, Whole]]:
    """Each interval that has something to share, and its shares, in whole rows of numbers at once."""
    meters = asked.load.shape[1]
    scratch, running, amounts = (np.empty(meters + more, np.int64) for more in (1, 1, 0))
    for interval in map(int, np.flatnonzero(todo)):
        if asked.key == "equal_refill":
            begin = int(asked.begins[interval, 0])
            _up_to_a_level(asked.load[interval], int(asked.pools[interval, 0]), begin, amounts)
        elif not _by_parts(asked, interval, amounts, running, scratch):
            continue
        todo[interval] = False
        yield interval, amounts


def _by_parts(asked: Asked, interval: int, amounts: Whole, running: Whole, scratch: Whole) -> bool:
    """Fixed parts, then what is left class by class, into `amounts`; not where a sum is too large."""
    load, pools, begins = asked.load[interval], asked.pools[interval], asked.begins[interval]
    left, lacks = int(pools.sum()), load
    amounts[:] = 0
    if len(asked.running):
        if left > loops.LARGEST_SUM:
            return False
        fixed = asked.running[interval % len(asked.running)]
        for pool, parts, begin in zip(pools, fixed, begins, strict=True):
            amounts += _telescoped(parts, int(pool), ONE, int(begin), scratch)
        np.minimum(amounts, load, out=amounts)
        left -= int(amounts.sum())
        lacks = np.where(fixed[0, 1:] > fixed[0, :-1], load - amounts, 0)
    for first, end in pairwise(asked.bounds):
        own = asked.members[first:end]
        is_all = len(own) == len(load)
        ahead, room = running[: len(own) + 1], scratch[: len(own) + 1]
        ahead[0] = 0
        np.cumsum(lacks if is_all else lacks[own], dtype=np.int64, out=ahead[1:])
        whole = int(ahead[-1])
        if left < whole:
            if whole > loops.LARGEST_SUM:
                return False
            turn = int(begins[0]) if is_all else int(np.searchsorted(own, begins[0]))
            more = _telescoped(ahead, left, whole, turn, room)
        else:
            more = lacks if is_all else lacks[own]
        if is_all:
            amounts += more
        else:
            amounts[own] += more
        left -= min(left, whole)
        if not left:
            break
    return True


def _telescoped(running: Whole, total: int, whole: int, begin: int, scratch: Whole) -> Whole:
    """Differences of rounded running sums of weights, counted from the row `begin` round to the one before it."""
    np.subtract(running, running[begin], out=scratch)
    scratch[:begin] += running[-1]
    scratch *= total
    scratch //= whole
    amounts: Whole = np.diff(scratch)
    if begin:
        amounts[begin - 1] += int(running[-1]) * total // whole
    return amounts


def _up_to_a_level(load: NDArray[np.integer[Any]], pool: int, begin: int, amounts: Whole) -> None:
    """The highest level that the pool fills, and one more for the first that want it, from the row `begin` round."""
    low, high = 0, int(load.max())
    if pool >= int(load.sum(dtype=np.int64)):
        low = high
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.minimum(load, middle).sum(dtype=np.int64)) <= pool:
            low = middle
        else:
            high = middle - 1
    np.minimum(load, low, out=amounts)
    wanting = np.flatnonzero(load > low)
    odd = pool - int(amounts.sum()) if len(wanting) else 0
    turn = int(np.searchsorted(wanting, begin))
    amounts[np.roll(wanting, -turn)[:odd]] += 1


def by_hand(asked: Asked, interval: int) -> Whole:
    """One interval whose products no machine number holds, with numbers of any length."""
    load, pools = asked.load[interval].tolist(), asked.pools[interval].tolist()
    begins = asked.begins[interval].tolist()
    if not len(asked.running):
        more = {"method": "cascade", "priority": asked.priority.tolist()}
        return np.array(apportion(pools[0], load, caps=load, rotation=begins[0], **more).amounts, np.int64)
    weights = np.diff(asked.running[interval % len(asked.running)]).tolist()
    if asked.key == "hybrid":
        own = apportion(pools[0], weights[0], caps=load, method="hybrid", rotation=begins[0])
        return np.array(own.amounts, np.int64)
    parts = [
        apportion(pool, own, method="fixed", rotation=turn).amounts
        for pool, own, turn in zip(pools, weights, begins, strict=True)
    ]
    amounts: Whole = np.minimum(np.sum(parts, axis=0), load)
    return amounts
