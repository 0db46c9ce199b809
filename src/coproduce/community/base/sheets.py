"""Lists people already have: matched to our words, the good rows told from the bad.

A list takes its good rows and sets the bad ones aside with the reason; a history
is taken whole or not at all, for half a history is a wrong one. Nothing is lost,
and the same file again changes nothing. Pure.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import TIMES, Setting, UnreadableError
from coproduce.community.base.collecting import without_collecting
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import Sheet, SheetError, plain

#: A cell longer than this is not a cell of a list.
LONGEST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """A field of ours, the headings it is known by elsewhere, and what to write in it."""

    field: str
    headings: tuple[str, ...]
    remedy: str
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list, `called` so on a page. `signs` are headings that give it away.

    `read` makes a row of ours, `check` may refuse it.
    `is_history` is taken whole or not at all. `check_all` looks at all rows together, each with its line, and names the
    (line, field, reason) of those that do not fit; `unparted` says from which row to which they stay in one
    transaction, where the verb weighs them against each other; `differing` says whose hours in the books are others
    than the good rows say.
    """

    name: str
    columns: tuple[Column, ...]
    signs: tuple[str, ...]
    setting: Callable[[Setting], Setting]
    read: Callable[[Mapping[str, str], str, Setting], Any]
    check: Callable[[Any, Setting], Refusal | None]
    is_unusual: Callable[[Any], bool]
    send: Callable[[Actor, tuple[Any, ...], UUID], Done[Any] | Refusal]
    is_history: bool = False
    unparted: Callable[[Sequence[Any]], Iterable[tuple[int, int]]] | None = None
    differing: "Callable[[Setting, tuple[Any, ...]], tuple[Difference, ...]] | None" = None
    check_all: Callable[[Sequence[tuple[int, Any]], Setting], Iterable[tuple[int, str, str]]] | None = None
    called: Any = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Whose balance is another than the list says, in whole minutes."""

    who: UUID
    said_minutes: int
    held_minutes: int


@dataclass(frozen=True, slots=True)
class Map:
    """Which kind of list a file is, what it is called, and which of its headings is which of our fields."""

    listing: Listing
    source: str
    columns: Mapping[str, str]
    dates: str = "iso"
    time: str = ""

    @property
    def says_balances(self) -> bool:
        """Whether a book states what somebody holds, to be compared once all of it is taken."""
        return any(name.endswith("_balance") for name in self.columns)

    def as_toml(self) -> str:
        """The map as a file to edit and hand back with `--map`."""
        lines = [
            f'list = "{self.listing.name}"',
            f'source = "{self.source}"',
            f'dates = "{self.dates}"',
            *([f'time = "{self.time}"'] if "time" in self.columns else ()),
            "",
            "[columns]",
        ]
        return "\n".join([*lines, *(f"{name} = {_quoted(heading)}" for name, heading in self.columns.items()), ""])


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not taken: where it stands in the file, which field, why, and what to write instead."""

    row: int
    cells: tuple[str, ...]
    field: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a sheet: those to take, those set aside, and what is worth saying about them.

    `lines` says for each good row on which line of the file it stands.
    """

    good: tuple[Any, ...]
    bad: tuple[SetAside, ...]
    doubled: int
    unusual: int
    lines: tuple[int, ...] = ()


class UnmatchedError(SheetError):
    """Which heading is which is not known yet: somebody has to say it."""


def guess(sheet: Sheet, source: str, listings: Sequence[Listing]) -> Map:
    """Which list this looks like, from its headings. Raises UnmatchedError when it looks like none of them."""
    said = [plain(heading) for heading in sheet.headings]
    likeliest = max(listings, key=lambda one: sum(any(sign in heading for heading in said) for sign in one.signs))
    if not any(sign in heading for sign in likeliest.signs for heading in said):
        raise UnmatchedError(f"The headings {', '.join(sheet.headings)} look like no list known here.")
    return match_columns(sheet, source, likeliest)


def match_columns(sheet: Sheet, source: str, listing: Listing) -> Map:
    """The headings as this kind of list knows them; those it does not know are left out."""
    said = [plain(heading) for heading in sheet.headings]
    columns: dict[str, str] = {}
    for column in listing.columns:
        found = next(
            (
                sheet.headings[place]
                for wanted in column.headings
                for place, heading in enumerate(said)
                if heading == wanted and sheet.headings[place] not in columns.values()
            ),
            None,
        )
        if found is not None:
            columns[column.field] = found
    return Map(listing, source, columns, time=counted_in(columns.get("time", "")))


def lacking(by: Map) -> tuple[Column, ...]:
    """The fields no row can do without, and no heading stands for."""
    return tuple(column for column in by.listing.columns if column.is_needed and column.field not in by.columns)


def counted_in(heading: str) -> str:
    """What a column of bare numbers counts, when its heading says so."""
    return next((unit for unit in TIMES if unit[:-1] in heading.lower()), "")


def read_map(said: Mapping[str, Any], source: str, listings: Sequence[Listing]) -> Map:
    """A map somebody wrote or mended. Raises SheetError naming the line to put right."""
    listing = next((one for one in listings if one.name == said.get("list")), None)
    if listing is None:
        raise SheetError(f"The map's line “list” must be one of {', '.join(one.name for one in listings)}.")
    columns = said.get("columns", {})
    if unknown := sorted(set(columns) - {column.field for column in listing.columns}):
        raise SheetError(f"The map names {unknown[0]}, which {listing.name} do not have.")
    if said.get("dates", "iso") not in ("iso", "dmy", "mdy"):
        raise SheetError("The map's line “dates” must be iso, dmy or mdy.")
    if said.get("time", "") not in ("", *TIMES):
        raise SheetError(f"The map's line “time” must be {', '.join(TIMES)}, or left out when each cell says it.")
    return Map(listing, str(said.get("source", source)), columns, said.get("dates", "iso"), said.get("time", ""))


@without_collecting()
def sort_rows(sheet: Sheet, by: Map, setting: Setting) -> Sorted:
    """Every row read and checked. Raises UnmatchedError when a needed column is not there at all."""
    for column in lacking(by):
        raise UnmatchedError(f"No column says {column.field}.")
    if stray := [heading for heading in by.columns.values() if heading not in sheet.headings]:
        raise SheetError(f"The file has no column {stray[0]}. Its headings are {', '.join(sheet.headings)}.")
    places = {name: sheet.headings.index(heading) for name, heading in by.columns.items()}
    setting = by.listing.setting(replace(setting, dates=by.dates, time=by.time))
    good, lines, bad, unusual = [], [], [], 0
    first: dict[str, int] = {}
    for number, cells, key in _keyed(sheet, by, places):
        row: Any
        if by.listing.is_history and first.setdefault(key, number) != number:
            row = SetAside(
                number, cells, "id", f"Row {first[key]} has this number too.", "Give every row a number of its own."
            )
        else:
            row = _take(by.listing, number, cells, key, places, len(sheet.headings), setting)
        if isinstance(row, SetAside):
            bad.append(row)
        else:
            good.append(row)
            lines.append(number)
            unusual += by.listing.is_unusual(row)
    if by.listing.check_all and not bad:
        bad = _not_fitting(sheet, by.listing, list(zip(lines, good, strict=True)), setting)
        aside = {row.row for row in bad}
        good = [row for line, row in zip(lines, good, strict=True) if line not in aside]
        lines = [line for line in lines if line not in aside]
    doubled = sum(times - 1 for times in Counter(_content(sheet, places, cells) for cells in sheet.rows).values())
    return Sorted(tuple(good), tuple(bad), doubled, unusual, tuple(lines))


def _not_fitting(sheet: Sheet, listing: Listing, rows: Sequence[tuple[int, Any]], setting: Setting) -> list[SetAside]:
    """Rows that are good by themselves and do not go together, each with the first thing that does not fit."""
    assert listing.check_all is not None
    first = {line: (field, reason) for line, field, reason in sorted(listing.check_all(rows, setting), reverse=True)}
    return [
        SetAside(line, sheet.rows[line - 2], field, reason, _remedy(listing, field))
        for line, (field, reason) in sorted(first.items())
    ]


def _take(
    listing: Listing,
    number: int,
    cells: tuple[str, ...],
    key: str,
    places: Mapping[str, int],
    width: int,
    setting: Setting,
) -> Any:
    if len(cells) != width:
        return SetAside(
            number, cells, "", f"The row has {len(cells)} cells, the heading {width}.", "Give every row the same cells."
        )
    if max(map(len, cells)) > LONGEST_CELL:
        return SetAside(number, cells, "", "A cell is too long to be one.", "Check the quotation marks of this row.")
    try:
        row = listing.read({name: cells[place].strip() for name, place in places.items()}, key, setting)
    except UnreadableError as fault:
        return SetAside(number, cells, fault.field, str(fault), _remedy(listing, fault.field))
    if refusal := listing.check(row, setting):
        return SetAside(number, cells, refusal.field, refusal.sentence, _remedy(listing, refusal.field))
    return row


def _remedy(listing: Listing, field: str) -> str:
    """What to write in a field; nothing where it is none of the list's."""
    return next((column.remedy for column in listing.columns if column.field == field), "")


def _keyed(sheet: Sheet, by: Map, places: Mapping[str, int]) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Each row with its line number and the key it is taken under once: its own id, else content and occurrence."""
    times: Counter[str] = Counter()
    for number, cells in enumerate(sheet.rows, start=2):
        if "id" in places and len(cells) > places["id"] and cells[places["id"]].strip():
            key = cells[places["id"]].strip()
        else:
            content = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:32]
            times[content] += 1
            key = f"{content}-{times[content]}"
        yield number, cells, f"{by.source}:{key}"[:120]


def _content(sheet: Sheet, places: Mapping[str, int], cells: tuple[str, ...]) -> tuple[str, ...]:
    """What a row says, without its own number: two equal ones may be a slip, and are both taken."""
    own = places.get("id", len(cells))
    return cells[:own] + cells[own + 1 :]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
