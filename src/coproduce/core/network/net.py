"""People and their ties by number, as every measure of a net reads them."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Person = TypeVar("Person", bound=Hashable)
#: Pairs of people: who helped, and whom.
Ties = Iterable[tuple[Person, Person]]


class Net(Generic[Person]):
    """People by number, in the order they were told, and for each those tied to them either way."""

    def __init__(self, ties: Ties[Person], people: Iterable[Person]) -> None:
        number: dict[Person, int] = {}
        told: dict[tuple[int, int], tuple[int, int]] = {}
        for one, other in ties:
            first, second = number.setdefault(one, len(number)), number.setdefault(other, len(number))
            if first != second:
                told.setdefault((min(first, second), max(first, second)), (first, second))
        for one in people:
            number.setdefault(one, len(number))
        self.people = list(number)
        self.told = list(told.values())
        ends: NDArray[np.int64] = np.array(self.told, np.int64).reshape(-1, 2)
        both = np.concatenate([ends, ends[:, ::-1]])
        self.degrees = np.bincount(both[:, 0], minlength=len(number))
        self.first: list[int] = [0, *np.cumsum(self.degrees).tolist()]
        self.near: list[int] = both[np.argsort(both[:, 0], kind="stable"), 1].tolist()

    def near_to(self, one: int) -> list[int]:
        """Those tied to somebody, by number."""
        return self.near[self.first[one] : self.first[one + 1]]

    def weak_points(self) -> tuple[set[tuple[int, int]], set[int]]:
        """Bridges, each either way, and cut people: one walk over everybody, without going deep into the stack."""
        first, near = self.first, self.near
        seen, low, came = [0] * len(self.people), [0] * len(self.people), [-1] * len(self.people)
        place = first[: len(self.people)]
        ties, cuts, when = set[tuple[int, int]](), set[int](), 0
        for root in range(len(self.people)):
            if seen[root]:
                continue
            when += 1
            seen[root] = low[root] = when
            walk, branches = [root], 0
            while walk:
                one = walk[-1]
                if place[one] < first[one + 1]:
                    other = near[place[one]]
                    place[one] += 1
                    if not seen[other]:
                        when += 1
                        seen[other] = low[other] = when
                        came[other] = one
                        walk.append(other)
                    elif other != came[one]:
                        low[one] = min(low[one], seen[other])
                    continue
                walk.pop()
                before = came[one]
                if before < 0:
                    continue
                low[before] = min(low[before], low[one])
                if low[one] > seen[before]:
                    ties |= {(one, before), (before, one)}
                if before == root:
                    branches += 1
                elif low[one] >= seen[before]:
                    cuts.add(before)
            if branches > 1:
                cuts.add(root)
        return ties, cuts
