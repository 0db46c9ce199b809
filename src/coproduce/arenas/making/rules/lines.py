"""A list of parts as people write it: a line for each, with semicolons between what is said of it."""

import re
from collections.abc import Iterable

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.fitting import Box, Part
from coproduce.arenas.making.rules.numbers import exact, positive
from coproduce.core.refusal import Refusal

#: More lines are no list somebody writes on a page, and a longer name is none.
MOST, LONGEST = 500, 80
#: What stands in a line, in this order; whatever is left out at its end is not said.
COLUMNS = ("name", "quantity", "process", "material", "size in mm", "minutes")


def read_parts(text: str) -> tuple[Part, ...] | Refusal:
    """The parts of a list, or which line to mend, and how.

    >>> [(one.name, int(one.quantity), one.process, one.box_mm) for one in read_parts(
    ...     "leg; 3; turning; ash; 400 x 40 x 40; 20\\nscrew; 6")]
    [('leg', 3, 'turning', ('400', '40', '40')), ('screw', 6, '', None)]
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
        while not said[-1]:
            said.pop()
        lines.append("; ".join(said))
    return "\n".join(lines)


def read_box(text: str) -> Box | None:
    """Three lengths in millimetres with an x between them; nothing is nothing said. MakingError for what is no box.

    >>> read_box("400 x 40 x 2.5"), read_box(" ")
    (('400', '40', '2.5'), None)
    """
    if not text.strip():
        return None
    said = [side.strip() for side in re.split(r"[x×*]", text.strip().lower().removesuffix("mm"))]
    if len(said) != 3:
        raise MakingError(
            "NOT_A_BOX", "box_mm", f"“{text.strip()[:40]}” is no size: write it in mm like 400 x 40 x 20."
        )
    for side in said:
        positive(side, "length_mm")
    return said[0], said[1], said[2]


def _read(line: str) -> Part | str:
    cells = [cell.strip() for cell in line.split(";")]
    if len(cells) > len(COLUMNS):
        return f"There are more than {len(COLUMNS)} things in it: {', '.join(COLUMNS)}."
    name, quantity, process, material, size, minutes = cells + [""] * (len(COLUMNS) - len(cells))
    if not name or max(map(len, cells)) > LONGEST:
        return "Write what it is first, and no more than 80 letters of anything."
    try:
        positive(quantity or "1", "quantity")
        exact(minutes or "0", "minutes")
        return Part(name, process, material, read_box(size), None, exact(quantity or "1", "quantity"), minutes or 0)
    except MakingError as wrong:
        return str(wrong)
