"""A long-section on paper: ground, pipe, chambers and their depths, as an SVG of the size of an A3 sheet.

Lengths are stretched to the sheet; heights more than lengths, and it says by how much. No script, no font of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from coproduce.arenas.works.rules import Flag, Ground, Line

#: An A3 sheet lying on its side, and the frame of the drawing in it, in millimetres.
WIDE, HIGH = 420, 297
LEFT, RIGHT, TOP, BOTTOM = 45, 20, 45, 120
#: Lines by their colour and width.
GROUND, CROWN, BED, CHAMBER = ("#5b4630", 0.8), ("#1f4e79", 0.4), ("#1f4e79", 0.8), ("#333", 0.5)
LINES = {"ground": GROUND, "top of the pipe": CROWN, "bed of the pipe": BED, "chamber": CHAMBER}
ENGINEER = "A qualified engineer checks any real design before anything is dug."
FLAGS = {
    "LEAST_FLOW": "fewer people than the least flow is reckoned for: {number}",
    "TENSION_LOW": "the water does not sweep its bed: {pascal:.2f} Pa",
    "FAST": "fast water: {metres:.1f} m/s",
    "DEEP": "deep trench, {metres:.2f} m: shore it, and nobody goes in alone",
    "LONG_RUN": "longer than rods clear: {metres:.1f} m",
    "DROP": "comes in {metres:.2f} m above the outlet",
}


def section(title: str, ground: Sequence[Ground], line: Line, notes: Iterable[str] = ()) -> str:
    """The whole sheet."""
    first, last = line.chambers[0].chainage_mm, line.chambers[-1].chainage_mm
    levels = [*(row.level_mm for row in ground), *(one.invert_mm for one in line.chambers)]
    low, high = min(levels), max(levels)
    across = (WIDE - LEFT - RIGHT) / (last - first)
    up = (HIGH - TOP - BOTTOM) / max(1, high - low)

    def x(chainage_mm: int) -> float:
        return LEFT + (chainage_mm - first) * across

    def y(level_mm: int) -> float:
        return TOP + (high - level_mm) * up

    said = f"{title}: a pipe of {line.diameter_mm} mm on {(last - first) / 1000:g} m, {len(line.chambers)} chambers"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}mm" height="{HIGH}mm" viewBox="0 0 {WIDE} {HIGH}" '
        f'role="img" aria-label="{escape(said)}" font-family="sans-serif" fill="none">',
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
        _words(LEFT, 18, title, 8),
        _words(
            LEFT, 28, f"A{said[len(title) + 3 :]}. Heights are drawn {up / across:.0f} times as large as lengths.", 4.5
        ),
        _words(LEFT, 36, ENGINEER, 4.5),
        _way(((x(row.chainage_mm), y(row.level_mm)) for row in ground), *GROUND),
        _way(((x(one.chainage_mm), y(one.invert_mm + line.diameter_mm)) for one in line.chambers), *CROWN),
        _way(((x(one.chainage_mm), y(one.invert_mm)) for one in line.chambers), *BED),
    ]
    for one in line.chambers:
        at = x(one.chainage_mm)
        parts.append(_way(((at, y(one.ground_mm)), (at, y(one.invert_mm))), *CHAMBER))
    parts.extend(_legend())
    parts.extend(_table(line, x))
    below = HIGH - BOTTOM + 62
    for place, note in enumerate([*notes, *flags_in_words(line.flags)]):
        parts.append(_words(LEFT, below + 5 * place, note, 4))
    return "\n".join([*parts, "</svg>", ""])


def _legend() -> Iterator[str]:
    """Which line is what, at the upper edge on the right."""
    for place, (name, look) in enumerate(LINES.items()):
        high = 15 + 7 * place
        yield _way(((WIDE - RIGHT - 55, high), (WIDE - RIGHT - 43, high)), *look)
        yield _words(WIDE - RIGHT - 40, high + 1.4, name, 4)


def _table(line: Line, x: object) -> Iterator[str]:
    """Under the drawing: what stands at each chamber, and the fall of each reach between them."""
    assert callable(x)
    names = ("chainage m", "ground m", "pipe bed m", "depth m", "fall 1 in")
    top = HIGH - BOTTOM + 14
    for place, name in enumerate(names):
        yield _words(4, top + 9 * place, name, 4)
    for one in line.chambers:
        rows = (one.chainage_mm, one.ground_mm, one.invert_mm, one.depth_mm)
        for place, number in enumerate(rows):
            yield _words(x(one.chainage_mm), top + 9 * place, f"{number / 1000:.2f}", 3.4, middle=True)
    for one, reach in zip(line.chambers, line.reaches, strict=False):
        middle = x(one.chainage_mm + reach.length_mm // 2)
        yield _words(middle, top + 36, f"{reach.length_mm / reach.fall_mm:.0f}", 3.4, middle=True)


def flags_in_words(flags: Sequence[Flag]) -> list[str]:
    """A line for each kind: where it is worst, and at how many places more."""
    said = []
    for code, words in FLAGS.items():
        found = sorted((one for one in flags if one.code == code), key=lambda one: one.number)
        if found:
            worst = found[0] if code == "TENSION_LOW" else found[-1]
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            what = words.format(number=worst.number, metres=worst.number / 1000, pascal=worst.number / 100)
            said.append(f"At {worst.chainage_mm / 1000:.2f} m{more}: {what}.")
    return said


def _words(x: float, y: float, said: str, size: float, *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" fill="#111"{anchor}>{escape(said)}</text>'


def _way(points: Iterable[tuple[float, float]], colour: str, wide: float) -> str:
    said = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return f'<polyline points="{said}" stroke="{colour}" stroke-width="{wide}"/>'
