"""What a count has to be before anything is reckoned from it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Two-sided 95 %.
Z = 1.959964


def whole(name: str, number: int) -> int:
    """The number itself where it is a whole one, not below nothing, also numpy's; ValueError names what is not."""
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < 0:
        raise ValueError(f"{name} must be a whole number, 0 or more: {number!r}.")
    return int(number)


def part_of(k: int, n: int) -> tuple[int, int]:
    """So many of so many; ValueError where they are no whole numbers with 0 ≤ k ≤ n."""
    k, n = whole("k", k), whole("n", n)
    if k > n:
        raise ValueError(f"There cannot be {k} among {n}.")
    return k, n


def whole_numbers(name: str, numbers: Sequence[int] | NDArray[Any]) -> NDArray[np.int64]:
    """Many of them, in an array; ValueError names the first that is none."""
    if not (isinstance(numbers, np.ndarray) and numbers.dtype.kind in "iu"):
        if {*map(type, numbers)} - {int}:
            numbers = [whole(name, one) for one in numbers]
        numbers = np.array(numbers, np.int64)
    if len(numbers) and numbers.min() < 0:
        whole(name, int(numbers.min()))
    return numbers.astype(np.int64, copy=False)
