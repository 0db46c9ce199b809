"""Files as people keep them, as a heading and rows of text: CSV with any mark between cells, and XLSX.

A file is looked at before it is opened: one that is too large, or would grow too
large once unpacked, is refused. A formula counts as what it last came to. The
mark our own tables put before a cell that a spreadsheet would run is taken off again.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import ParseError, iterparse

#: A larger file is no list of a community's.
LARGEST_FILE = 50 * 1024 * 1024
#: What a workbook may unpack to: a small file can hold a house full of nothing.
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 500
#: More letters than this are no heading: the first row is one of the list already.
LONGEST_HEADING = 200
#: What is held in memory at once.
MOST_CELLS = 5_000_000

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_IN_ROWS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: What a spreadsheet would take for the beginning of a formula.
_RUN = ("=", "+", "-", "@")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


class SheetError(ValueError):
    """The file as a whole cannot be read; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a heading and rows of text."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_sheet(content: bytes) -> Sheet:
    """The heading and rows of a CSV, or of the first sheet with rows of an XLSX. Raises SheetError."""
    if len(content) > LARGEST_FILE:
        raise SheetError("The file is larger than 50 MB. Split it, and bring the parts one after another.")
    if content.startswith(_OLD_EXCEL):
        raise SheetError("This workbook is of an old kind, or locked by a password. Save it as XLSX or CSV.")
    rows = _workbook(content) if content.startswith(_ZIP) else _text(content)
    if rows and (len(rows[0]) > MOST_COLUMNS or max(map(len, rows[0])) > LONGEST_HEADING):
        raise SheetError("The first row is no heading. Let it say in a word or two what each column is.")
    if len(rows) < 2:
        raise SheetError("There are no rows under the headings. Check that this is the right file.")
    return Sheet(rows[0], tuple(rows[1:]))


def plain(heading: str) -> str:
    """A heading as lists are matched by: small letters, numbers and what joins them.

    >>> plain("External ID ")
    'external_id'
    """
    return re.sub(r"[^a-z0-9]+", "_", heading.strip().lower()).strip("_")


def _text(content: bytes) -> list[tuple[str, ...]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise SheetError("This is not a list saved as text. Save it as CSV UTF-8 and try again.")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        rows = [tuple(_unmarked(cell) for cell in row) for row in read]
    except csv.Error as fault:
        raise SheetError(
            f"The file breaks off or a quotation mark is missing: {fault}. Save it again as CSV."
        ) from fault
    return [row for row in rows if any(cell.strip() for cell in row)]


def _unmarked(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it.

    >>> [_unmarked(cell) for cell in ("'-1:30", "'+44 1632", "'tis", "-1:30")]
    ['-1:30', '+44 1632', "'tis", '-1:30']
    """
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RUN else cell


def _workbook(content: bytes) -> list[tuple[str, ...]]:
    """Rows of the first sheet that has any, each as wide as its heading."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _look_first(parts)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says about its own size is not to be trusted
                if rows := list(_rows(sheet.iter_rows(values_only=True))):
                    width = len(rows[0])
                    return [row + ("",) * (width - len(row)) for row in rows]
        finally:
            book.close()
    except SheetError:
        raise
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, OSError) as fault:
        raise SheetError("This is not a list: the file breaks off, or is no XLSX. Save it as XLSX or CSV.") from fault
    return []


def _look_first(parts: zipfile.ZipFile) -> None:
    """Raise SheetError for a workbook that is none, would not fit, or was never calculated."""
    inside = parts.infolist()
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > LARGEST_UNPACKED:
        raise SheetError("The workbook is too large once unpacked. Save the sheet with the list as CSV.")
    if "xl/workbook.xml" not in {part.filename for part in inside}:
        raise SheetError("This is not a list: the file is no XLSX. Save it as XLSX or CSV.")
    for part in inside:
        if part.filename.endswith((".xml", ".rels")):
            with parts.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(2_000):
                    raise SheetError("The workbook holds what no list needs. Save the sheet with the list as CSV.")
        if _WORKSHEET.fullmatch(part.filename) and (b"<f>" in (text := parts.read(part)) or b"<f " in text):
            _no_formula_without_result(io.BytesIO(text))


def _no_formula_without_result(part: IO[bytes]) -> None:
    for _, cell in iterparse(part):  # noqa: S314 # nosec B314 - declarations were refused
        if cell.tag == f"{_IN_ROWS}row":
            cell.clear()
        if cell.tag != f"{_IN_ROWS}c" or cell.find(f"{_IN_ROWS}f") is None:
            continue
        if cell.get("t") != "str" and not cell.findtext(f"{_IN_ROWS}v"):
            raise SheetError(
                f"Cell {cell.get('r', '')} is a formula without a result. Open the file in a spreadsheet, "
                "save it, and try again."
            )


def _rows(read: Iterable[tuple[object, ...]]) -> Iterator[tuple[str, ...]]:
    held = 0
    for number, cells in enumerate(read):
        row = [_as_text(cell) for cell in cells]
        while row and not row[-1].strip():
            row.pop()
        held += len(row)
        if number >= MOST_ROWS or len(cells) > MOST_COLUMNS or held > MOST_CELLS:
            raise SheetError("The sheet is larger than a list can be. Save the part with the list as CSV.")
        if row:
            yield tuple(row)


def _as_text(cell: object) -> str:
    """A cell as our readers take it: days as 2026-11-16, time as 1:30, numbers with as many places as were meant.

    >>> [_as_text(cell) for cell in (None, 20.0, 0.1 + 0.2, datetime(2026, 11, 16), timedelta(minutes=1590))]
    ['', '20', '0.3', '2026-11-16', '26:30']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{Decimal(format(cell, '.15g')).normalize():f}"  # fifteen digits are what a spreadsheet shows
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return _clock(cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, timedelta):
        return _clock(cell.days * 86400 + cell.seconds)
    return str(cell).replace("\x00", "")  # a database keeps no such letter


def _clock(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")
