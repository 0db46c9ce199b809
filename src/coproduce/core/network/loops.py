"""The walks over a net, as plain loops over whole numbers, for a compiler: everybody and every tie once.

Plain Python as it stands, on lists as well as on arrays, so that both ways are one text and find the same numbers.
`net` compiles them where numba is installed and there is enough to walk over. Who is tied to somebody stands in `near`
from `first` of theirs to `first` of the next; what is found and what is needed meanwhile is handed in.
"""

from collections.abc import Callable
from typing import Any

#: A list of whole numbers, or an array of them.
Whole = Any


def core_numbers(first: Whole, near: Whole, order: Whole, place: Whole, begins: Whole, left: Whole) -> None:
    """Takes away whoever has fewest ties left, one after another; `left` holds how many each had then.

    `order` are all by their ties in `left`, `place` where each stands in it, `begins` where those of each number begin.
    """
    for position in range(len(order)):
        one = order[position]
        for at in range(first[one], first[one + 1]):
            other = near[at]
            degree = left[other]
            if degree > left[one]:
                # Whoever loses a tie moves to those with one fewer, past the first of their own.
                front = begins[degree]
                swapped, own = order[front], place[other]
                order[front], order[own] = other, swapped
                place[other], place[swapped] = front, own
                begins[degree] += 1
                left[other] -= 1


def count_triangles(
    first: Whole, near: Whole, rank: Whole, last: Whole, later: Whole, mark: Whole, triangles: Whole
) -> None:
    """For each, in how many threes who are all tied they stand. Each is found once: from its first in `rank`, over its
    second, to a third that is tied to both.

    `later` has room for those of `near` who come later in `rank`, up to `last` of each; `mark` holds −1 at first.
    """
    many = len(rank)
    for one in range(many):
        end = first[one]
        for at in range(first[one], first[one + 1]):
            if rank[near[at]] > rank[one]:
                later[end] = near[at]
                end += 1
        last[one] = end
    for one in range(many):
        for at in range(first[one], last[one]):
            mark[later[at]] = one
        for at in range(first[one], last[one]):
            other = later[at]
            for beyond in range(first[other], last[other]):
                third = later[beyond]
                if mark[third] == one:
                    triangles[one] += 1
                    triangles[other] += 1
                    triangles[third] += 1


def weak_points(
    first: Whole, near: Whole, place: Whole, seen: Whole, low: Whole, came: Whole, walk: Whole, up: Whole, cuts: Whole
) -> None:
    """One walk over everybody, without going deep into the stack: `up` of somebody is 1 where the tie by which they
    were reached (from `came`) is a bridge, `cuts` of a cut person. `place` begins as `first`, `came` as −1."""
    when = 0
    for root in range(len(seen)):
        if seen[root]:
            continue
        when += 1
        seen[root] = low[root] = when
        walk[0] = root
        deep, branches = 1, 0
        while deep:
            one = walk[deep - 1]
            if place[one] < first[one + 1]:
                other = near[place[one]]
                place[one] += 1
                if not seen[other]:
                    when += 1
                    seen[other] = low[other] = when
                    came[other] = one
                    walk[deep] = other
                    deep += 1
                elif other != came[one] and seen[other] < low[one]:
                    low[one] = seen[other]
                continue
            deep -= 1
            before = came[one]
            if before < 0:
                continue
            if low[one] < low[before]:
                low[before] = low[one]
            if low[one] > seen[before]:
                up[one] = 1
            if before == root:
                branches += 1
            elif low[one] >= seen[before]:
                cuts[before] = 1
        if branches > 1:
            cuts[root] = 1


LOOPS: dict[str, Callable[..., None]] = {
    "core_numbers": core_numbers,
    "count_triangles": count_triangles,
    "weak_points": weak_points,
}
