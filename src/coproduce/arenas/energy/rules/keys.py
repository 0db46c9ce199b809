"""Six keys by which a pool of energy is shared among meters, interval by interval, in whole watt-hours.

| key | each meter gets |
|---|---|
| static | its fixed part of the pool, at most its load; what it leaves is nobody's and goes to the grid |
| dynamic | in proportion to its load |
| hybrid | static, then what is left in proportion to what each still lacks |
| cascade | dynamic inside each class of priority, the smallest first |
| equal_refill | equal slices; who is full leaves, and the rest is sliced again |
| pair | its fixed part of each producer's pool, at most its load |

In every interval nobody gets more than their load and nothing is made up: the shares of dynamic, hybrid, cascade and
equal refill add up to the smaller of pool and load. They are the integers of `core.apportion` (fixed, telescoping,
hybrid, cascade, equal_refill) for loads as caps, so whoever doubts a watt-hour can count it by hand; the odd one starts
at another meter in every interval. More in the pool never costs anybody more than that odd watt-hour; under equal
refill nothing at all, under hybrid a few where parts and rest are both rounded. Large blocks are reckoned by compiled
loops where numba is installed, by numpy elsewhere, to the same integers.

Source: collective self-consumption in France, Spain (RD 244/2019, TED/1247/2021), Luxembourg (ILR E21/32) and Wallonia;
docs/explanation/sharing.md.
"""

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.arenas.energy.rules.kernels.rows import Asked, add
from coproduce.core.apportion import ONE

Key = Literal["static", "dynamic", "hybrid", "cascade", "equal_refill", "pair"]
KEYS: tuple[Key, ...] = get_args(Key)

Whole = NDArray[np.int64]

#: No reading is larger, in watt-hours.
LARGEST_WH = 10**15

#: Which keys give fixed parts first; which share what is left, and whether by class.
_FIXED, _IN_PROPORTION = ("static", "hybrid", "pair"), ("dynamic", "hybrid", "cascade")


def share(
    load_wh: ArrayLike,
    pool_wh: ArrayLike,
    *,
    key: Key,
    weights: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    start: int | ArrayLike = 0,
) -> Whole:
    """What each meter gets of the pool in each interval, in the shape of the load.

    `load_wh` is (meters, intervals), or (meters,) for one interval; `pool_wh` (intervals,), or a number. `weights` are
    parts per million, (meters,) or (meters, intervals) where they change by the hour: static and hybrid need them.
    `priority` is a class for each meter: cascade needs it. For pair the pool is (producers, intervals), or (producers,)
    and the weights (producers, meters). What a key does not go by is not looked at. `start` is the number of the first
    interval, counted on from month to month: the odd watt-hour begins at another meter in each. Or it is the meter
    itself, by interval, for pair by producer and interval (`turns`).

    EnergyError for what is not whole, below nothing, too large, of another shape, missing, or above one together.

    >>> share([80, 40, 20], 100, key="dynamic")
    array([57, 28, 15])
    >>> share([80, 40, 20], 100, key="static", weights=[500_000, 300_000, 200_000])
    array([50, 30, 20])
    >>> share([80, 40, 20], 100, key="cascade", priority=[1, 2, 2])
    array([80, 13,  7])
    >>> share([80, 40, 20], 100, key="equal_refill")
    array([40, 40, 20])
    >>> share([[2, 10], [8, 0]], [5, 5], key="dynamic")
    array([[1, 5],
           [4, 0]])
    >>> share([50, 50], [100, 10], key="pair", weights=[[250_000, 750_000], [1_000_000, 0]])
    array([35, 50])
    """
    asked = _read(load_wh, pool_wh, key, weights, priority, start)
    given = np.zeros(asked.load.shape, np.int64)
    add(asked, given)
    return given[0] if np.ndim(load_wh) == 1 else given.T


def share_totals(
    load_wh: ArrayLike,
    pool_wh: ArrayLike,
    *,
    key: Key,
    weights: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    start: int | ArrayLike = 0,
) -> Whole:
    """What each meter gets in all these intervals: `share` added up, without a place for every interval.

    >>> share_totals([[2, 10], [8, 0]], [5, 5], key="dynamic")
    array([6, 4])
    """
    asked = _read(load_wh, pool_wh, key, weights, priority, start)
    given = np.zeros((1, asked.load.shape[1]), np.int64)
    add(asked, given)
    totals: Whole = given[0]
    return totals


def share_by_pair(load_wh: ArrayLike, pool_wh: ArrayLike, *, weights: ArrayLike | None, start: int = 0) -> Whole:
    """Of the key pair, from which producer: (producers, meters, intervals), whose sum over producers is `share`.

    Where a meter's parts are more than it can take, each producer gives it in proportion to its part. Odd watt-hours
    go round by `turns`, among those who have a part of what a producer made, and among those who give to a meter.

    >>> share_by_pair([[50], [50]], [[100], [10]], weights=[[250_000, 750_000], [1_000_000, 0]])[:, :, 0]
    array([[25, 50],
           [10,  0]])
    """
    asked = _read(load_wh, pool_wh, "pair", weights, None, start)
    loads, pools = asked.load.T, asked.pools.T
    free = np.full(loads.shape, LARGEST_WH)
    begins = turns(loads, pools, key="pair", weights=weights, start=start)
    each = [
        share(free, pool, key="static", weights=own, start=whose)
        for pool, own, whose in zip(pools, np.asarray(weights), begins, strict=True)
    ]
    parts: Whole = np.array(each, np.int64).reshape(len(pools), *loads.shape)
    for meter, load in enumerate(loads):
        givers = turns(parts[:, meter], load, key="dynamic", start=start)
        parts[:, meter] = share(parts[:, meter], load, key="dynamic", start=givers)
    return parts if np.ndim(load_wh) == 2 else parts[:, :, 0]


def turns(
    load_wh: NDArray[np.integer[Any]],
    pool_wh: Whole,
    *,
    key: Key,
    weights: ArrayLike | None = None,
    priority: ArrayLike | None = None,
    start: int = 0,
) -> Whole:
    """By interval the meter at which the odd watt-hour begins, so that it goes round among those who could have it.

    `start` alone goes round among all meters: whoever stands behind one that uses nothing would have its turns too. A
    turn here is of whoever shares in what is rounded: who uses something, or has a part under static, or both under
    hybrid; under a cascade who is of the class not served whole; under equal refill who wants more than the slice;
    under pair who has a part of what a producer made, for each producer on its own. Load (meters, intervals), pool
    (intervals,) or for pair (producers, intervals), as `share` takes them; whose turn it is has the pool's shape.

    >>> turns(np.array([[5] * 4, [0] * 4, [5] * 4]), np.array([1] * 4), key="dynamic")
    array([0, 2, 0, 2])
    """
    if key == "pair":
        each = [
            turns(load_wh, pool, key="static", weights=own, start=start)
            for pool, own in zip(pool_wh, np.asarray(weights), strict=True)
        ]
        return np.array(each, np.int64).reshape(pool_wh.shape)
    could = (load_wh > 0) | (key == "static")
    if key in _FIXED and weights is not None:
        parts = whole_wh(weights, "weights")
        could &= (parts if parts.ndim == 2 else parts[:, np.newaxis]) > 0
    elif key == "cascade":
        classes = _classes(priority, len(load_wh))
        served = np.cumsum([load_wh[classes == one].sum(axis=0) for one in range(classes.max(initial=-1) + 1)], axis=0)
        could &= classes[:, np.newaxis] == (served <= pool_wh).sum(axis=0)
    elif key == "equal_refill":
        got = share(load_wh, pool_wh, key=key)
        could &= load_wh > np.where(got < load_wh, got, LARGEST_WH).min(axis=0, initial=LARGEST_WH)
    whose = (start + np.arange(load_wh.shape[1])) % np.maximum(1, could.sum(axis=0))
    begins: Whole = (np.cumsum(could, axis=0) > whose).argmax(axis=0) if len(load_wh) else whose
    return begins


def _read(
    load_wh: ArrayLike,
    pool_wh: ArrayLike,
    key: Key,
    weights: ArrayLike | None,
    priority: ArrayLike | None,
    start: int | ArrayLike,
) -> Asked:
    """The question in one shape, or EnergyError."""
    if key not in KEYS:
        raise EnergyError("UNKNOWN_KEY", "key", f"There is no key {key!r}. Choose one of {', '.join(KEYS)}.")
    load, pools = whole_wh(load_wh, "load_wh"), whole_wh(pool_wh, "pool_wh")
    if load.ndim not in (1, 2):
        raise EnergyError("WRONG_SHAPE", "load_wh", f"A load is by meter and interval, not {load.shape}.")
    intervals = load.shape[1] if load.ndim == 2 else 1
    by_producer = key == "pair"
    if pools.ndim != load.ndim - 1 + by_producer or (load.ndim == 2 and pools.shape[-1] != intervals):
        raise EnergyError(
            "WRONG_SHAPE",
            "pool_wh",
            f"The pool is {pools.shape} beside a load of {load.shape}; under pair it is by producer too.",
        )
    meters = load.shape[0]
    producers = len(pools) if by_producer else 1
    running = _running(weights, meters, intervals, producers, key)
    classes = _classes(priority, meters) if key == "cascade" else np.zeros(meters, np.int64)
    members = np.argsort(classes, kind="stable").astype(np.int64)
    ends = np.flatnonzero(np.diff(classes[members])) + 1
    bounds = [0, *ends, meters] if key in _IN_PROPORTION else [0]
    return Asked(
        key,
        load.reshape(meters, intervals).T,
        np.ascontiguousarray(pools.reshape(producers, intervals).T, np.int64),
        running,
        members,
        np.array(bounds, np.int64),
        classes,
        _begins(start, meters, (producers, intervals), by_producer),
    )


def _begins(start: int | ArrayLike, meters: int, shape: tuple[int, int], by_producer: bool) -> Whole:
    """By interval and producer the meter at which the odd watt-hour begins."""
    if isinstance(start, int | np.integer):
        if isinstance(start, bool) or start < 0:
            raise EnergyError("NOT_WHOLE", "start", f"The number of the first interval is 0 or more, not {start!r}.")
        begins = np.broadcast_to(int(start) % max(1, meters) + np.arange(shape[1], dtype=np.int64), shape)
    else:
        begins = whole_wh(start, "start").astype(np.int64)
        wanted = shape if by_producer else shape[1:]
        if begins.shape != wanted:
            raise EnergyError("WRONG_SHAPE", "start", f"Who begins is {begins.shape}; write {wanted}, or one number.")
    return np.ascontiguousarray(begins.reshape(shape).T) % max(1, meters)


def _running(weights: ArrayLike | None, meters: int, intervals: int, producers: int, key: Key) -> Whole:
    """The running sums of the fixed parts by interval and producer, from nothing on; none where the key has none."""
    if key not in _FIXED:
        return np.zeros((0, 0, meters + 1), np.int64)
    if weights is None:
        raise EnergyError("NEEDED", "weights", f"The key {key} goes by fixed parts: say each in parts per million.")
    parts = whole_wh(weights, "weights")
    shapes = [(producers, meters)] if key == "pair" else [(meters,), (meters, intervals)]
    if parts.shape not in shapes:
        raise EnergyError(
            "WRONG_SHAPE", "weights", f"The parts are {parts.shape}; write {' or '.join(map(str, shapes))}."
        )
    rows = parts[np.newaxis] if key == "pair" else np.atleast_2d(parts.T)[:, np.newaxis]
    if rows.size and (most := int(rows.sum(axis=-1).max())) > ONE:
        raise EnergyError("ABOVE_ONE", "weights", f"Parts add up to {most} per million, more than all there is.")
    return np.pad(np.cumsum(rows, axis=-1, dtype=np.int64), [(0, 0), (0, 0), (1, 0)])


def _classes(priority: ArrayLike | None, meters: int) -> Whole:
    if priority is None:
        raise EnergyError("NEEDED", "priority", "A cascade serves class after class: say the class of each meter.")
    classes = np.asarray(priority)
    if classes.shape != (meters,):
        raise EnergyError("WRONG_SHAPE", "priority", f"There are {meters} meters and {classes.shape} classes.")
    if meters and classes.dtype.kind not in "iuU":
        raise EnergyError("NOT_WHOLE", "priority", "A class is a whole number, or a word for each meter.")
    return np.unique(classes, return_inverse=True)[1].astype(np.int64)


def whole_wh(numbers: ArrayLike, field: str) -> NDArray[np.integer[Any]]:
    """Whole numbers, none below nothing and none that no meter shows."""
    try:
        array = np.asarray(numbers)
    except ValueError:
        raise EnergyError("WRONG_SHAPE", field, f"Some rows of {field} are longer than others.") from None
    if not array.size:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise EnergyError("NOT_WHOLE", field, f"{field} is in whole numbers, not {array.dtype}.")
    if array.dtype.kind == "i" and int(array.min()) < 0:
        raise EnergyError("NEGATIVE", field, f"{field} is below nothing somewhere: {array.min()}.")
    if array.dtype.itemsize == 8 and int(array.max()) > LARGEST_WH:
        raise EnergyError("TOO_LARGE", field, f"{field} says {array.max()}: no meter shows more than {LARGEST_WH}.")
    return array
