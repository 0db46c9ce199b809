"""Making two groups comparable in what we know of them, and only in that: weights of overlap.

Whoever might as well have been in the other group counts most. What nobody wrote down before stays unlike; so a
weighted comparison is shown with how many people its weights are worth, and an interval that takes the fitting along.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.core.stats.numbers import Z
from coproduce.core.stats.shares import Difference
from coproduce.core.stats.spread import effective_sample_size

#: Where chances explain who was treated to within this, for each person, the groups do not overlap.
NO_CHANCE = 1e-9
#: Newton settles in about six; where the groups do not overlap he goes on for ever.
STEPS = 60
SETTLED = 1e-15
ROUNDING = 1e-13


class NoOverlapError(ValueError):
    """The two groups have nobody who might as well have been in the other, so they cannot be made comparable."""


def overlap_weights(covariates: ArrayLike, treated: ArrayLike) -> NDArray[np.float64]:
    """A weight for each person: 1 − e for the treated and e for the others, e the chance of being treated.

    `covariates`: (people, what is known of each from before), `treated`: 0 or 1 for each. The chance is a logistic
    regression with an intercept by maximum likelihood, without a penalty, so that the weighted mean of every covariate
    comes out *exactly* alike in both groups. NoOverlapError where all or none are treated, or what is known tells the
    groups apart; ValueError for numbers that are none. Li, Morgan and Zaslavsky (2018), JASA 113:390.

    >>> weights = overlap_weights([[1], [2], [3], [2], [3], [4]], [0, 0, 0, 1, 1, 1])
    >>> [round(float(np.average([[1, 2, 3], [2, 3, 4]][arm], weights=weights[3 * arm :][:3])), 9) for arm in (0, 1)]
    [2.5, 2.5]
    """
    known, is_treated = _read(covariates, treated)
    if is_treated.all() or not is_treated.any():
        raise NoOverlapError("Everybody is in one group: there is nobody to compare with.")
    chance = _chances(known, is_treated)
    return np.where(is_treated, 1 - chance, chance)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two groups made comparable: the mean of each, their difference, and how many people each is worth by its weights.

    `apartness` has for each covariate how far the groups lay apart, in spreads, before and after they were weighed.
    """

    treated: float
    compared: float
    difference: Difference
    worth_treated: float
    worth_compared: float
    apartness: tuple[tuple[float, float], ...]


def weighted_difference(covariates: ArrayLike, treated: ArrayLike, outcome: ArrayLike) -> Weighed:
    """How much the treated differ from the others in an outcome, among those who might have been either.

    The 95 % interval takes along that the weights were fitted: the chance of being treated and both means are solved
    together, and the spread is that of the three at once (the sandwich of their equations). Errors as of
    `overlap_weights`. Li, Morgan and Zaslavsky (2018), JASA 113:390; Stefanski and Boos (2002), American Statistician
    56:29.

    >>> found = weighted_difference([[1], [2], [3], [2], [3], [4]] * 9, [0, 0, 0, 1, 1, 1] * 9, [0, 0, 1, 0, 1, 1] * 9)
    >>> round(found.treated - found.compared, 9) == round(found.difference.difference, 9)
    True
    """
    known, is_treated = _read(covariates, treated)
    y = np.asarray(outcome, np.float64).ravel()
    if len(y) != len(known) or not np.isfinite(y).all():
        raise ValueError("There is one outcome for each person, a number. Leave out who has none, and say how many.")
    weights = overlap_weights(known, is_treated)
    z = is_treated.astype(float)
    one, other = _mean(y, weights, is_treated), _mean(y, weights, ~is_treated)
    spread = _sandwich(known, z, y, one, other)
    between = one - other
    return Weighed(
        one,
        other,
        Difference(between, between - Z * spread, between + Z * spread),
        effective_sample_size(weights[is_treated]),
        effective_sample_size(weights[~is_treated]),
        _apartness(known, is_treated, weights),
    )


def _mean(y: NDArray[np.float64], weights: NDArray[np.float64], arm: NDArray[np.bool_]) -> float:
    return float(np.average(y[arm], weights=weights[arm]))


def _sandwich(
    known: NDArray[np.float64], z: NDArray[np.float64], y: NDArray[np.float64], one: float, other: float
) -> float:
    """The standard error of the difference: of coefficients and means solved together."""
    design = _design(known)
    e = _chances(known, z.astype(bool))
    scores = np.column_stack([design * (z - e)[:, None], z * (1 - e) * (y - one), (1 - z) * e * (y - other)])
    wide, slope = design.shape[1], e * (1 - e)
    bread = np.zeros((wide + 2, wide + 2))
    bread[:wide, :wide] = (design * slope[:, None]).T @ design
    bread[wide, :wide] = (design * (slope * z * (y - one))[:, None]).sum(axis=0)
    bread[wide + 1, :wide] = -(design * (slope * (1 - z) * (y - other))[:, None]).sum(axis=0)
    bread[wide, wide], bread[wide + 1, wide + 1] = (z * (1 - e)).sum(), ((1 - z) * e).sum()
    inverse = np.linalg.pinv(bread)
    spread = inverse @ (scores.T @ scores) @ inverse.T
    apart = np.zeros(wide + 2)
    apart[wide:] = 1, -1
    return float(np.sqrt(max(0.0, float(apart @ spread @ apart))))


def _apartness(
    known: NDArray[np.float64], is_treated: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    """How far the means lie apart, in spreads of everybody, before and after."""
    spread = known.std(axis=0)
    scale = np.where(spread > 0, spread, 1)
    plain = (known[is_treated].mean(axis=0) - known[~is_treated].mean(axis=0)) / scale
    weighed = [np.average(known[arm], axis=0, weights=weights[arm]) for arm in (is_treated, ~is_treated)]
    after = (weighed[0] - weighed[1]) / scale
    return tuple((float(before), float(now)) for before, now in zip(plain, after, strict=True))


def _read(covariates: ArrayLike, treated: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = np.asarray(covariates, np.float64)
    arm: NDArray[Any] = np.asarray(treated).ravel()
    if not len(arm):
        raise ValueError("There is nobody to compare.")
    if len(arm) != len(known):
        raise ValueError(f"There are {len(known)} people and {len(arm)} who say whether they were treated.")
    known = known.reshape(len(known), -1)
    if not np.isfinite(known).all():
        row, column = map(int, np.argwhere(~np.isfinite(known))[0])
        raise ValueError(f"Row {row}, covariate {column} is missing or no number. Leave the row out, and say how many.")
    if not np.isin(arm, (0, 1)).all():
        raise ValueError("Treated is 0 or 1.")
    return known, arm.astype(bool)


def _design(known: NDArray[np.float64]) -> NDArray[np.float64]:
    """An intercept, and every covariate about its mean in its own spread."""
    design = np.empty((len(known), known.shape[1] + 1))
    design[:, 0] = 1
    about = np.subtract(known, known.mean(axis=0), out=design[:, 1:])
    spread = np.sqrt(np.einsum("ij,ij->j", about, about) / len(known))
    about /= np.where(spread > 0, spread, 1)
    return design


#: From so many people on, Newton begins where a part of them, this many, would end: he ends at the same.
MANY, A_PART = 20_000, 5_000


def _chances(known: NDArray[np.float64], is_treated: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The fitted chance of each, by Newton's steps, halved where one would go too far."""
    design, target = _design(known), is_treated.astype(float)
    start = np.zeros(design.shape[1])
    if len(target) > MANY:
        some = slice(None, None, len(target) // A_PART)
        start, _ = _newton(np.ascontiguousarray(design[some]), target[some], start)
        if not np.isfinite(start).all() or np.abs(start).max() > FAR:
            start = np.zeros(design.shape[1])
    _, at = _newton(design, target, start)
    if -at.likely < NO_CHANCE * len(target):
        raise NoOverlapError(
            "What is known beforehand tells the groups apart: nobody in one is like anybody in the other."
        )
    return at.chance


#: Where a part of the people would begin farther out than this, it tells its groups apart, and all begin from nothing.
FAR = 20.0


#: So many people at a time stay beside the processor while they are reckoned with.
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class _At:
    """At some coefficients: each one's chance, the logarithm of the likelihood, and its first two derivatives."""

    chance: NDArray[np.float64]
    likely: float
    pull: NDArray[np.float64]
    curve: NDArray[np.float64]


def _newton(
    design: NDArray[np.float64], target: NDArray[np.float64], fitted: NDArray[np.float64]
) -> tuple[NDArray[np.float64], _At]:
    """The coefficients that make what was seen likeliest, and how it stands there."""
    at = _reckoned(design, target, fitted)
    for _ in range(STEPS):
        if np.abs(at.pull).max() <= SETTLED * len(target):
            break
        step = np.linalg.lstsq(at.curve, at.pull, rcond=None)[0]
        then = _reckoned(design, target, fitted + step)
        while then.likely < at.likely - ROUNDING * len(target):
            step /= 2
            then = _reckoned(design, target, fitted + step)
        fitted, at = fitted + step, then
    return fitted, at


def _reckoned(design: NDArray[np.float64], target: NDArray[np.float64], fitted: NDArray[np.float64]) -> _At:
    """Everything Newton asks for in one walk over the people; no power overflows."""
    wide = design.shape[1]
    chance, pull, curve, likely = np.empty(len(target)), np.zeros(wide), np.zeros((wide, wide)), 0.0
    for start in range(0, len(target), CHUNK):
        some, seen = design[start : start + CHUNK], target[start : start + CHUNK]
        predictor = some @ fitted
        small = np.exp(-np.abs(predictor))
        here = np.where(predictor >= 0, 1.0, small) / (1 + small)
        likely += float(seen @ predictor - np.maximum(predictor, 0).sum() - np.log1p(small).sum())
        pull += (seen - here) @ some
        curve += (some * (here * (1 - here))[:, None]).T @ some
        chance[start : start + CHUNK] = here
    return _At(chance, likely, pull, curve)
