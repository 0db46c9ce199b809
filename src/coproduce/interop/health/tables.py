"""A list with columns that are agreed: its rows by column, what is left out, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.interop.health.said import Fault, shown
from coproduce.interop.sheets_reading import Sheet, plain, read_sheet


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows as cells by column, each with its line. Cells of other columns are dropped here; they are named."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]


def read_table(content: bytes, known: Sequence[str], needed: Sequence[str]) -> Table:
    """The table of a CSV or XLSX; it has no rows where a column is missing or stands twice. Raises SheetError."""
    sheet = read_sheet(content)
    said = [plain(heading) for heading in sheet.headings]
    ignored = tuple(
        shown(heading.strip()) or f"column {place}"
        for place, (heading, name) in enumerate(zip(sheet.headings, said, strict=True), start=1)
        if name not in known
    )
    if faults := tuple(_of_headings(said, known, needed)):
        return Table((), faults, ignored)
    places = {name: said.index(name) for name in known if name in said}
    return Table(
        tuple(
            (number, {name: cells[place].strip() for name, place in places.items()})
            for number, cells in enumerate(sheet.rows, start=2)
            if len(cells) == len(said)
        ),
        tuple(_of_widths(sheet)),
        ignored,
    )


def _of_headings(said: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> list[Fault]:
    missing = [
        Fault("NO_COLUMN", name, "The list has no such column.", f"Add a column {name}.", 1)
        for name in needed
        if name not in said
    ]
    double = [
        Fault("COLUMN_TWICE", name, "Two columns are called so.", "Leave one of them out.", 1)
        for name in known
        if said.count(name) > 1
    ]
    return missing + double


def _of_widths(sheet: Sheet) -> list[Fault]:
    width = len(sheet.headings)
    return [
        Fault("CELLS", "", f"The row has {len(cells)} cells, the heading {width}.", "Give every row as many.", number)
        for number, cells in enumerate(sheet.rows, start=2)
        if len(cells) != width
    ]
