"""Levels and houses of a lane as a sheet has them: CSV or XLSX, lengths in one unit, every fault with its row.

Levels are `chainage` and `level`; or a walk with the level, `where`, `chainage`, `back`, `between`, `fore`, that begins
and ends on one known level. Houses are `plot`, `people`, `chainage`, and if known `frontage` and `waived`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.arenas.works.rules import (
    Ground,
    House,
    Rules,
    Sight,
    Walk,
    WorksError,
    along,
    ground_of,
    millimetres,
    registered,
    walk,
)
from coproduce.interop.sheets_reading import Sheet, plain, read_sheet

YES = ("yes", "y", "x", "1", "true")


@dataclass(frozen=True, slots=True)
class Levels:
    """The ground of a lane, and how a walk closed, if the sheet is one."""

    ground: tuple[Ground, ...]
    walk: Walk | None = None

    @property
    def said(self) -> str:
        """What there is to say of a walk."""
        if self.walk is None:
            return ""
        missed, may = self.walk.misclosure_mm, self.walk.allowed_mm
        return f"The walk missed {missed:+} mm of {may} mm it may, and was mended along the way."


def read_levels(content: bytes, unit: str, rules: Rules, start_mm: int | None = None) -> Levels:
    """The ground of a lane, from its levels or from a walk."""
    sheet = read_sheet(content)
    if "back" not in _headings(sheet):
        places, levels = (_lengths(sheet, name, unit) for name in ("chainage", "level"))
        _once_each(places)
        return Levels(along(Ground(place, level) for place, level in zip(places, levels, strict=True)))
    if start_mm is None:
        raise WorksError("MISSING", "start", "A walk begins from a known level: say which.")
    sights = _sights(sheet, unit)
    _once_each([one.chainage_mm for one in sights])
    try:
        found = walk(sights, start_mm, mm_a_root_km=rules.closure_mm, least_mm=rules.least_closure_mm)
    except WorksError as fault:
        raise _in_sheet(fault, len(sights)) from fault
    return Levels(along(ground_of(sights, found.levels_mm)), found)


def _once_each(places: Sequence[int | None]) -> None:
    """A place of the lane has one level: the second is named by its row."""
    seen: dict[int, int] = {}
    for row, place in enumerate(places, start=2):
        if place is None:
            continue
        if place in seen:
            said = f"Row {row}: {place / 1000:g} m stands in row {seen[place]} too: keep the one that is right."
            raise WorksError("TWICE", f"row {row}", said)
        seen[place] = row


def _in_sheet(fault: WorksError, rows: int) -> WorksError:
    """A fault of a walk by the row as a spreadsheet counts it: the headings are the first; that it does not close, its
    last row shows."""
    said, (word, _, number) = str(fault), fault.field.partition(" ")
    if fault.code == "MISCLOSURE":
        return WorksError(fault.code, f"row {rows + 1}", f"Row {rows + 1}: {said}")
    if word != "row":
        return fault
    row = int(number) + 1
    return WorksError(fault.code, f"row {row}", said.replace(f"Row {number}", f"Row {row}", 1))


def read_houses(content: bytes, unit: str) -> tuple[House, ...]:
    """The houses of a lane."""
    sheet = read_sheet(content)
    names = _headings(sheet)
    places = _lengths(sheet, "chainage", unit)
    widths = _lengths(sheet, "frontage", unit) if "frontage" in names else [0] * len(places)
    waived = _cells(sheet, "waived") if "waived" in names else [""] * len(places)
    people = [_people(row, said) for row, said in enumerate(_cells(sheet, "people"), start=2)]
    plots = _cells(sheet, "plot")
    return registered(
        [
            House(plot, many, place, wide, is_waived.lower() in YES)
            for plot, many, place, wide, is_waived in zip(plots, people, places, widths, waived, strict=True)
        ]
    )


def _sights(sheet: Sheet, unit: str) -> tuple[Sight, ...]:
    columns = [_readings(sheet, name, unit) for name in ("chainage", "back", "between", "fore")]
    rows = zip(_cells(sheet, "where"), *columns, strict=True)
    return tuple(Sight(*row) for row in rows)


def _headings(sheet: Sheet) -> list[str]:
    return [plain(heading) for heading in sheet.headings]


def _cells(sheet: Sheet, name: str) -> list[str]:
    names = _headings(sheet)
    if name not in names:
        raise WorksError("MISSING", name, f"The sheet has no column “{name}”: it has {', '.join(names)}.")
    at = names.index(name)
    return [row[at].strip() if at < len(row) else "" for row in sheet.rows]


def _lengths(sheet: Sheet, name: str, unit: str) -> list[int]:
    """A column of lengths."""
    return [_length(row, name, cell, unit) for row, cell in enumerate(_cells(sheet, name), start=2)]


def _readings(sheet: Sheet, name: str, unit: str) -> list[int | None]:
    """A column of a walk, in which not every place has a number."""
    cells = enumerate(_cells(sheet, name), start=2)
    return [_length(row, name, cell, unit) if cell else None for row, cell in cells]


def _length(row: int, name: str, cell: str, unit: str) -> int:
    """A fault says the row as a spreadsheet counts it, and the column."""
    try:
        return millimetres([cell], unit)[0]
    except WorksError as fault:
        said = str(fault).removeprefix("Row 1: ").removeprefix("Row 1 ")
        raise WorksError(fault.code, f"row {row}, {name}", f"Row {row}, {name}: {said}") from fault


def _people(row: int, said: str) -> int:
    if not said.isdecimal():
        raise WorksError("NOT_A_NUMBER", f"row {row}, people", f"Row {row}, people: write how many live there, like 6.")
    return int(said)
