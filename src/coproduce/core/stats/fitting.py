"""Each one's chance of having been in the other group, from what is known of them: the likeliest, without a penalty.

What is known of somebody counts as it stands for the treated, and with its sign turned for the others. Then one formula
holds for both, and where the fit is likeliest the weighted sums of both sides cancel: by that it is found.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

#: Newton settles in about six steps; where the groups do not overlap he goes on for ever.
STEPS = 60
#: How far weighted sums may lie apart at the end, in spreads for each person; and where a part only leads near it.
SETTLED, NEAR = 1e-14, 1e-3
ROUNDING = 1e-13
#: Farther out than this a chance is certain, and its power would overflow.
CERTAIN = 700.0
#: A curve leads on well while each step brings the pull down to such a part.
WELL = 0.01
#: From so many people on, Newton begins near where every eighth of them would end.
MANY = 8_000
#: So many people at a time, and so many blocks of them, stay beside the processor.
CHUNK, BESIDE = 4_096, 16


@dataclass(frozen=True, slots=True)
class Sides:
    """A column for each person, by their side as it stands or turned: 1, and every covariate about its mean.

    `room` is (what is known, blocks, people of a block), with empty columns at the end. Blocks are so small that no
    product of one is shared among threads: with so many, each would wait for the others longer than it works.
    """

    room: NDArray[np.float64]
    people: int
    spread: NDArray[np.float64]

    @classmethod
    def empty(cls, people: int, spread: NDArray[np.float64]) -> "Sides":
        wide = len(spread)
        of_a_block = max(1, min(people, 9_000 // wide, 250_000 // wide**2))
        return cls(np.zeros((wide, -(-people // of_a_block), of_a_block)), people, spread)

    @classmethod
    def of(cls, known: NDArray[np.float64], is_treated: NDArray[np.bool_]) -> "Sides":
        people = len(known)
        sides = cls.empty(people, np.ones(known.shape[1] + 1))
        mean, side = np.einsum("ij->j", known) / people, np.where(is_treated, 1.0, -1.0)
        sides.columns[0] = side
        for start in range(0, people, CHUNK):
            some = slice(start, start + CHUNK)
            np.subtract(known[some].T, mean[:, None], out=sides.columns[1:, some])
            sides.columns[1:, some] *= side[some]
        squares = np.einsum("ij,ij->i", sides.columns[1:], sides.columns[1:])
        sides.spread[1:] = np.sqrt(np.where(squares > 0, squares / people, 1))
        return sides

    @property
    def columns(self) -> NDArray[np.float64]:
        return self.room.reshape(len(self.room), -1)[:, : self.people]

    @property
    def blocks(self) -> NDArray[np.float64]:
        return self.room.transpose(1, 0, 2)

    def every_eighth(self) -> "Sides":
        some = self.columns[:, ::8]
        part = Sides.empty(some.shape[1], self.spread)
        part.columns[:] = some
        return part


@dataclass(frozen=True, slots=True)
class _At:
    """At some coefficients: each one's chance of having been on the other side, in blocks. For each person, how
    unlikely all that is (minus the logarithm), and how far apart the weighted sums lie: that way it falls."""

    fitted: NDArray[np.float64]
    weights: NDArray[np.float64]
    unlikely: float
    pull: NDArray[np.float64]


def other_side(sides: Sides) -> NDArray[np.float64]:
    """Each one's chance of having been on the other side."""
    at, _ = _newton(sides, *_start(sides), SETTLED)
    return at.weights.ravel()[: sides.people]


def _start(sides: Sides) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Where to begin, and the curve there: near where a part of the people would end."""
    if sides.people < MANY:
        return np.zeros(len(sides.room)), None
    part = sides.every_eighth()
    at, curve = _newton(part, *_start(part), NEAR)
    return at.fitted, curve


def _newton(
    sides: Sides, fitted: NDArray[np.float64], curve: NDArray[np.float64] | None, settled: float
) -> tuple[_At, NDArray[np.float64] | None]:
    """Where it is likeliest, and the curve that led there.

    By Newton's steps, halved where one would go too far. The curve costs most, and is taken anew only where the one
    before does not lead on well.
    """
    at, before = _reckoned(sides, fitted), inf
    for _ in range(STEPS):
        pull = float(np.abs(at.pull / sides.spread).max())
        if pull <= settled:
            break
        if curve is None or pull > WELL * before:
            curve = _curve(sides, at.weights)
        step = _step(curve, at.pull, sides.spread)
        then = _reckoned(sides, at.fitted + step)
        while then.unlikely > at.unlikely + ROUNDING:
            step /= 2
            then = _reckoned(sides, at.fitted + step)
        at, before = then, pull
    return at, curve


def _reckoned(sides: Sides, fitted: NDArray[np.float64]) -> _At:
    """Everything but the curve, in one walk over the people."""
    blocks = sides.blocks
    weights, pull, unlikely = np.empty((len(blocks), blocks.shape[2])), np.zeros(len(fitted)), 0.0
    for start in range(0, len(blocks), BESIDE):
        some = blocks[start : start + BESIDE]
        odds = np.exp(np.minimum(-fitted @ some, CERTAIN))
        here = odds / (1 + odds)
        weights[start : start + BESIDE] = here
        unlikely += float(np.log1p(odds).sum())
        pull += (some @ here[:, :, None]).sum(axis=0)[:, 0]
    return _At(fitted, weights, unlikely / sides.people, pull / sides.people)


def _curve(sides: Sides, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How fast the pull falls, in every direction."""
    slope, curve = weights * (1 - weights), np.zeros((len(sides.room), len(sides.room)))
    for start in range(0, len(slope), BESIDE):
        some = sides.blocks[start : start + BESIDE]
        curve += ((some * slope[start : start + BESIDE, None]) @ some.transpose(0, 2, 1)).sum(axis=0)
    return curve / sides.people


def _step(curve: NDArray[np.float64], pull: NDArray[np.float64], spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the pull would be nothing; of all that lead there the shortest, in spreads."""
    found = np.linalg.lstsq(curve / np.outer(spread, spread), pull / spread, rcond=None)
    return np.asarray(found[0] / spread, np.float64)
