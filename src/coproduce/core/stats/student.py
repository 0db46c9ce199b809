"""Student's t, which small numbers of sites and wards call for: how far out is usual.

By the continued fraction of the incomplete beta function: Abramowitz and Stegun (1964), 26.5.8 and 26.7.1.
"""

from functools import cache
from math import exp, inf, lgamma, log

#: Terms of the fraction at the most; it settles long before, but for enormous degrees of freedom.
TERMS = 10_000
DUST = 1e-15
TINY = 1e-300


def t_beyond(t: float, df: float) -> float:
    """The chance that a t of so many degrees of freedom lies at least so far out, on either side.

    >>> round(t_beyond(2.0, 10), 6)
    0.073388
    """
    return _incomplete_beta(df / (df + t * t), df / 2, 0.5)


@cache
def t_quantile(inside: float, df: float) -> float:
    """How far out a t of so many degrees of freedom stays, on either side, with this chance.

    >>> round(t_quantile(0.95, 4), 6), round(t_quantile(0.95, 1e6), 4)
    (2.776445, 1.96)
    """
    low, high = 0.0, 1.0
    while t_beyond(high, df) > 1 - inside:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_beyond(middle, df) > 1 - inside else (low, middle)
    return (low + high) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised one, from whichever end its fraction settles sooner."""
    if x <= 0 or x >= 1:
        return min(1.0, max(0.0, x))
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Its value, by the method of Lentz."""
    value, c, before = 1.0, 1.0, inf
    d = 1 / (1 - (a + b) * x / (a + 1) or TINY)
    value = d
    for m in range(1, TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d or TINY)
            c = 1 + term / c or TINY
            value *= c * d
        if abs(value - before) <= DUST * abs(value):
            break
        before = value
    return value
