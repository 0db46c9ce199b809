"""Whether taking part spreads along ties: how many of somebody's people already do, and who joins next.

Friends are alike before they are friends, so a slope alone is no contagion. It is held against the same days of joining
dealt out among the same people, which keeps how many joined when, and breaks who knows whom.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.core.network.net import Net, Pairs, Person

#: Dealings of the days among the people.
DEALINGS = 999


def exposure(
    ties: Pairs[Person], taking_part: Iterable[Person], people: Iterable[Person] = ()
) -> dict[Person, float | None]:
    """For each, the share of those they are tied to, either way, who already take part; None for somebody with no ties.

    Valente (1996), Social Networks 18:69.

    >>> exposure(["AB", "AC", "AD"], ["B", "C"], "E")
    {'A': 0.6666666666666666, 'B': 0.0, 'C': 0.0, 'D': 0.0, 'E': None}
    """
    net, there = Net(ties, people), set(taking_part)
    shares: dict[Person, float | None] = {}
    for place, one in enumerate(net.people):
        near = net.near_to(place)
        shares[one] = sum(net.people[other] in there for other in near) / len(near) if near else None
    return shares


@dataclass(frozen=True, slots=True)
class Slope:
    """How much likelier somebody joined in a period for all of their people taking part than for none.

    `p` is the share of dealings that come out at least so high; `at_risk` counts people times periods in which they had
    not joined yet. `low` and `high` hold 95 % of what comes of dealings alone. None where exposure never differed.
    """

    slope: float | None
    p: float | None
    low: float | None
    high: float | None
    people: int
    at_risk: int


def contagion_slope(
    ties: Pairs[Person], joined: Mapping[Person, int | None], *, dealings: int = DEALINGS, seed: int = 0
) -> Slope:
    """The slope of joining on exposure one period before, over all who had not joined yet, and its permutation null.

    `joined`: for each person the period they joined in, a whole number, or None for never; ties to somebody not in it
    are left out. Periods are held apart, so that a time when many join is not taken for contagion. The same seed deals
    the same. ValueError for nobody, for a period that is no whole number, or no dealings.
    Marsden and Friedkin (1993), Sociological Methods and Research 22:127; permutation as in Vega Yon, Dyal, Hayes and
    Valente, netdiffuseR.
    """
    if not joined or dealings < 1:
        raise ValueError("Say of at least one person when they joined, or that they never did, and deal at least once.")
    for one, period in joined.items():
        if not (period is None or isinstance(period, int | np.integer)):
            raise ValueError(f"{one!r} joined in {period!r}: say a period as a whole number, or None for never.")
    number = {one: place for place, one in enumerate(joined)}
    pairs = {
        (min(number[one], number[other]), max(number[one], number[other]))
        for one, other in ties
        if one in number and other in number and one != other
    }
    ends: NDArray[np.int64] = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    known = sorted({period for period in joined.values() if period is not None})
    place = {period: order for order, period in enumerate(known)}
    # Periods in which nobody joined say nothing of who does: only those in which somebody did are held apart.
    when = np.array([len(known) if period is None else place[period] for period in joined.values()], np.int64)
    degrees = np.bincount(ends.ravel(), minlength=len(number))
    slope, at_risk = _slope(ends, degrees, when, len(known))
    if slope is None:
        return Slope(None, None, None, None, len(number), at_risk)
    chance = np.random.default_rng(seed)
    dealt = [_slope(ends, degrees, chance.permutation(when), len(known))[0] for _ in range(dealings)]
    null = np.array([one for one in dealt if one is not None])
    p = (1 + int((null >= slope - 1e-12).sum())) / (1 + dealings)
    low, high = (float(end) for end in np.quantile(null, (0.025, 0.975))) if len(null) else (None, None)
    return Slope(slope, p, low, high, len(number), at_risk)


def _slope(
    ends: NDArray[np.int64], degrees: NDArray[np.int64], when: NDArray[np.int64], periods: int
) -> tuple[float | None, int]:
    """Least squares within periods, over those with ties who had not joined before, and how many that are."""
    together, spread, at_risk = 0.0, 0.0, 0
    for period in range(1, periods):
        there = when < period
        shared = np.bincount(ends[there[ends[:, 0]], 1], minlength=len(when)) + np.bincount(
            ends[there[ends[:, 1]], 0], minlength=len(when)
        )
        risk = (when >= period) & (degrees > 0)
        exposed = shared[risk] / degrees[risk]
        joins = (when[risk] == period).astype(float)
        away = exposed - exposed.mean() if len(exposed) else exposed
        together += float(away @ joins)
        spread += float(away @ away)
        at_risk += len(exposed)
    return (together / spread if spread > 1e-12 else None), at_risk
