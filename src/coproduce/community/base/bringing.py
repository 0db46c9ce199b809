"""Lists and books people bring, whichever mouth they come through: matched, looked at whole, taken a batch at a time.

A list takes its good rows and sets the bad ones aside; a book is taken whole or not at all. Every row goes through
the verb of its list, and whoever brings it is its actor. How a file is handed over, and what is said about it, is the
business of a command or a page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any
from uuid import uuid4

from coproduce.community.base import clock, rooms
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting
from coproduce.community.base.collecting import without_collecting
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Difference, Listing, Map, SetAside, Sorted
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import Sheet

#: Rows of one transaction: small enough that a page never waits two seconds for the lock.
CHUNK = 1000

#: The kind of list whose hours can be compared with those in the books.
CLOSING = "openings"

#: What a browser or this program writes behind the name of a file that is there already.
_COPY = re.compile(r"(?:\s*\(\d+\)|-set-aside)+$")


@dataclass(frozen=True, slots=True)
class Batch:
    """Good rows that are sent together, and the line of the file the last of them stands on."""

    rows: tuple[Any, ...]
    line: int


def listings(wanted: str = "") -> tuple[Listing, ...]:
    """Every kind of list the rooms take, or the one that is wanted."""
    return tuple(
        listing for room in rooms.with_file("imports") for listing in room.LISTINGS if wanted in ("", listing.name)
    )


def called(file: str) -> str:
    """What a list is called after its file: a second copy of it, and its rows that were mended, are the same list.

    >>> called("needs (2).csv"), called("needs-set-aside (1).csv"), called("Spring 2026.xlsx")
    ('needs', 'needs', 'Spring 2026')
    """
    stem = re.sub(r"\.\w{1,5}$", "", file.replace("\\", "/").rpartition("/")[2])
    return _COPY.sub("", stem) or stem


def setting_in(community: Any) -> Setting:
    """What rows brought to this community are read against."""
    return Setting(community.pk, clock.today(community.time_zone), community.time_zone)


def may_be_taken(listing: Listing, found: Sorted) -> bool:
    """Whether anything of it can be: of a book nothing, while one row is bad."""
    return bool(found.good) and not (listing.is_history and found.bad)


def batches(listing: Listing, found: Sorted, after: int = 0) -> Iterator[Batch]:
    """The good rows that stand after this line of the file, a thousand at a time, more where rows are weighed together;
    none that may not be taken."""
    if not may_be_taken(listing, found):
        return
    spans = unparted(listing.unparted(found.good)) if listing.unparted else []
    start = bisect_right(found.lines, after)
    while start < len(found.good):
        end = _behind(spans, min(start + CHUNK, len(found.good)))
        yield Batch(found.good[start:end], found.lines[end - 1])
        start = end


def unparted(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of rows that stay together, those that overlap as one, in their order.

    >>> unparted([(7, 9), (0, 3), (2, 5)])
    [(0, 5), (7, 9)]
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _behind(spans: Sequence[tuple[int, int]], end: int) -> int:
    """Where a batch ends that would end there: behind whatever it must not part."""
    place = bisect_right(spans, (end - 1, inf)) - 1
    return max(end, spans[place][1] + 1) if place >= 0 else end


def send(actor: Actor, listing: Listing, batch: Batch) -> Done[Any] | Refusal:
    """One batch through the verb of its list: all of it or none."""
    with without_collecting():
        return listing.send(actor, batch.rows, uuid4())


def rows_set_aside(sheet: Sheet, bad: Sequence[SetAside]) -> list[tuple[object, ...]]:
    """Rows that were not taken, as they came, each behind its line, field, reason and remedy; the heading first."""
    head = ("row", "field", "reason", "remedy", *sheet.headings)
    return [head, *((row.row, row.field, row.reason, row.remedy, *row.cells) for row in bad)]


def differences(by: Map, found: Sorted, setting: Setting) -> tuple[Difference, ...]:
    """Whose hours in the books are others than the list says."""
    assert by.listing.differing is not None
    return by.listing.differing(setting, found.good)
