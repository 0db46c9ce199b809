"""An interval for any figure: what it would have come to had other people like these been asked."""

from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Interval(NamedTuple):
    """A figure with its 95 % interval."""

    estimate: float
    low: float
    high: float


def bootstrap(
    values: ArrayLike,
    statistic: Callable[[NDArray[np.float64]], float] = lambda values: float(values.mean(axis=0)),
    *,
    draws: int = 2000,
    seed: int = 0,
) -> Interval:
    """A figure of all rows, and between what it would lie for others drawn from the same people.

    `values`: one number for each person, or a row of them; `statistic` takes as many rows and answers a number. The
    interval is set right for a figure that leans to one side (BCa); where drawing again changes nothing it is the
    figure itself. The same seed draws the same. ValueError for nobody, a value or a figure that is no number, and too
    few draws.
    Efron (1987), Journal of the American Statistical Association 82:171.

    >>> bootstrap([2.0, 2.0, 2.0])
    Interval(estimate=2.0, low=2.0, high=2.0)
    """
    rows = np.asarray(values, np.float64)
    if not len(rows) or not np.isfinite(rows).all():
        raise ValueError(
            "Every row is a number, and there is one at least. Leave out what is missing, and say how many."
        )
    if draws < 100:
        raise ValueError("Fewer than 100 draws say little about what lies at the ends.")
    chance = np.random.default_rng(seed)
    whole = float(statistic(rows))
    drawn = np.sort([float(statistic(rows[chance.integers(0, len(rows), len(rows))])) for _ in range(draws)])
    if not np.isfinite([whole, *drawn]).all():
        raise ValueError("For some of those drawn the figure is no number, as where it divides by nothing.")
    normal = NormalDist()
    below = ((drawn < whole).sum() + 0.5 * (drawn == whole).sum()) / draws
    if not 0 < below < 1:
        return Interval(whole, float(drawn[0]), float(drawn[-1]))
    lean, bend = normal.inv_cdf(float(below)), _bend(rows, statistic)
    ends = []
    for tail in (0.025, 0.975):
        out = lean + normal.inv_cdf(tail)
        ends.append(normal.cdf(lean + out / (1 - bend * out)))
    low, high = np.quantile(drawn, ends)
    return Interval(whole, float(low), float(high))


def _bend(rows: NDArray[np.float64], statistic: Callable[[NDArray[np.float64]], float]) -> float:
    """How the spread of a figure changes with it, from leaving each row out in turn."""
    if len(rows) < 2:
        return 0.0
    without = np.array([float(statistic(np.delete(rows, place, axis=0))) for place in range(len(rows))])
    away = without.mean() - without
    spread = float((away**2).sum())
    return float((away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
