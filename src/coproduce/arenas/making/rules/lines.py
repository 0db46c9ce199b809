"""A list of parts as people write it: a line for each, with semicolons between what is said of it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.fitting import Box, Part, sides
from coproduce.arenas.making.rules.numbers import exact, positive
from coproduce.arenas.making.rules.versions import is_in
from coproduce.core.refusal import Refusal

#: More lines are no list somebody writes on a page, and a longer name is none.
MOST, LONGEST = 500, 80
#: What stands in a line, in this order; whatever is left out at its end is not said.
COLUMNS = ("name", "quantity", "process", "material", "size in mm", "minutes")
#: What may follow, in any order: each says by its mark what it is.
MARKED = re.compile(r"(?P<mass>\S+) ?g|within (?P<within>\S+)(?: ?mm)?|cost (?P<cost>\S+)|version (?P<versions>.+)")


def read_parts(text: str) -> tuple[Part, ...] | Refusal:
    """The parts of a list, or which line to mend, and how.

    >>> [(one.name, int(one.quantity), one.process, one.box_mm) for one in read_parts(
    ...     "leg; 3; turning; ash; 400 x 40 x 40; 20\\nscrew; 6")]
    [('leg', 3, 'turning', ('400', '40', '40')), ('screw', 6, '', None)]
    >>> hub = read_parts("hub; 2; ; ; ; ; version ^1.2\\nscrew; 6; ; ; ; ; 4 g; cost 0.12")
    >>> hub[0].versions, hub[1].mass_g, hub[1].cost
    ('^1.2', '4', '0.12')
    >>> read_parts("leg; 2 pcs").sentence
    'Line 1: The quantity “2 pcs” is not a number: write 2, 2.5 or 1/2, and the unit by itself.'
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        return Refusal("TOO_MANY", "Write 500 parts at most, and make designs of what belongs together.", "parts")
    found: dict[str, Part] = {}
    for number, line in lines:
        part = _read(line)
        if isinstance(part, str):
            return Refusal(
                "UNREADABLE", "Line %(line)s: %(why)s", "parts", {"line": str(number), "why": part.replace("%", "")}
            )
        if part.name.lower() in found:
            return Refusal(
                "TWICE", "%(name)s stands in it twice: write one line, and how many.", "parts", {"name": part.name}
            )
        found[part.name.lower()] = part
    return tuple(found.values())


def write_parts(parts: Iterable[Part]) -> str:
    """The same as text again, without what is not said at the end of a line."""
    lines = []
    for part in parts:
        size = " x ".join(str(side) for side in part.box_mm) if part.box_mm else ""
        said = [part.name, str(part.quantity), part.process, part.material, size, str(part.minutes or "")]
        marked = [
            f"{part.mass_g} g" if part.mass_g is not None else "",
            f"within {part.tolerance_mm}" if part.tolerance_mm is not None else "",
            f"cost {part.cost}" if part.cost is not None else "",
            f"version {part.versions}" if part.versions else "",
        ]
        said += [one for one in marked if one]
        while not said[-1]:
            said.pop()
        lines.append("; ".join(said))
    return "\n".join(lines)


def read_box(text: str) -> Box | None:
    """Three lengths in millimetres with an x between them; nothing is nothing said. MakingError for what is no box.

    >>> read_box("400 x 40 x 2.5"), read_box("4mm x 4mm x 1mm"), read_box(" ")
    (('400', '40', '2.5'), ('4', '4', '1'), None)
    """
    if not text.strip():
        return None
    said = [side.strip().removesuffix("mm").strip() for side in re.split(r"[x×*]", text.lower())]
    if len(said) != 3:
        raise MakingError(
            "NOT_A_BOX", "box_mm", f"“{text.strip()[:40]}” is no size: write it in mm like 400 x 40 x 20."
        )
    sides((said[0], said[1], said[2]), "length_mm")
    return said[0], said[1], said[2]


def _read(line: str) -> Part | str:
    cells = [cell.strip() for cell in line.split(";")]
    if not cells[0] or max(map(len, cells)) > LONGEST:
        return "Write what it is first, and no more than 80 letters of anything."
    name, quantity, process, material, size, minutes = (cells + [""] * len(COLUMNS))[: len(COLUMNS)]
    try:
        positive(quantity or "1", "quantity")
        exact(minutes or "0", "minutes")
        part = Part(name, process, material, read_box(size), None, exact(quantity or "1", "quantity"), minutes or 0)
        return _marked(part, [cell for cell in cells[len(COLUMNS) :] if cell])
    except MakingError as wrong:
        return str(wrong)


def _marked(part: Part, cells: Iterable[str]) -> Part:
    """The part with what stands behind its columns."""
    for cell in cells:
        found = MARKED.fullmatch(cell)
        if found is None:
            raise MakingError(
                "UNREADABLE", "parts",
                f"Behind {COLUMNS[-1]} we read “350 g”, “within 0.1”, “cost 1.20” or “version ^1.2”, and not “{cell}”.",
            )  # fmt: skip
        if found["versions"]:
            is_in("0", found["versions"])
            part = replace(part, versions=found["versions"].strip())
        elif found["within"]:
            positive(found["within"], "tolerance_mm")
            part = replace(part, tolerance_mm=found["within"])
        elif found["cost"]:
            exact(found["cost"], "cost")
            part = replace(part, cost=found["cost"])
        else:
            exact(found["mass"], "mass_g")
            part = replace(part, mass_g=found["mass"])
    return part
