"""Shares of people and what a share can say: intervals, differences, how many would have to be asked."""

from math import asin, ceil, comb, inf, sqrt
from statistics import NormalDist
from typing import NamedTuple

from coproduce.core.stats.numbers import Z, part_of, whole

#: Where fewer than so many are expected, limits are counted and not drawn.
FEW_EXPECTED = 5
#: Rounding may not decide where a number is hit exactly.
DUST = 1e-12


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of `k` in `n`, from 0 to 1; of nobody we know nothing: (0.0, 1.0).

    ValueError where they are not whole numbers with 0 ≤ k ≤ n. Wilson (1927), Journal of the American
    Statistical Association 22:209.

    >>> [round(end, 4) for end in wilson(3, 20)]
    [0.0524, 0.3604]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    k, n = part_of(k, n)
    if n == 0:
        return 0.0, 1.0
    share, scale = k / n, 1 + Z * Z / n
    centre = (share + Z * Z / (2 * n)) / scale
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / scale
    return (centre - half if k else 0.0), (centre + half if k < n else 1.0)


class Difference(NamedTuple):
    """A difference of two shares with its 95 % interval."""

    difference: float
    low: float
    high: float


def newcombe(k1: int, n1: int, k2: int, n2: int) -> Difference:
    """k1/n1 − k2/n2 with its 95 % interval, made of Wilson's of each; ValueError where one of them has nobody.

    Newcombe (1998), Statistics in Medicine 17:873, method 10.

    >>> [round(each, 6) for each in newcombe(31, 374, 45, 376)]
    [-0.036793, -0.080591, 0.006676]
    """
    (k1, n1), (k2, n2) = part_of(k1, n1), part_of(k2, n2)
    ends, others = wilson(k1, n1), wilson(k2, n2)
    if not n1 or not n2:
        raise ValueError("A difference needs somebody on both sides.")
    return apart((k1 / n1, *ends), (k2 / n2, *others))


def apart(one: tuple[float, float, float], other: tuple[float, float, float]) -> Difference:
    """How far two shares lie apart, each with its own 95 % interval: the ends are put together as squares.

    For shares that have an interval of their own already, such as those of a time of follow-up.
    Newcombe (1998), as above; Zou and Donner (2008), Statistics in Medicine 27:1693.

    >>> [round(each, 3) for each in apart((0.5, 0.4, 0.6), (0.4, 0.3, 0.5))]
    [0.1, -0.041, 0.241]
    """
    (share, low, high), (share2, low2, high2) = one, other
    between = share - share2
    return Difference(
        between,
        between - sqrt((share - low) ** 2 + (high2 - share2) ** 2),
        between + sqrt((high - share) ** 2 + (share2 - low2) ** 2),
    )


def e_value(rr: float) -> float:
    """How strongly somebody unasked about would have to be tied to both, as a risk ratio, to explain `rr` away.

    ValueError for a ratio of 0 or less. VanderWeele and Ding (2017), Annals of Internal Medicine 167:268.

    >>> round(e_value(0.69), 4), round(e_value(0.5), 4), e_value(1)
    (2.2562, 3.4142, 1.0)
    """
    if not 0 < rr < inf:
        raise ValueError(f"A risk ratio is more than 0, and finite: {rr!r}.")
    away = max(rr, 1 / rr)
    return away + sqrt(away * (away - 1))


class Funnel(NamedTuple):
    """Between which shares a place may fall by chance, in 95 and in 99.8 of a hundred."""

    low: float
    high: float
    low_998: float
    high_998: float


def funnel_limits(p0: float, n: int) -> Funnel:
    """How far a share of `n` may lie from `p0` by chance. Spiegelhalter (2005), Statistics in Medicine 24:1185.

    p0 ± z √(p0(1 − p0)/n) with z of 1.96 and 3.09, cut at 0 and 1. Where fewer than five are expected, the exact ones:
    the least k of which the binomial has at least .025 and .975 (.001 and .999) at or below it, over n.
    ValueError for a share outside 0 to 1, and for nobody.

    >>> [round(limit, 4) for limit in funnel_limits(0.15, 100)]
    [0.08, 0.22, 0.0397, 0.2603]
    """
    if not 0 <= p0 <= 1:
        raise ValueError(f"A share is from 0 to 1: {p0!r}.")
    n = whole("n", n)
    if not n:
        raise ValueError("Of nobody there are no limits.")
    if n * p0 < FEW_EXPECTED:
        return Funnel(*(_least_with(tail, n, p0) / n for tail in (0.025, 0.975, 0.001, 0.999)))
    spread = sqrt(p0 * (1 - p0) / n)
    limits = (p0 + z * spread for z in (-1.96, 1.96, -3.09, 3.09))
    return Funnel(*(min(1.0, max(0.0, limit)) for limit in limits))


def _least_with(tail: float, n: int, p: float) -> int:
    """The least k with so much of the binomial at or below it."""
    below = 0.0
    for k in range(n + 1):
        below += comb(n, k) * p**k * (1 - p) ** (n - k)
        if below >= tail - DUST:
            return k
    return n


def sample_size_two_proportions(p1: float, p2: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """How many in each of two groups tell `p1` from `p2`, two-sided, by the arcsine formula; rounded up.

    ValueError for shares outside 0 to 1 or alike, and for a power or alpha that is none.
    Cohen (1988), Statistical Power Analysis, chapter 6.

    >>> [sample_size_two_proportions(0.15, p) for p in (0.12, 0.10, 0.075)]
    [2031, 681, 272]
    """
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1) or p1 == p2:
        raise ValueError("The two shares are from 0 to 1, and not alike.")
    if not (0 < power < 1 and 0 < alpha < 1):
        raise ValueError("Power and alpha are between 0 and 1.")
    effect = 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p2))
    normal = NormalDist().inv_cdf
    return ceil(2 * ((normal(1 - alpha / 2) + normal(power)) / effect) ** 2 - DUST)


def years_to_know(p1: float, p2: float, a_year: int, sites: int = 1) -> float:
    """Years until `p1` can be told from `p2` where so many people a year, both groups together, come to each site.

    As many sites alike share the work; where they differ it takes longer. ValueError as `sample_size_two_proportions`,
    and for nobody a year.

    >>> [round(years_to_know(0.15, 0.12, 400, sites), 1) for sites in (1, 10)]
    [10.2, 1.0]
    """
    if not whole("a year", a_year) or not whole("sites", sites):
        raise ValueError("With nobody a year, nothing is ever known.")
    return 2 * sample_size_two_proportions(p1, p2) / (a_year * sites)
