"""How far a person's needs are met: Max-Neef's nine, and the seven the essays name, from six things a week holds.

The matrices are ours, a choice like any other: they stand in every table of what an answer depends on.
Max-Neef (1991), Human Scale Development; met = 1 − exp(−Σ weight · amount), so that no amount fills a need twice.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

#: What a week holds, and how much of it counts as one: pounds, quarter-hours, quarter-hours, quarter-hours, people.
SATISFIERS = ("income", "leisure", "caring", "give", "get", "ties")
AMOUNTS = (500.0, 168.0, 60.0, 8.0, 6.0, 10.0)

NEEDS = MappingProxyType({
    "subsistence":   (2.0, 0.1, 0.2, 0.0, 0.6, 0.0),
    "protection":    (0.8, 0.0, 0.6, 0.1, 0.8, 0.8),
    "affection":     (0.0, 0.5, 0.9, 0.3, 0.5, 0.9),
    "understanding": (0.5, 0.6, 0.1, 0.4, 0.4, 0.4),
    "participation": (0.3, 0.3, 0.2, 1.0, 0.3, 0.7),
    "idleness":      (0.1, 1.6, 0.0, 0.0, 0.1, 0.1),
    "creation":      (0.5, 0.8, 0.2, 0.7, 0.1, 0.1),
    "identity":      (0.8, 0.3, 0.4, 0.6, 0.1, 0.5),
    "freedom":       (1.0, 1.0, 0.0, 0.1, 0.1, 0.1),
})  # fmt: skip

ESSAY_NEEDS = MappingProxyType({
    "novelty":       (0.7, 0.7, 0.0, 0.4, 0.3, 0.4),
    "entertainment": (0.7, 1.0, 0.0, 0.1, 0.2, 0.5),
    "freedom":       (1.0, 1.0, 0.0, 0.1, 0.1, 0.1),
    "security":      (1.0, 0.0, 0.4, 0.1, 0.8, 0.7),
    "community":     (0.0, 0.3, 0.3, 0.8, 0.6, 0.9),
    "solidarity":    (0.1, 0.1, 0.4, 1.0, 0.8, 0.5),
    "identity":      (0.8, 0.3, 0.4, 0.6, 0.1, 0.5),
})  # fmt: skip


#: How much money and free time count in the matrices beside what they say, and how much other people do: a table of
#: sensitivity turns each from half to one and a half times.
COUNTS = MappingProxyType({
    "needs_by_means":  (1, 1, 0, 0, 0, 0),
    "needs_by_people": (0, 0, 1, 1, 1, 1),
})  # fmt: skip
COUNTS_FROM, COUNTS_TO = 0.5, 1.5


def met(
    week: NDArray[np.float64],
    needs: Mapping[str, tuple[float, ...]] = NEEDS,
    counts: Mapping[str, float] = MappingProxyType({}),
) -> NDArray[np.float64]:
    """How far each need is met, 0 to 1: shape (people, needs) from (people, six satisfiers) in their own units.

    `counts` turns columns of the matrix up or down, by the names of `COUNTS`.
    """
    weights = np.asarray(list(needs.values()))
    for name, times in counts.items():
        weights = weights * np.where(COUNTS[name], times, 1.0)
    found: NDArray[np.float64] = 1 - np.exp(-(week / AMOUNTS) @ weights.T)
    return found
