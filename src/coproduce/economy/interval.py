"""A mean and how sure it is: the one way this package puts an interval around years, villages or draws."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coproduce.core.stats import Z

#: Student's t, two-sided 95 %, for one to five degrees of freedom; from six on a series is near enough.
_FEW = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706)


class Interval(NamedTuple):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    def times(self, factor: float) -> "Interval":
        """Everything times a number; a negative one turns the ends round."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(self.mean * factor, *ends)


def student(freedom: int) -> float:
    """Student's t, two-sided 95 %, within 0.003. Abramowitz & Stegun (1964), 26.7.5. ValueError below one degree.

    >>> round(student(13), 2)
    2.16
    """
    if freedom < 1:
        raise ValueError(f"There is at least one degree of freedom: {freedom}.")
    if freedom <= len(_FEW):
        return _FEW[freedom - 1]
    terms = ((Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96, (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384)
    return Z + terms[0] / freedom + terms[1] / freedom**2 + terms[2] / freedom**3


def interval(values: ArrayLike) -> Interval:
    """The mean of independent values, and Student's 95 % interval of it; of one value anything may be true.

    ValueError where there are none.

    >>> interval([1.0, 2.0, 3.0])
    Interval(mean=2.0, low=-0.4841649665768312, high=4.484164966576831)
    >>> interval([5.0])
    Interval(mean=5.0, low=-inf, high=inf)
    """
    found = np.asarray(values, np.float64)
    if not found.size:
        raise ValueError("There is no value to put an interval around.")
    mean = float(found.mean())
    if found.size == 1:
        return Interval(mean, -np.inf, np.inf)
    half = student(found.size - 1) * float(found.std(ddof=1)) / sqrt(found.size)
    return Interval(mean, mean - half, mean + half)
