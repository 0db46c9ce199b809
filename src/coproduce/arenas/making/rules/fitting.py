"""Whether a part can be made on a machine: way of making, material, size, tolerance; and how it was laid.

A box fits as it stands, with its sides along the machine's; or turned, by an angle about the upright; or tilted, by an
angle about another axis, which may need supports. Each is tried only where the one before is not enough, and each says
less for whoever makes it. Turned is exact: a rectangle goes into another by the condition of J. H. Carver, Placing a
rectangle in a rectangle (1957), which needs no root and no angle. Tilted by several angles at once is nature: searched
for in floating point and believed only once a turn in whole numbers proves it.

Lengths are in millimetres, exact. Nothing said is no limit, but for a size or a tolerance the other side asks for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Any, Literal

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.numbers import Measure, Number, exact, positive
from coproduce.arenas.making.rules.processes import UNKNOWN, is_a, process
from coproduce.arenas.making.rules.tilting import goes_in_tilted
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

#: Length, width and height.
Box = tuple[Measure, Measure, Measure]
Exact = tuple[Fraction, Fraction, Fraction]

#: How a box was laid: as it stands, turned about the upright, tilted.
Laid = Literal["straight", "turned", "tilted"]
WAYS: tuple[Laid, ...] = ("straight", "turned", "tilted")


@dataclass(frozen=True, slots=True)
class Part:
    """Something to be made: how, of what, its box, and the finest tolerance in it; how many, and how long one takes.

    One of it weighs `mass_g` and costs `cost`, in whole units of money; `versions` are those that will do of what is
    designed elsewhere. None is not said.
    """

    name: str
    process: str
    material: str = ""
    box_mm: Box | None = None
    tolerance_mm: Measure | None = None
    quantity: Number = 1
    minutes: Number = 0
    mass_g: Measure | None = None
    cost: Number | None = None
    versions: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What somebody can make with: how, of what materials, how large, how fine, and how a box may be laid in it.

    No materials is any; no envelope is no limit, as with a needle. `lays` is the boldest way of laying it takes.
    """

    name: str
    process: str
    materials: tuple[str, ...] = ()
    envelope_mm: Box | None = None
    tolerance_mm: Measure | None = None
    lays: Laid = "tilted"


def fits(
    part: Part | Mapping[str, Any], machine: Machine | Mapping[str, Any], clearance_mm: Measure = 0
) -> Literal[True] | Refusal:
    """True when a part can be made on a machine, else why not. `clearance_mm` is kept free on every side.

    >>> shelf, bed = Part("shelf", "CNC", "plywood", (900, 200, 18)), Machine("router", "milling", (), (800, 800, 60))
    >>> fits(shelf, bed), laid(shelf, bed)
    (True, 'turned')
    >>> fits(shelf, Machine("router", "milling", (), (800, 800, 60), lays="straight")).code
    'TOO_LARGE'
    >>> fits(shelf, Machine("needle", "sewing")).sentence
    'needle does sewing, and shelf needs cnc.'
    """
    told, by = told_as(Part, part), told_as(Machine, machine)
    if refused := _other_way(told, by) or _other_stuff(told, by):
        return refused
    if by.envelope_mm is None:
        return True
    if told.box_mm is None:
        return Refusal(
            "SIZE_NOT_SAID", "Nobody says how large %(part)s is: write its length, width and height.", "box_mm",
            {"part": told.name},
        )  # fmt: skip
    if laid_in(told.box_mm, by.envelope_mm, by.lays, clearance_mm):
        return True
    return Refusal(
        "TOO_LARGE",
        "%(part)s is %(box)s mm and does not go into the %(envelope)s mm of %(machine)s, %(how)s.",
        "box_mm",
        {
            "part": told.name, "box": _sizes(told.box_mm), "envelope": _sizes(by.envelope_mm), "machine": by.name,
            "how": {"straight": "laid straight", "turned": "not even turned", "tilted": "not even tilted"}[by.lays],
        },
    )  # fmt: skip


def laid(
    part: Part | Mapping[str, Any], machine: Machine | Mapping[str, Any], clearance_mm: Measure = 0
) -> Laid | None:
    """How the box of a part that fits is laid: the plainest way; None where either has no box, or it does not fit.

    >>> pole, tall = Part("pole", "FDM", "", (260, 8, 8)), Machine("printer", "FDM", (), (200, 120, 180))
    >>> laid(pole, tall)
    'tilted'
    """
    told, by = told_as(Part, part), told_as(Machine, machine)
    if told.box_mm is None or by.envelope_mm is None or fits(told, by, clearance_mm) is not True:
        return None
    return laid_in(told.box_mm, by.envelope_mm, by.lays, clearance_mm)


def laid_in(box_mm: Box, envelope_mm: Box, boldest: Laid = "tilted", clearance_mm: Measure = 0) -> Laid | None:
    """The plainest way of laying a box into an envelope, no bolder than `boldest`; None where it does not go in.

    MakingError for sides that are not more than nothing, and for numbers with a unit in them.

    >>> laid_in((10, 20, 30), (30, 10, 20)), laid_in((250, 10, 10), (200, 200, 50))
    ('straight', 'turned')
    >>> laid_in((250, 10, 10), (200, 50, 200)), laid_in((300, 10, 10), (200, 50, 200))
    ('tilted', None)
    >>> laid_in((10, 10, 10), (12, 12, 12), clearance_mm=1), laid_in((10, 10, 10), (12, 12, 12), clearance_mm="1.01")
    ('straight', None)
    """
    if boldest not in WAYS:
        raise MakingError("NOT_A_WAY", "lays", f"A box is laid straight, turned or tilted, not {boldest}.")
    free = exact(clearance_mm, "clearance_mm")
    if free < 0:
        raise MakingError("NEGATIVE", "clearance_mm", f"What is kept free is {free} mm: write 0 or more.")
    inside = tuple(side - 2 * free for side in sides(envelope_mm, "envelope_mm"))
    return _plainest(sides(box_mm, "box_mm"), inside, boldest)


def sides(box: Box, field: str) -> Exact:
    """Three exact lengths in millimetres. MakingError for other than three, and for one that is not a length."""
    if isinstance(box, str) or len(box) != 3:
        raise MakingError("NOT_A_BOX", field, f"A box has length, width and height in mm: {box!r} has not.")
    for side in box:
        if isinstance(side, str) and (unit := side.strip().lower().lstrip("0123456789.,/ ")) in _IN_MM:
            raise MakingError(
                "NOT_IN_MM", field, f"“{side}” is not in mm: write it in mm; 1 {unit} is {_IN_MM[unit]} mm."
            )
    one, two, three = (positive(side, field) for side in box)
    return one, two, three


#: Units people write behind a length, and what one of them is in millimetres.
_IN_MM: Mapping[str, str] = {
    **dict.fromkeys(("in", "inch", "inches", '"', "″"), "25.4"), **dict.fromkeys(("ft", "foot", "feet", "'"), "304.8"),
    "cm": "10", "m": "1000", "mm": "1",
}  # fmt: skip


@lru_cache(1 << 16)
def _plainest(box: Exact, inside: Exact, boldest: Laid) -> Laid | None:
    if all(one <= other for one, other in zip(sorted(box), sorted(inside), strict=True)):
        return "straight"
    if boldest == "straight":
        return None
    if _turned(box, inside, upright=(2,)):
        return "turned"
    if boldest == "tilted" and (_turned(box, inside, upright=(0, 1)) or goes_in_tilted(box, inside)):
        return "tilted"
    return None


def _turned(box: Exact, inside: Exact, upright: Iterable[int]) -> bool:
    """Whether it goes in turned about one of these axes of the envelope, whichever side of the box is along it."""
    for axis in upright:
        flat = [side for place, side in enumerate(inside) if place != axis]
        for one, other, along in permutations(box):
            if along <= inside[axis] and rectangle_goes_in(max(one, other), min(one, other), *flat):
                return True
    return False


def rectangle_goes_in(long: Fraction, short: Fraction, one: Fraction, other: Fraction) -> bool:
    """Whether a rectangle goes into another at any angle; exact, by Carver's condition.

    >>> rectangle_goes_in(Fraction(5), Fraction(1), Fraction(5), Fraction(1))
    True
    >>> [rectangle_goes_in(Fraction(size), Fraction(1, 10), Fraction(1), Fraction(1)) for size in (1, "1.31", "1.32")]
    [True, True, False]
    """
    wide, narrow = max(one, other), min(one, other)
    if short > narrow:
        return False
    if long <= wide:
        return True
    return ((wide + narrow) / (long + short)) ** 2 + ((wide - narrow) / (long - short)) ** 2 >= 2


def _other_way(part: Part, machine: Machine) -> Refusal | None:
    wanted, done = process(part.process), process(machine.process)
    if UNKNOWN in (wanted, done):
        word = part.process if wanted == UNKNOWN else machine.process
        return Refusal(
            "UNKNOWN_PROCESS", "We have no name for “%(given)s”, so that nobody can say: ask whoever makes it.",
            "process", {"given": word[:80]},
        )  # fmt: skip
    if not is_a(done, wanted):
        return Refusal(
            "OTHER_PROCESS", "%(machine)s does %(done)s, and %(part)s needs %(wanted)s.", "process",
            {"machine": machine.name, "done": done, "part": part.name, "wanted": wanted},
        )  # fmt: skip
    return None


def _other_stuff(part: Part, machine: Machine) -> Refusal | None:
    can = {one.strip().lower() for one in machine.materials}
    if part.material and can and part.material.strip().lower() not in can:
        return Refusal(
            "OTHER_MATERIAL", "%(machine)s does not take %(material)s: it takes %(can)s.", "material",
            {"machine": machine.name, "material": part.material, "can": ", ".join(machine.materials)},
        )  # fmt: skip
    if part.tolerance_mm is None:
        return None
    wanted = positive(part.tolerance_mm, "tolerance_mm")
    if machine.tolerance_mm is None:
        return Refusal(
            "TOLERANCE_NOT_SAID", "Nobody says how fine %(machine)s works, and %(part)s is to be within %(mm)s mm.",
            "tolerance_mm", {"machine": machine.name, "part": part.name, "mm": _length(wanted)},
        )  # fmt: skip
    held = positive(machine.tolerance_mm, "tolerance_mm")
    if held > wanted:
        return Refusal(
            "TOO_FINE", "%(part)s is to be within %(mm)s mm, and %(machine)s holds %(held)s mm.", "tolerance_mm",
            {"part": part.name, "mm": _length(wanted), "machine": machine.name, "held": _length(held)},
        )  # fmt: skip
    return None


def _sizes(box: Box) -> str:
    return " × ".join(_length(exact(side, "box_mm")) for side in box)


def _length(mm: Fraction) -> str:
    return f"{float(mm):g}"
