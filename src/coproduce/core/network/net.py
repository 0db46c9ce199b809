"""People and their ties by number, as every measure of a net reads them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from typing import Any, Generic, TypeVar, Union

import numpy as np
from numpy.typing import NDArray

from coproduce.core.network import loops

Person = TypeVar("Person", bound=Hashable)
#: Who helped, and whom.
Pairs = Iterable[tuple[Person, Person]]
#: The same, or a net that was made of them before.
Ties = Union[Pairs[Person], "Net[Person]"]

#: Half as long as usual, for a walk over a net waits for memory: it holds two thousand million people.
Whole = NDArray[np.int32]

#: From so many ties on, compiling the loops is worth its second.
MANY = 100_000


class Net(Generic[Person]):
    """People by number, in the order they were told, and for each those tied to them either way.

    Ties may be an array of whole numbers, (ties, 2): then nothing is looked at one by one. Made once, a net can be
    handed to each measure in place of its ties.
    """

    def __init__(self, ties: Pairs[Person], people: Iterable[Person]) -> None:
        more, are_numbers = list(people), isinstance(ties, np.ndarray) and ties.dtype.kind in "iu"
        read = _read_array if are_numbers and all(isinstance(one, int | np.integer) for one in more) else _read
        told: tuple[list[Person], Whole] = read(ties, more)  # type: ignore[arg-type]
        self.people, self.ends = told
        both = np.concatenate([self.ends, self.ends[:, ::-1]])
        many = len(self.people)
        self.degrees: Whole = np.bincount(both[:, 0], minlength=many).astype(np.int32)
        self.first: Whole = np.concatenate([[0], np.cumsum(self.degrees)]).astype(np.int32)
        self.near: Whole = np.ascontiguousarray(both[np.argsort(both[:, 0], kind="stable"), 1])

    @property
    def told(self) -> list[tuple[int, int]]:
        """Each tie once, as it was told first."""
        return [(one, other) for one, other in self.ends.tolist()]

    def near_to(self, one: int) -> list[int]:
        """Those tied to somebody, by number."""
        found: list[int] = self.near[self.first[one] : self.first[one + 1]].tolist()
        return found

    def core_numbers(self) -> Whole:
        """The core number of each."""
        order, place = (column.copy() for column in self._by_ties)  # they are moved about
        most = int(self.degrees.max(initial=0))
        begins = np.searchsorted(self.degrees[order], np.arange(most + 2)).astype(np.int32)
        return self._walk("core_numbers", order, place, begins, self.degrees.copy())

    def triangles(self) -> Whole:
        """In how many threes who are all tied each stands."""
        _, rank = self._by_ties
        later, mark = np.empty_like(self.near), np.full_like(rank, -1)
        return self._walk("count_triangles", rank, np.zeros_like(rank), later, mark, np.zeros_like(rank))

    @cached_property
    def _by_ties(self) -> tuple[Whole, Whole]:
        """Everybody from who has fewest ties to who has most, and where each stands in that order."""
        order = np.argsort(self.degrees, kind="stable").astype(np.int32)
        place = np.empty_like(order)
        place[order] = np.arange(len(order), dtype=np.int32)
        return order, place

    @cached_property
    def weak_points(self) -> tuple[NDArray[np.bool_], Whole]:
        """Of each tie in the order of `ends` whether it is a bridge, and who is a cut person."""
        many = len(self.people)
        place, came = self.first[:-1].copy(), np.full(many, -1, np.int32)
        seen, low, walk, up, cuts = (np.zeros(many, np.int32) for _ in range(5))
        came, up, cuts = self._walks("weak_points", (3, 5, 6), place, seen, low, came, walk, up, cuts)
        below = up.astype(np.bool_)
        maybe = np.flatnonzero(below[self.ends[:, 0]] | below[self.ends[:, 1]])  # few: most ties are no bridge
        one, other = self.ends[maybe].T
        is_bridge = np.zeros(len(self.ends), np.bool_)
        is_bridge[maybe] = ((came[one] == other) & below[one]) | ((came[other] == one) & below[other])
        return is_bridge, np.flatnonzero(cuts).astype(np.int32)

    def _walk(self, name: str, *columns: Whole) -> Whole:
        """One of `loops`: what its last column holds then."""
        (found,) = self._walks(name, (len(columns) - 1,), *columns)
        return found

    def _walks(self, name: str, wanted: tuple[int, ...], *columns: Whole) -> list[Whole]:
        """One of `loops`, compiled where it is worth it, else on lists, and these of its columns afterwards."""
        if len(self.ends) >= MANY and (compiled := _compiled()):
            compiled[name](self.first, self.near, *columns)
            return [columns[at] for at in wanted]
        lists = [column.tolist() for column in columns]
        loops.LOOPS[name](self.first.tolist(), self.near.tolist(), *lists)
        return [np.array(lists[at], np.int32) for at in wanted]


def net_of(ties: Ties[Person], people: Iterable[Person] = ()) -> Net[Person]:
    """The ties as a net; one that was made before as it is, whose people are known."""
    return ties if isinstance(ties, Net) else Net(ties, people)


@cache
def _compiled() -> dict[str, Callable[..., None]]:
    """The loops as machine code, by name, where numba is installed."""
    if find_spec("numba") is None:
        return {}
    from numba import njit

    return {name: njit(nogil=True)(loop) for name, loop in loops.LOOPS.items()}


def _read(ties: Pairs[Person], people: Sequence[Person]) -> tuple[list[Person], Whole]:
    """People in the order they were told, and each tie once, as it was told first."""
    number: dict[Person, int] = {}
    told: dict[tuple[int, int], tuple[int, int]] = {}
    for one, other in ties:
        first, second = number.setdefault(one, len(number)), number.setdefault(other, len(number))
        if first != second:
            told.setdefault((min(first, second), max(first, second)), (first, second))
    for one in people:
        number.setdefault(one, len(number))
    return list(number), np.array(list(told.values()), np.int32).reshape(-1, 2)


def _read_array(ties: NDArray[np.integer[Any]], people: Sequence[Any]) -> tuple[list[Any], Whole]:
    """The same of whole numbers at once."""
    if ties.ndim != 2 or ties.shape[1] != 2:
        raise ValueError(f"Ties are pairs: (ties, 2), and not {ties.shape}.")
    flat = np.concatenate([ties.reshape(-1), np.array(people, ties.dtype)])
    known, told_at, number = np.unique(flat, return_index=True, return_inverse=True)
    order = np.argsort(told_at, kind="stable")
    renamed = np.empty_like(order)
    renamed[order] = np.arange(len(order))
    ends = renamed[number[: ties.size]].reshape(-1, 2).astype(np.int32)
    ends = ends[ends[:, 0] != ends[:, 1]]
    keys = ends.min(axis=1).astype(np.int64) * len(known) + ends.max(axis=1)
    _, first = np.unique(keys, return_index=True)
    return known[order].tolist(), ends[np.sort(first)]
