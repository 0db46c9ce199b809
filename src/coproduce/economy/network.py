"""Who is tied to whom: a household all together, next neighbours on a ring, some far away; or the ties one has.

Ties count both ways. They are kept as one row of ends for each person, one after another (compressed rows), so that
a person's ties are `ends[starts[i]:starts[i + 1]]`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.economy.draws import uniform
from coproduce.economy.population import People

Places = NDArray[np.int64]

#: The stream each kind of draw takes; a stream of its own for each tie of a person.
NEXT, AFAR, ANYWHERE = 1000, 2000, 3000


class NetworkError(ValueError):
    """Ties that cannot be: says which row, and what to mend."""


@dataclass(frozen=True, slots=True)
class Ties:
    """`starts` (people + 1) int64, `ends` (ties both ways) int32, sorted within a person, without repeats."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int32]

    @property
    def people(self) -> int:
        return len(self.starts) - 1

    def degrees(self) -> NDArray[np.int64]:
        """How many ties each person has."""
        return np.diff(self.starts)


def from_edges(people: int | People, pairs: ArrayLike) -> Ties:
    """Ties from pairs of places 0 to `people` − 1, shape (pairs, 2), in any order; one with oneself and repeats drop.

    Of `People` the pairs are of their `ids`: the places of a list's adults as they were read, not as they now stand.
    NetworkError names the first pair that points at nobody.
    """
    size = people if isinstance(people, int) else len(people)
    rows = np.asarray(pairs, np.int64).reshape(-1, 2)
    beyond = ((rows < 0) | (rows >= size)).any(axis=1)
    if beyond.any():
        row = int(beyond.argmax())
        raise NetworkError(f"Row {row + 1} ties {rows[row, 0]} to {rows[row, 1]}; places go from 0 to {size - 1}.")
    if not isinstance(people, int):
        rows = np.argsort(people.ids)[rows]
    return _tied(size, [(rows[:, 0], rows[:, 1])])


def _tied(people: int, pairs: Iterable[tuple[Places, Places]]) -> Ties:
    """Ties from pairs of places that are there. A tie is one number, from × people + to, so that sorting is enough."""

    def both_ways() -> Iterator[Places]:
        for left, right in pairs:
            apart = left != right
            left, right = left[apart], right[apart]
            yield left * people + right
            yield right * people + left

    keys = np.concatenate([*both_ways(), np.empty(0, np.int64)])
    keys.sort()
    keys = keys[np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])]
    starts = np.searchsorted(keys, np.arange(people + 1) * people)
    ends = np.remainder(keys, max(people, 1), out=keys).astype(np.int32)
    return Ties(starts.astype(np.int64), ends)


def both(one: Ties, other: Ties) -> Ties:
    """The ties of either, each once. ValueError where they are of other numbers of people.

    >>> both(from_edges(3, [(0, 1)]), from_edges(3, [(1, 0), (1, 2)])).degrees().tolist()
    [1, 2, 1]
    """
    if one.people != other.people:
        raise ValueError(f"There are ties of {one.people} people, and of {other.people}.")
    pairs = (np.stack([np.repeat(np.arange(net.people), net.degrees()), net.ends], axis=1) for net in (one, other))
    return from_edges(one.people, np.concatenate(list(pairs)))


def ties(people: People, *, seed: int, near: int = 6, far: int = 4, rewired: float = 0.1) -> Ties:
    """A household's people all with each other, `near` neighbours on a ring, `far` anywhere; mean degree about both.

    A share `rewired` of the near ties leads anywhere instead. `near` and `far` are even: half of them start
    at a person, half end there. ValueError where they are not, or `rewired` is no share.
    Watts & Strogatz (1998), Nature 393:440; the two ranges of ties: Centola & Macy (2007), AJS 113:702.
    """
    if near % 2 or far % 2 or near < 0 or far < 0:
        raise ValueError(f"Ties near and far are even numbers, half of them from each side: {near}, {far}.")
    if not 0 <= rewired <= 1:
        raise ValueError(f"The share of near ties that lead anywhere lies between 0 and 1: {rewired!r}.")
    return _tied(len(people), _met(people, seed, near, far, rewired))


def _met(people: People, seed: int, near: int, far: int, rewired: float) -> Iterator[tuple[Places, Places]]:
    """Who meets whom, kind after kind."""
    size = len(people)
    here = np.arange(size)

    def anywhere(stream: int) -> Places:
        return (uniform(people.ids, seed, ANYWHERE + stream) * size).astype(np.int64)

    for step in range(1, int(np.bincount(people.household).max(initial=1))):
        same = people.household[step:] == people.household[:-step]
        yield here[:-step][same], here[step:][same]
    first = np.searchsorted(people.neighbourhood, people.neighbourhood)
    many = np.bincount(people.neighbourhood)[people.neighbourhood]
    for step in range(1, near // 2 + 1):
        to = first + (here - first + step) % many
        away = uniform(people.ids, seed, NEXT + step) < rewired
        yield here, np.where(away, anywhere(step), to)
    for step in range(1, far // 2 + 1):
        yield here, anywhere(AFAR + step)
