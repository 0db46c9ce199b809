"""Figures that are looked at again and again while they grow, and are still right.

An interval of 95 % that is looked at every week misses the truth at some look far oftener than one time in twenty.
These hold at every look at once: in 95 of a hundred schemes the truth is inside each time anybody looks.
"""

from collections.abc import Callable
from math import lgamma, log
from typing import NamedTuple

from coproduce.core.stats.numbers import part_of

#: Halvings of an interval from 0 to 1: more than a float can tell apart.
HALVINGS = 60


class Sequence95(NamedTuple):
    """An end from below and from above that hold at every look."""

    low: float
    high: float


def confidence_sequence(k: int, n: int, alpha: float = 0.05) -> Sequence95:
    """A share of `k` in `n` so far, from 0 to 1, in an interval that holds at every look at once.

    In 1 − `alpha` of all schemes the truth is never outside, however often and whenever anybody looks or stops; each
    outcome has the same chance, whatever came before. The truth p is outside where the mixture of all shares alike,
    1/((n + 1) C(n, k)), says 1/alpha times as much of what was seen as p does: by Ville's inequality that happens, at
    any time, at most so often. ValueError where they are not whole numbers with 0 ≤ k ≤ n, or alpha is none.
    Robbins (1970), Annals of Mathematical Statistics 41:1397; Ville (1939).

    >>> [round(end, 4) for end in confidence_sequence(3, 20)]
    [0.0138, 0.4708]
    >>> confidence_sequence(0, 0)
    Sequence95(low=0.0, high=1.0)
    """
    k, n = part_of(k, n)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is between 0 and 1: {alpha!r}.")
    if not n:
        return Sequence95(0.0, 1.0)
    mixture = lgamma(k + 1) + lgamma(n - k + 1) - lgamma(n + 2)
    share = k / n

    def is_outside(p: float) -> bool:
        likely = (k * log(p) if k else 0.0) + ((n - k) * log(1 - p) if n > k else 0.0)
        return mixture - likely >= -log(alpha)

    low = _edge(is_outside, 0.0, share) if k else 0.0
    high = _edge(is_outside, 1.0, share) if k < n else 1.0
    return Sequence95(low, high)


def _edge(is_outside: Callable[[float], bool], outside: float, inside: float) -> float:
    """Where it changes, on the outer side: no share inside is left out by rounding."""
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        if middle in (outside, inside):
            break
        if is_outside(middle):
            outside = middle
        else:
            inside = middle
    return outside


def difference_sequence(k1: int, n1: int, k2: int, n2: int, alpha: float = 0.05) -> Sequence95:
    """Between what k1/n1 − k2/n2 lies at every look at once: each share in a sequence of its own at half of `alpha`.

    >>> [round(end, 3) for end in difference_sequence(30, 60, 12, 60)]
    [-0.11, 0.638]
    """
    one, other = confidence_sequence(k1, n1, alpha / 2), confidence_sequence(k2, n2, alpha / 2)
    return Sequence95(one.low - other.high, one.high - other.low)
