"""What a share of people can say, and what it may not: intervals, those who returned in time, small numbers hidden.

Scores and intervals are float64; what is counted stays whole. Every figure has
its interval, since forty people cannot prove much, and none is shown that would
tell about one person. Nothing here asks who may see a whole book: the caller does.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

Label = TypeVar("Label")

#: Two-sided 95 %.
Z = 1.959964


def whole(name: str, number: int) -> int:
    """The number itself where it is a whole one, not below nothing; ValueError names what is not."""
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise ValueError(f"{name} must be a whole number, 0 or more: {number!r}.")
    return number


def _all_whole(name: str, numbers: Sequence[int]) -> None:
    """The same of each of many; where all are plainly so, they are not looked at one by one."""
    if set(map(type, numbers)) - {int} or min(numbers, default=0) < 0:
        for number in numbers:
            whole(name, number)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of `k` in `n`, from 0 to 1; of nobody we know nothing: (0.0, 1.0).

    ValueError where they are not whole numbers with 0 ≤ k ≤ n. Wilson (1927), Journal of the American
    Statistical Association 22:209.

    >>> [round(end, 4) for end in wilson(3, 20)]
    [0.0524, 0.3604]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if whole("k", k) > whole("n", n):
        raise ValueError(f"There cannot be {k} among {n}.")
    if n == 0:
        return 0.0, 1.0
    share, scale = k / n, 1 + Z * Z / n
    centre = (share + Z * Z / (2 * n)) / scale
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / scale
    return (centre - half if k else 0.0), (centre + half if k < n else 1.0)


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
class CumulativeIncidence:
    """How many had the event of interest by any time: `steps` in order of time, `ends` the last time of each person."""

    ends: tuple[int, ...]
    censored: tuple[int, ...]
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
        at_risk = len(self.ends) - bisect_left(self.ends, time)
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
        return len(self.ends) - bisect_left(self.censored, time)


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
    _all_whole("a time", times)
    _all_whole("a code", codes)
    ends = tuple(sorted(times))
    censored = tuple(sorted(time for time, code in zip(times, codes, strict=True) if code == 0))
    events = Counter(time for time, code in zip(times, codes, strict=True) if code)
    wanted = Counter(time for time, code in zip(times, codes, strict=True) if code == 1)
    steps: list[Step] = []
    share, free = 0.0, 1.0
    for time, d in sorted(events.items()):
        n = len(ends) - bisect_left(ends, time)
        share += free * wanted[time] / n
        free *= (n - d) / n
        steps.append(Step(time, n, d, wanted[time], share, free))
    return CumulativeIncidence(ends, censored, tuple(steps))


@dataclass(frozen=True, slots=True)
class Cell:
    """One count for one label, or for several that had to be put together; None is hidden."""

    labels: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in the order of their labels, and their total; everything here may be printed."""

    cells: tuple[Cell, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Crossed:
    """Rows and columns, each a group of labels: sums in the cells between them may be printed, unless `is_hidden`."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Suppression:
    """Small numbers about people are hidden: 1 to 7, unless a stricter rule is chosen; nobody is 0, and says so."""

    largest_hidden: int = 7

    def hide(self, n: int) -> int | None:
        """The count where it may be shown, None where it is hidden.

        >>> [Suppression().hide(n) for n in (0, 1, 7, 8)]
        [0, None, None, 8]
        """
        return None if 1 <= whole("a count", n) <= self.largest_hidden else n

    def table(self, counts: Sequence[tuple[str, int]]) -> Table:
        """Counts put together until none that is hidden can be found from the others, the total and this rule.

        In the order of the labels, a hidden count takes in those after it, noughts too, until it may be shown; one
        still hidden at the end joins those before. All of them together still hidden, the total is hidden too. A
        hidden cell is never just left blank: what is missing could be subtracted. Nor do values choose whom a cell
        joins: to join the smaller neighbour tells which was smaller, and so sometimes the number itself.

        >>> Suppression().table([("under 30", 12), ("30 to 59", 9), ("60 to 79", 3), ("80 and over", 10)]).cells[1:]
        (Cell(labels=('30 to 59',), count=9), Cell(labels=('60 to 79', '80 and over'), count=13))
        >>> Suppression().table([("north", 2), ("south", 3)])
        Table(cells=(Cell(labels=('north', 'south'), count=None),), total=None)
        """
        pairs = [(label, whole("a count", n)) for label, n in counts]
        groups = _put_together(pairs, lambda group: self._is_few(sum(n for _, n in group)))
        cells = (Cell(tuple(label for label, _ in group), self.hide(sum(n for _, n in group))) for group in groups)
        return Table(tuple(cells), self.hide(sum(n for _, n in pairs)))

    def crossed(
        self, rows: Sequence[str], columns: Sequence[str], who: Mapping[tuple[str, str], Set[Hashable]]
    ) -> Crossed:
        """How rows and columns of a table must be put together so that what stands in its cells can be printed.

        `who` holds the people of each cell; they may stand in several rows, and each in one column. First columns are
        put together by all of their people, as in `table`; then rows in their order, until every column that has
        anybody at all has more than a few in each. Sums of such cells, of rows and of columns can be printed, and even
        the sum of a single row beside them: whatever is added and subtracted, no sum of a few comes out. Numbers of
        people are for whole columns only: somebody who stands in two rows would be found by subtracting. All of them
        together still few, `is_hidden`, and nothing but the labels may be printed.

        >>> eight = set(range(8))
        >>> who = {("May", "women"): eight, ("June", "women"): {1}, ("July", "women"): eight, ("May", "men"): {8, 9}}
        >>> Suppression().crossed(("May", "June", "July"), ("women", "men"), who).columns
        (('women', 'men'),)
        >>> Suppression().crossed(("May", "June", "July"), ("women",), who).rows
        (('May',), ('June', 'July'))
        """

        def people(row_labels: Sequence[str], column_labels: Sequence[str]) -> int:
            sets = (who.get((row, column), frozenset()) for row in row_labels for column in column_labels)
            return len(set().union(*sets))

        across = _put_together(columns, lambda group: self._is_few(people(rows, group)))
        held = [group for group in across if people(rows, group)]
        down = _put_together(
            rows,
            # Nobody is few here too: who knew that one column is empty in a month could find another's from the sum.
            lambda group: (
                bool(self.largest_hidden) and any(people(group, column) <= self.largest_hidden for column in held)
            ),
        )
        return Crossed(tuple(down), tuple(across), self._is_few(people(rows, columns)))

    def _is_few(self, n: int) -> bool:
        return self.hide(n) is None


def gini(x: ArrayLike) -> float:
    """How unevenly amounts of 0 or more are spread, from 0 (all alike) to 1 (one has all); of nothing at all, 0.0.

    Half the mean difference between two, over the mean. ValueError for nobody, and for an amount below 0.
    Gini (1912), Variabilità e mutabilità.

    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    values = np.sort(np.asarray(x, np.float64).ravel())
    if not len(values) or not values[0] >= 0:
        raise ValueError("How evenly something is spread is asked of at least one amount, none below 0.")
    total = values.sum()
    return (
        float(((2 * np.arange(1, len(values) + 1) - len(values) - 1) @ values) / (len(values) * total))
        if total
        else 0.0
    )


def suppress(count: int) -> int | None:
    """The count where anybody may read it; None for 1 to 7, which would tell about people.

    >>> [suppress(n) for n in (0, 1, 7, 8)]
    [0, None, None, 8]
    """
    return Suppression().hide(count)


def _put_together(labels: Iterable[Label], is_few: Callable[[tuple[Label, ...]], bool]) -> list[tuple[Label, ...]]:
    """Labels in their order, the few taking in those after them; few at the end join those before."""
    groups: list[tuple[Label, ...]] = []
    for label in labels:
        before = groups.pop() if groups and is_few(groups[-1]) else ()
        groups.append((*before, label))
    while len(groups) > 1 and is_few(groups[-1]):
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups
