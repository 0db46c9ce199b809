"""Comparisons that were planned: before and after beside a place where nothing changed, and wards that start in turn.

Both are least squares on 0 and 1 or on any measure, with errors that know that people of one ward are alike. Few wards
make such errors too small, so below fifteen the answer is held against other orders in which wards might have begun.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.core.stats.student import t_beyond, t_quantile

#: With fewer wards, chance is counted and not reckoned.
FEW_CLUSTERS = 15
#: Other orders of starting that are tried.
ORDERS = 1999


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference with its 95 % interval, which is None where nothing is left to tell it from.

    `p` is of no difference at all: by permuting the order of starting where `is_permuted`; `clusters` is None where
    everybody stands for themselves.
    """

    estimate: float
    low: float | None
    high: float | None
    p: float | None
    people: int
    clusters: int | None = None
    is_permuted: bool = False


def difference_in_differences(
    y: ArrayLike, treated: ArrayLike, post: ArrayLike, cluster: Sequence[Hashable] | None = None
) -> Effect:
    """How much more changed where something began than where nothing did: (post₁ − pre₁) − (post₀ − pre₀), of means.

    A row for each person and time: the outcome, whether it is of where something began, whether it is of afterwards.
    The interval is by errors robust to unlike spread (HC1), or to people of one `cluster` being alike (CR1, with a t of
    one degree fewer than clusters). It holds only where both would have gone alike, which no row can show: look at the
    years before. ValueError where one of the four is empty, for a single cluster, and for what is missing.
    Card and Krueger (1994), AER 84:772.

    >>> round(difference_in_differences([0.18, 0.12, 0.19, 0.17], [1, 1, 0, 0], [0, 1, 0, 1]).estimate, 9)
    -0.04
    """
    outcome, is_treated, is_post = _numbers(y), _flags("treated", treated), _flags("post", post)
    _as_many(outcome, is_treated, is_post)
    for arm in (0, 1):
        for time in (0, 1):
            if not ((is_treated == arm) & (is_post == time)).any():
                where, when = ("where something began" if arm else "where nothing did"), ("after", "before")[1 - time]
                raise ValueError(f"There is no outcome of {where}, {when}.")
    both = is_treated * is_post
    design = np.column_stack([np.ones(len(outcome)), is_treated, is_post, both])
    return _fitted(outcome, design, 3, cluster)


def stepped_wedge(
    y: ArrayLike, on: ArrayLike, period: Sequence[Hashable], cluster: Sequence[Hashable], *, seed: int = 0
) -> Effect:
    """What changed where wards began one after another: outcome ~ on + period + ward, errors by ward.

    A row for each person: the outcome, whether their ward had begun, in which period, which ward. Periods follow one
    another as they are sorted: "10" would come before "9". Under fifteen wards `p` is the share of orders of starting,
    drawn by `seed`, that come out at least so large. ValueError for one ward, for wards that all begin at once, for one
    that stops again, and for what is missing. Hussey and Hughes (2007), Contemporary Clinical
    Trials 28:182; Wang and De Gruttola (2017), Statistics in Medicine 36:2831.
    """
    outcome, began = _numbers(y), _flags("on", on)
    _as_many(outcome, began, period, cluster)
    wards, ward = _codes(cluster)
    times, time = _codes(period)
    if len(wards) < 2:
        raise ValueError("One ward has nothing to be held against. A stepped wedge needs at least two.")
    starts = _starts(began, time, ward, len(wards), len(times))
    if len({*starts.tolist()}) < 2:
        raise ValueError("All wards begin in the same period, so time and beginning cannot be told apart.")
    dummies = np.column_stack([np.ones(len(outcome)), np.eye(len(times))[time][:, 1:], np.eye(len(wards))[ward][:, 1:]])
    found = _fitted(outcome, np.column_stack([dummies, began]), dummies.shape[1], cluster)
    if len(wards) >= FEW_CLUSTERS:
        return found
    p = _permuted(outcome, dummies, time, ward, starts, found.estimate, seed)
    return Effect(found.estimate, found.low, found.high, p, found.people, found.clusters, is_permuted=True)


def _permuted(
    outcome: NDArray[np.float64],
    dummies: NDArray[np.float64],
    time: NDArray[np.int64],
    ward: NDArray[np.int64],
    starts: NDArray[np.int64],
    estimate: float,
    seed: int,
) -> float:
    """The share of orders, this one among them, whose effect is at least as large."""
    basis, _ = np.linalg.qr(dummies)
    chance = np.random.default_rng(seed)
    rest = outcome - basis @ (basis.T @ outcome)
    as_large = 1
    for _ in range(ORDERS):
        on = (time >= chance.permutation(starts)[ward]).astype(float)
        on -= basis @ (basis.T @ on)
        among = float(on @ on)
        as_large += among > 0 and abs(float(on @ rest) / among) >= abs(estimate) * (1 - 1e-12)
    return as_large / (ORDERS + 1)


def _starts(
    began: NDArray[np.float64], time: NDArray[np.int64], ward: NDArray[np.int64], wards: int, times: int
) -> NDArray[np.int64]:
    """The first period in which each ward had begun; one after the last for a ward that never does."""
    starts = np.full(wards, times, np.int64)
    np.minimum.at(starts, ward[began > 0], time[began > 0])
    if ((time >= starts[ward]) != (began > 0)).any():
        row = int(np.argmax((time >= starts[ward]) != (began > 0)))
        raise ValueError(f"Row {row}: its ward had begun before, and here it has not. Once begun, a ward goes on.")
    return starts


def _fitted(
    outcome: NDArray[np.float64], design: NDArray[np.float64], place: int, cluster: Sequence[Hashable] | None
) -> Effect:
    """One coefficient of least squares, with errors that are robust."""
    inverse = np.linalg.pinv(design.T @ design)
    fitted = inverse @ (design.T @ outcome)
    rank, people = int(np.linalg.matrix_rank(design)), len(outcome)
    scores = design * (outcome - design @ fitted)[:, None]
    if cluster is None:
        clusters, df = None, people - rank
        scale = people / df if df > 0 else 0.0
    else:
        _as_many(outcome, cluster)
        names, code = _codes(cluster)
        clusters, df = len(names), len(names) - 1
        if not df:
            raise ValueError(f"All are of one cluster, {names[0]!r}: there is none to hold it against.")
        scores = np.stack([np.bincount(code, column, len(names)) for column in scores.T], axis=1)
        scale = clusters / df * (people - 1) / (people - rank) if people > rank else 0.0
    estimate = float(fitted[place])
    error = float(np.sqrt(max(0.0, scale * (inverse @ (scores.T @ scores) @ inverse)[place, place])))
    if not error > 1e-12 * max(1.0, float(np.abs(outcome).max())):
        return Effect(estimate, None, None, None, people, clusters)
    out = t_quantile(0.95, df) * error
    return Effect(estimate, estimate - out, estimate + out, t_beyond(estimate / error, df), people, clusters)


def _numbers(values: ArrayLike) -> NDArray[np.float64]:
    outcome = np.asarray(values, np.float64).ravel()
    if not np.isfinite(outcome).all():
        row = int(np.argmax(~np.isfinite(outcome)))
        raise ValueError(f"Row {row}: the outcome is missing or no number. Leave the row out, and say how many.")
    return outcome


def _flags(name: str, values: ArrayLike) -> NDArray[np.float64]:
    flags = np.asarray(values).ravel()
    if not np.isin(flags, (0, 1)).all():
        raise ValueError(f"{name} is 0 or 1.")
    return flags.astype(np.float64)


def _codes(names: Sequence[Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """Names in their order, and the place of each row's; ValueError for one that is missing."""
    if (missing := next((row for row, name in enumerate(names) if name is None or name != name), None)) is not None:
        raise ValueError(f"Row {missing}: its cluster or period is missing. Leave the row out, and say how many.")
    known = sorted({*names})
    place = {name: number for number, name in enumerate(known)}
    return known, np.array([place[name] for name in names], np.int64)


def _as_many(*columns: Any) -> None:
    if len({len(column) for column in columns}) > 1:
        raise ValueError(f"Columns are of unlike length: {', '.join(str(len(column)) for column in columns)}.")
