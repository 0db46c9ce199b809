"""Who has had something by when, where people leave before and other things come first."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coproduce.core.stats.numbers import Z, whole_numbers
from coproduce.core.stats.shares import wilson

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval; `at_risk` people were still waiting at that time. None where there is nobody."""

    share: float | None
    low: float | None
    high: float | None
    at_risk: int


class Step(NamedTuple):
    """A time at which something happened: to how many of those at risk, and what is so from then on.

    `events` counts everything but a censoring, `wanted` the event of interest;
    `share` has had the event of interest, `free` nothing yet.
    """

    time: int
    at_risk: int
    events: int
    wanted: int
    share: float
    free: float


@dataclass(frozen=True, slots=True)
class Lasts:
    """Of how many people the last time lies before another: each time there is, and how many lie before it."""

    times: tuple[int, ...]
    before: tuple[int, ...]

    def __len__(self) -> int:
        return self.before[-1]

    def earlier_than(self, time: int) -> int:
        """How many lie before it."""
        return self.before[bisect_left(self.times, time)]


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """How many had the event of interest by any time: `steps` in order of time, `ends` the last time of each person."""

    ends: Lasts
    censored: Lasts
    steps: tuple[Step, ...]

    def at(self, time: int) -> Estimate:
        """The share by `time`, that time included.

        The variance is that of the delta method (Marubini & Valsecchi 1995, chapter 10; Collett 2015, chapter 12),
        the interval is taken on the scale log(−log share), so it stays between 0 and 1. While nobody has had the event,
        and once everybody has, there is no such variance: then it is Wilson's over those whose answer is known.
        After the last time of the last person the share stands as it last was, and `at_risk` is 0.

        >>> aalen_johansen([2, 3, 3, 5], [1, 2, 0, 1]).at(4)
        Estimate(share=0.25, low=0.008947824009029466, high=0.6653253454071846, at_risk=1)
        >>> aalen_johansen([], []).at(180)
        Estimate(share=None, low=None, high=None, at_risk=0)
        """
        if not self.ends:
            return Estimate(None, None, None, 0)
        at_risk = len(self.ends) - self.ends.earlier_than(time)
        steps = [step for step in self.steps if step.time <= time]
        wanted = sum(step.wanted for step in steps)
        everybody = bool(steps) and steps[-1].free == 0 and wanted == sum(step.events for step in steps)
        if everybody or not wanted:
            known = self.known(time)
            return Estimate(float(everybody), *wilson(known if everybody else 0, known), at_risk)
        share = steps[-1].share
        spread = Z * sqrt(_variance(steps)) / (share * log(share))
        return Estimate(share, share ** exp(-spread), share ** exp(spread), at_risk)

    def known(self, time: int) -> int:
        """Of how many people we know by `time` whether they had the event by then: all who were not censored before.

        >>> aalen_johansen([2, 3, 3, 5], [1, 2, 0, 1]).known(4)
        3
        """
        return len(self.ends) - self.censored.earlier_than(time)


def _variance(steps: Sequence[Step]) -> float:
    """Of the last share, from the numbers at each step; rounding dust below zero is nothing.

    Where everybody left had an event at once, that step is the last, and its first and third terms are nothing.
    """
    last, total, free = steps[-1].share, 0.0, 1.0
    for step in steps:
        n, d, wanted, to_come = step.at_risk, step.events, step.wanted, last - step.share
        total += free**2 * wanted * (n - wanted) / n**3
        if d < n:
            total += to_come**2 * d / (n * (n - d)) - 2 * to_come * free * wanted / n**2
        free = step.free
    return max(total, 0.0)


def aalen_johansen(times: Sequence[int], codes: Sequence[int]) -> CumulativeIncidence:
    """How many had the event of interest by each time, where something else may come first.

    A row for each person: the last time we know of, and what happened then: 0 nothing yet (censored), 1 the event of
    interest, 2 and more whatever makes it impossible, such as leaving. Everything at one time happens together, and
    who is censored at a time was still at risk at that time. ValueError for times or codes that are not whole numbers
    from 0, or not as many. Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141.

    >>> [(step.time, step.share, step.free) for step in aalen_johansen([1, 2, 2, 4], [1, 2, 0, 1]).steps]
    [(1, 0.25, 0.75), (2, 0.25, 0.5), (4, 0.75, 0.0)]
    """
    if len(times) != len(codes):
        raise ValueError(f"There are {len(times)} times and {len(codes)} codes.")
    code = whole_numbers("a code", codes)
    at = _told(whole_numbers("a time", times), code if code.max(initial=0) <= 2 else np.minimum(code, 2))
    steps: list[Step] = []
    share, free = 0.0, 1.0
    for time, n, d, wanted in zip(*(column.tolist() for column in at.events()), strict=True):
        share += free * wanted / n
        free *= (n - d) / n
        steps.append(Step(time, n, d, wanted, share, free))
    return CumulativeIncidence(_lasts(at.times, at.ends), _lasts(at.times, at.censored), tuple(steps))


#: Times are counted one by one where there are not many more of them than people, and put in order otherwise.
DENSE = 8


@dataclass(frozen=True, slots=True)
class _Told:
    """At each time, in order, of how many it is the last, who were lost sight of, and who had the event of interest."""

    times: Whole
    ends: Whole
    censored: Whole
    wanted: Whole

    def events(self) -> tuple[Whole, Whole, Whole, Whole]:
        """When something happened: the times, how many were at risk, to how many it did, and to how many as wanted."""
        had = self.ends - self.censored
        some = np.flatnonzero(had)
        at_risk = self.ends.sum() - np.cumsum(self.ends) + self.ends
        return self.times[some], at_risk[some], had[some], self.wanted[some]


def _told(last: Whole, code: Whole) -> _Told:
    latest = int(last.max()) if len(last) else 0
    if latest < DENSE * len(last):
        times, place = np.arange(latest + 1), last
    else:
        times, place = np.unique(last, return_inverse=True)
    key = 3 * place
    key += code
    counts = np.bincount(key, minlength=3 * len(times))
    return _Told(times, counts[::3] + counts[1::3] + counts[2::3], counts[::3], counts[1::3])


def _lasts(times: Whole, many: Whole) -> Lasts:
    some = np.flatnonzero(many)
    return Lasts(tuple(times[some].tolist()), (0, *np.cumsum(many[some]).tolist()))


@dataclass(frozen=True, slots=True)
class Survival:
    """How many were still without an event at any time: each time with one, the share from then on, and Greenwood's
    sum for its variance."""

    ends: Lasts
    times: tuple[int, ...]
    shares: tuple[float, ...]
    sums: tuple[float, ...]

    def at(self, time: int) -> Estimate:
        """The share still without one after `time`, with the interval on the scale log(−log share).

        Greenwood's variance; where nobody has had an event yet, or everybody, there is none and the ends are None.

        >>> [round(end, 4) for end in (kaplan_meier([3, 5, 5, 8], [1, 1, 0, 1]).at(5).share or 0,)]
        [0.5]
        """
        if not self.ends:
            return Estimate(None, None, None, 0)
        at_risk = len(self.ends) - self.ends.earlier_than(time)
        step = bisect_right(self.times, time) - 1
        share = self.shares[step] if step >= 0 else 1.0
        if share in (0.0, 1.0):
            return Estimate(share, None, None, at_risk)
        width = Z * sqrt(self.sums[step]) / log(share)
        return Estimate(share, share ** exp(-width), share ** exp(width), at_risk)


def kaplan_meier(times: Sequence[int], events: Sequence[int]) -> Survival:
    """How many are still without an event by each time, where some are lost sight of before.

    A row for each person: the last time we know of, and whether the event happened then (1) or nothing yet (0). Who is
    lost sight of at a time was still at risk at that time. Where something else may come first, it is
    `aalen_johansen` that says how many had the event. ValueError as there.
    Kaplan and Meier (1958), Journal of the American Statistical Association 53:457.

    >>> lives = kaplan_meier([3, 5, 5, 8, 12, 12, 20, 30, 30, 30], [1, 1, 0, 1, 1, 1, 0, 0, 0, 0])
    >>> [round(lives.at(time).share or 0, 6) for time in (2, 3, 5, 8)]
    [1.0, 0.9, 0.8, 0.685714]
    """
    if len(times) != len(events):
        raise ValueError(f"There are {len(times)} times and {len(events)} events.")
    last = whole_numbers("a time", times)
    event = whole_numbers("an event", events)
    if len(event) and event.max() > 1:
        raise ValueError(f"An event is 0 or 1: {event.max()}.")
    at = _told(last, event)
    when, at_risk, had, _ = at.events()
    left = at_risk - had
    shares = np.cumprod(left / at_risk)
    sums = np.cumsum(np.divide(had, at_risk * left, out=np.full(len(left), inf), where=left > 0))
    return Survival(_lasts(at.times, at.ends), tuple(when.tolist()), tuple(shares.tolist()), tuple(sums.tolist()))
