"""Making two groups comparable in what we know of them, and only in that: weights of overlap.

Whoever might as well have been in the other group counts most. What nobody wrote down before stays unlike; so a
weighted comparison is shown with how many people its weights are worth, and an interval that takes the fitting along.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


def _chances(known: NDArray[np.float64], is_treated: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The fitted chance of each, by Newton's steps, halved where one would go too far."""
    spread = known.std(axis=0)
    design = np.column_stack([np.ones(len(known)), (known - known.mean(axis=0)) / np.where(spread > 0, spread, 1)])
    target, fitted = is_treated.astype(float), np.zeros(design.shape[1])
    likely = _likelihood(design @ fitted, target)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ fitted))
        pull = design.T @ (target - chance)
        if np.abs(pull).max() <= SETTLED * len(target):
            break
        curve = (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.lstsq(curve, pull, rcond=None)[0]
        while (better := _likelihood(design @ (fitted + step), target)) < likely - ROUNDING * len(target):
            step /= 2
        fitted, likely = fitted + step, better
    if -likely < NO_CHANCE * len(target):
        raise NoOverlapError(
            "What is known beforehand tells the groups apart: nobody in one is like anybody in the other."
        )
    return np.asarray(1 / (1 + np.exp(-design @ fitted)))


def _likelihood(predictor: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    return float(target @ predictor - np.logaddexp(0, predictor).sum())
