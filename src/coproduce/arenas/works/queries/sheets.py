"""Levels and houses of a lane as a sheet has them: CSV or XLSX, lengths in one unit, every fault with its row.

Levels are `chainage` and `level`; or a walk with the level, `where`, `chainage`, `back`, `between`, `fore`, that begins
and ends on one known level. Houses are `plot`, `people`, `chainage`, and if known `frontage` and `waived`.
"""

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


def read_levels(content: bytes, unit: str, rules: Rules, start_mm: int | None = None) -> tuple[tuple[Ground, ...], str]:
    """The ground of a lane, and what there is to say of it: how far a walk missed, if the sheet is one."""
    sheet = read_sheet(content)
    if "back" not in _headings(sheet):
        places, levels = (_lengths(sheet, name, unit) for name in ("chainage", "level"))
        return along(Ground(place, level) for place, level in zip(places, levels, strict=True)), ""
    if start_mm is None:
        raise WorksError("MISSING", "start", "A walk begins from a known level: say which.")
    sights = _sights(sheet, unit)
    found = walk(sights, start_mm, mm_a_root_km=rules.closure_mm, least_mm=rules.least_closure_mm)
    return along(ground_of(sights, found.levels_mm)), _said(found)


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


def _said(found: Walk) -> str:
    return f"The walk missed {found.misclosure_mm:+} mm of {found.allowed_mm} mm it may, and was mended along the way."


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
