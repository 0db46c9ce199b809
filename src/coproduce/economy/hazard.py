"""The chance of taking something up in a period, where every cause adds to it: 1 − exp(−Σ strength × presence).

Causes that add are what “each adopting tie adds” means (Sellke 1983, J. Appl. Prob. 20:390). None may be negative.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Marks = NDArray[np.bool_]

#: Every cause is granted half an adoption, and half of one average row without, beside what is seen: so nothing is ever
#: quite impossible, or certain.
GRANTED = 0.5
#: A step's gain that is too small to take; parts of a step that are tried.
_ENOUGH, _PARTS = 1e-9, (1.0, 0.5, 0.1, 0.01)
#: A push as good as certain.
_SURE = 300.0


class Fit(NamedTuple):
    """`strengths[cause]`, all above 0, and the log likelihood of what they were fitted to."""

    strengths: Reals
    likelihood: float


def likelihoods(causes: Reals, adopted: Marks, strengths: Reals, given: Reals | float = 0.0) -> Reals:
    """Each row's log likelihood: `causes[row, cause]` ≥ 0, whether they `adopted`, and strength already `given`."""
    pushed = causes @ strengths + given
    found: Reals = np.where(adopted, np.log(-np.expm1(-np.where(adopted, pushed, 1.0))), -pushed)
    return found


def fit(causes: Reals, adopted: Marks, given: Reals | float = 0.0) -> Fit:
    """The strengths under which what happened was likeliest; Newton's steps, or the part of each that leads highest.

    With what is `GRANTED` the height is concave and has one top. Only rows of adopters curve it; all others enter by
    their sum. ValueError where nobody adopted, a cause is never there, or somebody adopted with no cause there.
    """
    present = causes.sum(axis=0)
    if not adopted.any() or not (present > 0).all():
        raise ValueError("A fit takes at least one adoption, and causes that are there at least once.")
    rest = causes[~adopted].sum(axis=0) + GRANTED * present / len(causes)
    came = causes[adopted]
    already = np.broadcast_to(np.asarray(given, np.float64), adopted.shape)[adopted]

    def height(strengths: Reals) -> float:
        return float(
            np.log(-np.expm1(-(came @ strengths + already))).sum()
            - rest @ strengths
            + GRANTED * np.log(strengths).sum()
        )

    if not (came.sum(axis=1) + already > 0).all():
        raise ValueError("Somebody adopted, and none of the causes was there.")
    strengths = len(came) / (len(present) * present)
    while True:
        pushed = np.minimum(came @ strengths + already, _SURE)
        slope = came.T @ (1 / np.expm1(pushed)) - rest + GRANTED / strengths
        bend = 1 / (4 * np.sinh(pushed / 2) ** 2)
        curve = (came * bend[:, None]).T @ came + np.diag(GRANTED / strengths**2)
        step = np.linalg.solve(curve, slope)
        longest = min(1.0, 0.9 / float(np.max(-step / strengths, initial=0.1)))
        higher = max((strengths + part * longest * step for part in _PARTS), key=height)
        if slope @ step < _ENOUGH or height(higher) <= height(strengths):
            break
        strengths = higher
    return Fit(strengths, float(likelihoods(causes, adopted, strengths, given).sum()))
