"""Small numbers about people, hidden so that none can be found by subtracting."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from coproduce.core.stats.numbers import whole

Label = TypeVar("Label")


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
class Part:
    """So many of so many under one label, or under several put together; None is hidden."""

    labels: tuple[str, ...]
    k: int | None
    n: int | None


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

    def __post_init__(self) -> None:
        whole("largest_hidden", self.largest_hidden)

    def hide(self, n: int) -> int | None:
        """The count where it may be shown, None where it is hidden.

        >>> [Suppression().hide(n) for n in (0, 1, 7, 8)]
        [0, None, None, 8]
        """
        n = whole("a count", n)
        return None if 1 <= n <= self.largest_hidden else n

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

    def shares(self, counts: Sequence[tuple[str, int, int]]) -> tuple[Part, ...]:
        """So many of so many for each label, put together as in `table` until neither those counted nor the others are
        few; a label that was put to others still stands there. All together still few, nothing is told of any.

        >>> Suppression().shares([("women", 20, 40), ("men", 9, 30), ("not said", 2, 12)])
        (Part(labels=('women',), k=20, n=40), Part(labels=('men', 'not said'), k=11, n=42))
        """
        read = [(label, whole("a count", k), whole("a count", n)) for label, k, n in counts]

        def sums(group: tuple[tuple[str, int, int], ...]) -> tuple[int, int]:
            return sum(k for _, k, _ in group), sum(n for _, _, n in group)

        def is_few(group: tuple[tuple[str, int, int], ...]) -> bool:
            k, n = sums(group)
            return self._is_few(k) or self._is_few(n - k)

        parts = []
        for group in _put_together(read, is_few):
            k, n = (None, None) if is_few(group) else sums(group)
            parts.append(Part(tuple(label for label, _, _ in group), k, n))
        return tuple(parts)

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


@dataclass(frozen=True, slots=True)
class Rounding:
    """How counts leave the community: hidden where they are few, and otherwise to the nearest five.

    A total is of the unrounded cells and is then rounded, so that it need not be the sum of what is printed.
    """

    hides: Suppression = Suppression()
    to: int = 5

    def __post_init__(self) -> None:
        if whole("to", self.to) < 1:
            raise ValueError("Counts are rounded to 1 or more.")

    def of(self, n: int) -> int | None:
        """The count as it may be printed, None where it is hidden. NHS Digital, HES and ECDS rules (2018).

        >>> [Rounding().of(n) for n in (0, 1, 7, 8, 12, 13, 100)]
        [0, None, None, 10, 10, 15, 100]
        """
        shown = self.hides.hide(n)
        return shown and (2 * shown + self.to) // (2 * self.to) * self.to

    def text(self, n: int) -> str:
        """The same as it is printed: a star for what is hidden.

        >>> Rounding().text(3), Rounding().text(28)
        ('*', '30')
        """
        shown = self.of(n)
        return "*" if shown is None else str(shown)
