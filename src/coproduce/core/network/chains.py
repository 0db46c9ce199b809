"""What grows from person to person: who was helped, came to help, and whose own people came to help in turn.

A chain is read from cases alone, without a name in it. Nothing here says that a chain ought to grow.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.stats import Z


class NetworkError(ValueError):
    """Cases that make no chain. Says which case, and what to mend."""


@dataclass(frozen=True, slots=True)
class Case:
    """One whom somebody came to, the case in which that helper had been helped (None: nobody's), and how far along.

    `generation` is 0 where the chain begins, and one more with each step.
    """

    id: Hashable
    parent: Hashable | None = None
    closed: bool = False
    generation: int = 0


def chain_reproduction(
    cases: Iterable[Case | Mapping[str, Any]], generation: int | None = None
) -> tuple[float | None, tuple[float, float]]:
    """k, the mean number of cases that came of a closed one, with its 95 % interval; of one generation, or of all.

    None, and anything from 0, where nothing is closed yet. NetworkError for an id given twice, a parent who is not
    among them, and a generation that is not one more than the parent's (so that nothing can go round in a circle).

    The interval is that of a score, as Wilson's, with the variance k(φ − k), where φ = Σx²/Σx of x cases each: for one
    case each at most it *is* Wilson's interval of the share who came. Source: Wilson
    (1927), Journal of the American Statistical Association 22:209.

    >>> asked = [Case(number, closed=True) for number in range(20)]
    >>> came = [Case(f"{number}'s", parent=number, generation=1) for number in range(12)]
    >>> k, (low, high) = chain_reproduction([*asked, *came])
    >>> k, round(low, 4), round(high, 4)
    (0.6, 0.3866, 0.7812)
    """
    by_id = _read(cases)
    came = Counter(one.parent for one in by_id.values() if one.parent is not None)
    each = [
        came[one.id] for one in by_id.values() if one.closed and (generation is None or one.generation == generation)
    ]
    return (sum(each) / len(each) if each else None), _interval(each)


def expected_total(k: float | None) -> float | None:
    """How many there are in all for each that began a chain, 1 / (1 − k); None where that has no end, or k is unknown.

    >>> expected_total(0.6), expected_total(1.0), expected_total(None)
    (2.5, None, None)
    """
    return None if k is None or k >= 1 else 1 / (1 - k)


def _interval(each: Sequence[int]) -> tuple[float, float]:
    many, total = len(each), sum(each)
    if not many:
        return 0.0, inf
    most = sum(number * number for number in each) / total if total else 1.0
    share, scale = total / many / most, 1 + Z * Z / many
    centre = (share + Z * Z / (2 * many)) / scale
    half = Z * sqrt(max(0.0, share * (1 - share)) / many + Z * Z / (4 * many * many)) / scale
    return (most * (centre - half) if total else 0.0), most * min(1.0, centre + half)


def _read(cases: Iterable[Case | Mapping[str, Any]]) -> dict[Hashable, Case]:
    by_id: dict[Hashable, Case] = {}
    for one in (told_as(Case, case) for case in cases):
        if one.id in by_id:
            raise NetworkError(f"Case {one.id!r} is there twice: each id stands for one.")
        by_id[one.id] = one
    for one in by_id.values():
        if one.parent is None:
            before = -1
        elif one.parent in by_id:
            before = by_id[one.parent].generation
        else:
            raise NetworkError(f"Case {one.id!r} came of {one.parent!r}, which is not among these: add it.")
        if one.generation != before + 1:
            raise NetworkError(f"Case {one.id!r} is of generation {one.generation}: it follows {before}.")
    return by_id
