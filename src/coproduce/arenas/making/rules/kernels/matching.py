"""Which makers can make a part, for thousands of parts and makers at once, agreeing with `fits` one by one.

Machines that are alike are looked at once. Sizes are compared in floating point first; what is within a millionth of
fitting or not is looked at again in fractions, so that near-ties are exact.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.making.rules.fitting import Box, Exact, Laid, Machine, Part, fits, laid_in, sides
from coproduce.arenas.making.rules.numbers import Measure, exact, positive
from coproduce.arenas.making.rules.processes import UNKNOWN, is_a, process
from coproduce.core.refusal import Refusal

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: How near to fitting, as a share, is looked at again exactly: far more than floating point can be wrong by.
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Able:
    """For one part, by kind of machine: whether it fits, and whether only a bolder look can tell."""

    sure: Flags
    bold: Flags


class Machines:
    """All machines, alike ones together: `kinds` are those that differ, `having[kind]` says whose, by what name."""

    def __init__(self, owned: Sequence[tuple[int, Machine]], clearance_mm: Measure = 0) -> None:
        self.clearance_mm = clearance_mm
        places: dict[Hashable, int] = {}
        self.kinds: list[Machine] = []
        self.having: list[list[tuple[int, str]]] = []
        for owner, machine in owned:
            place = places.setdefault(replace(machine, name=""), len(places))
            if place == len(self.kinds):
                self.kinds.append(machine)
                self.having.append([])
            self.having[place].append((owner, machine.name))
        boxes = [None if one.envelope_mm is None else self._inside(one.envelope_mm) for one in self.kinds]
        self.inside = np.array([[np.inf] * 3 if box is None else list(map(float, box)) for box in boxes]).reshape(-1, 3)
        self.sorted = np.sort(self.inside, axis=1)
        self.has_box = np.array([box is not None for box in boxes], bool)
        self.turns = np.array([one.lays != "straight" for one in self.kinds], bool)
        self.tilts = np.array([one.lays == "tilted" for one in self.kinds], bool)
        self._flat = np.stack([np.sort(np.delete(self.inside, axis, axis=1), axis=1) for axis in range(3)])
        self._flags: dict[Hashable, Flags] = {}

    def of(self, part: Part) -> Able:
        """What `fits` says of each kind, but for turns by several angles at once, which `bold` leaves open."""
        can = self._way(part) & self._stuff(part) & self._tolerance(part)
        sure = can & ~self.has_box
        bold = np.zeros_like(sure)
        at = np.flatnonzero(can & self.has_box)
        if part.box_mm is None or not at.size:
            return Able(sure, bold)
        box = sides(part.box_mm, "box_mm")
        sure[at], unsure, bold[at] = self._goes(np.array([float(side) for side in box]), at)
        for place in at[unsure]:
            sure[place] = self._exactly(box, int(place))
        return Able(sure, bold & ~sure)

    def of_way(self, part: Part) -> Flags:
        """Which kinds make anything the way a part is made."""
        return self._way(part)

    def fits(self, part: Part, kind: int) -> Any:
        """What `fits` says, by the book."""
        return fits(part, self.kinds[kind], self.clearance_mm)

    def laid(self, part: Part, kind: int) -> Laid | None:
        """How a part that fits is laid."""
        machine = self.kinds[kind]
        if part.box_mm is None or machine.envelope_mm is None:
            return None
        return laid_in(part.box_mm, machine.envelope_mm, machine.lays, self.clearance_mm)

    def why_not(self, part: Part, is_able: Flags) -> dict[str, tuple[Refusal, int]]:
        """By code, how the first of those who cannot was refused, and how many machines were refused so."""
        found: dict[str, tuple[Refusal, int]] = {}
        is_named = process(part.process) != UNKNOWN
        way = self._way(part)
        for place in np.flatnonzero(~is_able):
            # Whoever makes nothing that way is refused alike: one is asked for the words, and all are counted.
            other = "OTHER_PROCESS" if is_named and process(self.kinds[place].process) != UNKNOWN else "UNKNOWN_PROCESS"
            refused = found[other][0] if not way[place] and other in found else self.fits(part, int(place))
            first, number = found.get(refused.code, (refused, 0))
            found[refused.code] = first, number + len(self.having[place])
        return found

    def _inside(self, envelope: Box) -> list[Any]:
        free = exact(self.clearance_mm, "clearance_mm")
        return [side - 2 * free for side in sides(envelope, "envelope_mm")]

    def _exactly(self, box: Exact, place: int) -> bool:
        machine = self.kinds[place]
        assert machine.envelope_mm is not None
        return laid_in(box, machine.envelope_mm, machine.lays, self.clearance_mm) is not None

    def _each(self, key: Hashable, says: Callable[[Machine], bool]) -> Flags:
        if key not in self._flags:
            self._flags[key] = np.array([says(one) for one in self.kinds], bool)
        return self._flags[key]

    def _way(self, part: Part) -> Flags:
        wanted = process(part.process)
        return self._each(("way", wanted), lambda one: is_a(one.process, wanted))

    def _stuff(self, part: Part) -> Flags:
        said = part.material.strip().lower()
        return self._each(
            ("stuff", said),
            lambda one: not said or not one.materials or said in {each.strip().lower() for each in one.materials},
        )

    def _tolerance(self, part: Part) -> Flags:
        if part.tolerance_mm is None:
            return self._each("any tolerance", lambda _: True)
        wanted = positive(part.tolerance_mm, "tolerance_mm")
        return self._each(
            ("tolerance", wanted),
            lambda one: one.tolerance_mm is not None and positive(one.tolerance_mm, "tolerance_mm") <= wanted,
        )

    def _goes(self, box: Floats, at: NDArray[np.intp]) -> tuple[Flags, Flags, Flags]:
        """Goes in for sure; to be looked at exactly; could only by several angles at once: of these kinds."""
        mine, inside = np.sort(box), self.sorted[at]
        fits, near = _compared(inside - mine, inside)
        straight = np.asarray(fits.all(axis=1), bool)
        unsure = np.asarray((fits | near).all(axis=1) & ~straight, bool)
        goes = straight.copy()
        could: Flags = self.turns[at] & ~straight & _may(mine, inside)
        left = np.flatnonzero(could)
        if left.size:
            turned, maybe = self._turned(box, at[left])
            goes[left] |= turned
            unsure[left] |= maybe
        return goes, unsure & ~goes, could & self.tilts[at] & ~goes & ~unsure

    def _turned(self, box: Floats, at: NDArray[np.intp]) -> tuple[Flags, Flags]:
        """About one axis: the upright for all of these, the others for those that tilt; each side along it in turn."""
        height = self.inside[at].T[:, None]
        narrow, wide = self._flat[:, at].transpose(2, 0, 1)[:, :, None]
        allowed = np.stack([self.tilts[at], self.tilts[at], np.ones(at.size, bool)])[:, None]
        low, middle, high = np.sort(box)
        along, short, long = np.array([[high, middle, low], [low, low, middle], [middle, high, high]])[:, None, :, None]
        stands, nearly = _compared(np.minimum(height - along, narrow - short), height)
        room = wide - long
        # Both ways of going in meet where the long side is as long as the room is wide: nothing is sure there.
        edge = np.abs(room) <= _NEAR * long
        is_square = long == short
        turned = ((wide + narrow) / (long + short)) ** 2 + ((wide - narrow) / (long - short + is_square)) ** 2 - 2
        room = np.where((room >= 0) | is_square, room, turned)
        goes, almost = _compared(room, 1.0)
        sure = allowed & stands & goes & ~edge
        maybe = allowed & (stands | nearly) & (goes | almost | edge)
        return sure.any(axis=(0, 1)), maybe.any(axis=(0, 1))


def _compared(room: Floats, size: Floats | float) -> tuple[Flags, Flags]:
    """Whether there is room for sure, and whether it is too near to say."""
    band = _NEAR * np.maximum(np.where(np.isfinite(size), size, 1.0), 1e-3)
    return room > band, np.abs(room) <= band


def _may(mine: Floats, theirs: Floats) -> Flags:
    """What every box inside another has: nowhere thinner, no larger sum, surface or diameter; a little more passes."""
    more = 1 + _NEAR
    found: Flags = np.logical_and.reduce(
        [
            small <= large * more  # either way: sizes are never alike to the last digit
            for small, large in zip(_measures(*mine), _measures(*theirs.T), strict=True)
        ]
    )
    return found


def _measures(a: Floats, b: Floats, c: Floats) -> tuple[Floats, ...]:
    """How thin a box is, its sum, its surface and its diameter, each as far as one is compared with another."""
    return a, a + b + c, a * b + b * c + c * a, a * a + b * b + c * c
