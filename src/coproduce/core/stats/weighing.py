"""Making two groups comparable in what we know of them, and only in that: weights of overlap.

Whoever might as well have been in the other group counts most. What nobody wrote down before stays unlike; so a
weighted comparison is shown with how many people its weights are worth, and an interval that takes the fitting along.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.core.stats.fitting import Sides, other_side
from coproduce.core.stats.numbers import Z
from coproduce.core.stats.shares import Difference
from coproduce.core.stats.spread import effective_sample_size

#: Where chances explain who was treated to within this, for each person, the groups do not overlap.
NO_CHANCE = 1e-9


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
    return _weighed(Sides.of(*_read(covariates, treated)))


def _weighed(sides: Sides) -> NDArray[np.float64]:
    weights = other_side(sides)
    if weights.sum() < NO_CHANCE * len(weights):
        raise NoOverlapError(
            "What is known beforehand tells the groups apart: nobody in one is like anybody in the other."
        )
    return weights


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
    sides = Sides.of(known, is_treated)
    weights = _weighed(sides)
    one, other = _mean(y, weights, is_treated), _mean(y, weights, ~is_treated)
    design = sides.columns / sides.spread[:, None]
    spread = _sandwich(design, weights, is_treated, np.where(is_treated, y - one, y - other))
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
    design: NDArray[np.float64], weights: NDArray[np.float64], is_treated: NDArray[np.bool_], away: NDArray[np.float64]
) -> float:
    """The standard error of the difference: of coefficients and means solved together.

    `design` is what is known of each by their side, in spreads; `away` how far each outcome lies from that side's mean.
    """
    arms = np.stack([is_treated, ~is_treated]).astype(float)
    wide, slope = len(design), weights * (1 - weights)
    scores = np.concatenate([design * weights, arms * weights * away])
    bread = np.zeros((wide + 2, wide + 2))
    bread[:wide, :wide] = (design * slope) @ design.T
    bread[wide:, :wide] = (arms * slope * away) @ design.T
    bread[wide:, wide:] = np.diag(arms @ weights)
    inverse = np.linalg.pinv(bread)
    apart = np.zeros(wide + 2)
    apart[wide:] = 1, -1
    return float(np.linalg.norm((apart @ inverse) @ scores))


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
    is_treated = arm == 1
    if not (is_treated | (arm == 0)).all():
        raise ValueError("Treated is 0 or 1.")
    if is_treated.all() or not is_treated.any():
        raise NoOverlapError("Everybody is in one group: there is nobody to compare with.")
    return known, is_treated
