"""Whether a box goes into another tilted by several angles at once.

What goes in has no larger diameter, surface or mean width, and is nowhere thinner (all four are monotone for convex
bodies); the rest is searched over turns of the box in floating point, from a fixed grid, and then made finer. What is
found is proved: the turn is written as a quaternion of whole numbers, whose matrix is exact, and looked at again in
fractions. So what goes in is sure; a box that leaves less than a ten-thousandth of room may be missed.
"""

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Exact = tuple[Fraction, Fraction, Fraction]
Floats = NDArray[np.float64]

#: A quaternion is written in whole numbers over this.
_FINE = 1 << 24
_STEPS = 11
#: From how many turns the search begins, to how many sides each looks, and how often.
_STARTS, _SIDES, _ROUNDS = 32, 48, 48


def goes_in_tilted(box: Exact, inside: Exact) -> bool:
    """Whether some turn is found that provably puts the box into the envelope.

    >>> cube = (Fraction(100),) * 3
    >>> goes_in_tilted((Fraction(160), Fraction(5), Fraction(5)), cube)
    True
    >>> goes_in_tilted((Fraction(174), Fraction(1), Fraction(1)), cube)
    False
    """
    return _may(box, inside) and _is_found(box, inside)


def _is_found(box: Exact, inside: Exact) -> bool:
    mine, theirs = (np.array([float(side) for side in one]) for one in (box, inside))
    grid = _grid()
    best = grid[np.argsort(_over(grid, mine, theirs), kind="stable")[:_STARTS]]
    least = _over(best, mine, theirs)
    step = np.full(len(best), 0.3)
    for _ in range(_ROUNDS):
        near = best[:, None] + step[:, None, None] * _near()
        near /= np.linalg.norm(near, axis=2, keepdims=True)
        over = _over(near, mine, theirs)
        place = over.argmin(axis=1)
        found = over[np.arange(len(best)), place]
        is_better = found < least  # either way: two turns are never alike to the last digit
        best[is_better] = near[is_better, place[is_better]]
        least = np.minimum(least, found)
        step = np.where(is_better, step, step * 0.6)
        seems = least.min() <= 1  # either way: whole numbers prove it
        if seems and _proved(best[least.argmin()], box, inside):
            return True
    return False


def _may(box: Exact, inside: Exact) -> bool:
    """What every box inside another has: none of these measures is larger."""
    (a, b, c), (x, y, z) = sorted(box), sorted(inside)
    return (
        a <= x
        and a + b + c <= x + y + z
        and a * b + b * c + c * a <= x * y + y * z + z * x
        and a * a + b * b + c * c <= x * x + y * y + z * z
    )


def _over(turns: Floats, box: Floats, inside: Floats) -> Floats:
    """For each turn by how much the turned box is larger than the envelope where it is so most; 1 just goes in."""
    found: Floats = ((np.abs(_matrices(turns)) @ box) / inside).max(axis=-1)
    return found


def _matrices(turns: Any) -> Any:
    """The matrix of each unit quaternion (w, x, y, z), rows over the axes of the envelope."""
    w, x, y, z = np.moveaxis(turns, -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


@cache
def _grid() -> Floats:
    """Turns all round, close enough that a finer search finds what lies between; all have a first part of 0 or more."""
    axis = np.linspace(-1, 1, _STEPS)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    turns = np.concatenate([np.ones((len(points), 1)), points], axis=1)
    found: Floats = turns / np.linalg.norm(turns, axis=1, keepdims=True)
    return found


@cache
def _near() -> Floats:
    """Steps to every side, as chance has them, and always the same."""
    found: Floats = np.random.default_rng(1).normal(size=(_SIDES, 4))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def _proved(turn: Floats, box: Exact, inside: Exact) -> bool:
    """The same turn in whole numbers: its matrix is exact, and so is what it makes of the box."""
    w, x, y, z = (round(float(part) * _FINE) for part in turn)
    norm = w * w + x * x + y * y + z * z
    rows = (
        (w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z),
    )
    return all(
        sum(abs(number) * side for number, side in zip(row, box, strict=True)) <= side_inside * norm
        for row, side_inside in zip(rows, inside, strict=True)
    )
