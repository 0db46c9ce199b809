"""Who has had something by when, where people leave before and other things come first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from coproduce.core.stats.numbers import Z, whole_numbers
from coproduce.core.stats.shares import wilson


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval; `at_risk` people were still waiting at that time. None where there is nobody."""

    share: float | None
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class Step:
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
    at = _told(whole_numbers("a time", times), whole_numbers("a code", codes))
    steps: list[Step] = []
    share, free = 0.0, 1.0
    for time, n, d, wanted in at.events():
        share += free * wanted / n
        free *= (n - d) / n
        steps.append(Step(time, n, d, wanted, share, free))
    return CumulativeIncidence(_lasts(at.times, at.counts.sum(axis=1)), _lasts(at.times, at.counts[:, 0]), tuple(steps))


#: Times are counted one by one where there are not many more of them than people, and put in order otherwise.
DENSE = 8


@dataclass(frozen=True, slots=True)
class _Told:
    """At each time, in order, how many were lost sight of, had the event of interest, and had anything else."""

    times: NDArray[np.int64]
    counts: NDArray[np.int64]

    def events(self) -> Iterator[tuple[int, int, int, int]]:
        """Each time at which something happened: to how many of those at risk, and to how many what was wanted."""
        ends = self.counts.sum(axis=1)
        had = ends - self.counts[:, 0]
        at_risk = ends.sum() - np.cumsum(ends) + ends
        some = had > 0
        rows = (self.times[some], at_risk[some], had[some], self.counts[some, 1])
        return zip(*(row.tolist() for row in rows), strict=True)


def _told(last: NDArray[np.int64], code: NDArray[np.int64]) -> _Told:
    latest = int(last.max()) if len(last) else 0
    if latest < DENSE * len(last):
        times, place = np.arange(latest + 1), last
    else:
        times, place = np.unique(last, return_inverse=True)
    key = 3 * place
    key += code if len(code) and code.max() <= 2 else np.minimum(code, 2)
    counts = np.bincount(key, minlength=3 * len(times)).reshape(-1, 3)
    return _Told(times, counts)


def _lasts(times: NDArray[np.int64], many: NDArray[np.int64]) -> Lasts:
    some = many > 0
    return Lasts(tuple(times[some].tolist()), (0, *np.cumsum(many[some]).tolist()))


@dataclass(frozen=True, slots=True)
class Survival:
    """How many were still without an event at any time: of each time with one, how many were at risk and had it."""

    ends: Lasts
    steps: tuple[tuple[int, int, int], ...]

    def at(self, time: int) -> Estimate:
        """The share still without one after `time`, with the interval on the scale log(−log share).

        Greenwood's variance; where nobody has had an event yet, or everybody, there is none and the ends are None.

        >>> [round(end, 4) for end in (kaplan_meier([3, 5, 5, 8], [1, 1, 0, 1]).at(5).share or 0,)]
        [0.5]
        """
        if not self.ends:
            return Estimate(None, None, None, 0)
        share, spread = 1.0, 0.0
        for when, at_risk, had in self.steps:
            if when > time:
                break
            share *= (at_risk - had) / at_risk
            spread += had / (at_risk * (at_risk - had)) if had < at_risk else inf
        at_risk = len(self.ends) - self.ends.earlier_than(time)
        if share in (0.0, 1.0):
            return Estimate(share, None, None, at_risk)
        width = Z * sqrt(spread) / log(share)
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
    steps = tuple((time, n, d) for time, n, d, _ in at.events())
    return Survival(_lasts(at.times, at.counts.sum(axis=1)), steps)
