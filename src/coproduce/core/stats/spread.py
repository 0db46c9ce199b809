"""How evenly something is spread, and how much of it comes back."""

import numpy as np
from numpy.typing import ArrayLike


def gini(x: ArrayLike) -> float:
    """How unevenly amounts of 0 or more are spread, from 0 (all alike) to 1 (one has all); of nothing at all, 0.0.

    Half the mean difference between two, over the mean. ValueError for nobody, and for an amount below 0 or missing.
    Gini (1912), Variabilità e mutabilità.

    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    values = np.sort(np.asarray(x, np.float64).ravel())
    if not len(values) or not values[0] >= 0 or not np.isfinite(values[-1]):
        raise ValueError("How evenly something is spread is asked of at least one amount, each 0 or more and known.")
    total = values.sum()
    return (
        float(((2 * np.arange(1, len(values) + 1) - len(values) - 1) @ values) / (len(values) * total))
        if total
        else 0.0
    )


def balance_of_giving(given: float, received: float) -> float | None:
    """How much alike giving and receiving are, from 0 (only one of them) to 1; None for somebody who did neither.

    1 − |given − received| / (given + received). It is read for a scheme and is no aim for a person. ValueError for less
    than nothing. Fact book evidence, V13.

    >>> balance_of_giving(3, 3), balance_of_giving(5, 0), balance_of_giving(0, 0)
    (1.0, 0.0, None)
    """
    if not (0 <= given < np.inf and 0 <= received < np.inf):
        raise ValueError("What was given and received is 0 or more.")
    both = given + received
    return 1 - abs(given - received) / both if both else None


def effective_sample_size(w: ArrayLike) -> float:
    """How many people alike the weighted ones are worth: (Σw)²/Σw². ValueError for nobody, or weights that are none.

    Kish (1965), Survey Sampling.

    >>> effective_sample_size([2, 2, 2]), effective_sample_size([1, 0])
    (3.0, 1.0)
    """
    weights = np.asarray(w, np.float64).ravel()
    if not len(weights) or not weights.min() >= 0 or not 0 < weights.max() < np.inf:
        raise ValueError("Weights are 0 or more, and one at least is more.")
    scaled = weights / weights.max()
    return float(scaled.sum() ** 2 / (scaled @ scaled))
