"""Files a broker brings on the page: kept, looked at, taken, forgotten.

A small file is looked at and taken while the broker waits. A long one is left to the worker: it reads the file once
for all its batches, the page may be closed meanwhile, and a worker that is killed goes on after the last line that was
counted, for a batch and its count stand in one transaction. Only who brought a file can come to it.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from coproduce.community.base import bringing, clock
from coproduce.community.base.action import CONFLICTS_WITH_EARLIER
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting
from coproduce.community.base.sheets import (
    Listing,
    Map,
    Sorted,
    UnmatchedError,
    guess,
    lacking,
    match_columns,
    sort_rows,
)
from coproduce.community.people.models import Agent, BroughtFile, Membership
from coproduce.community.people.queries import actor_of_member
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import Sheet, SheetError, read_sheet

log = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
KEPT = timedelta(days=1)
MOST_FILES = 5

#: Some thousand rows: looked at and taken in less than a second. A workbook is packed, and unpacked more slowly.
SMALL, SMALL_PACKED = 200_000, 20_000

#: Rows to look at before the list is taken, and letters of a cell.
FIRST_ROWS, FIRST_LETTERS = 5, 80

TOO_LARGE = Refusal("TOO_LARGE", "The file is larger than 10 MB. Split it, and bring the parts one by one.", "file")
EMPTY = Refusal("EMPTY", "This file is empty. Choose the one your list is in.", "file")
TOO_MANY = Refusal(
    "TOO_MANY", "You are bringing five lists already. Finish one, or throw it away, then bring the next.", "file"
)
ROWS_CHANGED = Refusal(
    "ROWS_CHANGED",
    "Something changed here since you looked, and some rows cannot be taken any more. What was taken before stays.",
)
UNREADABLE = Refusal("UNREADABLE", "Something in this file cannot be read here. Save it as CSV and try again.")
OUR_FAULT = Refusal(
    "OUR_FAULT", "Something went wrong on our side. Go on; if it stops again, tell whoever runs this site."
)


def of(actor: Actor) -> QuerySet[BroughtFile]:
    """The files this actor is bringing, the newest first, without what is in them."""
    mine = BroughtFile.objects.filter(community_id=actor.community_id, brought_by__agent_id=actor.agent_id or 0)
    return mine.defer("content", "bad").order_by("-made_at", "-pk")


def keep(actor: Actor, name: str, content: bytes, *, is_closing: bool, request_id: UUID) -> BroughtFile | Refusal:
    """Keep a file that was handed over, and look at it if that is quickly done. The same request keeps it once."""
    if len(content) > LARGEST:
        return TOO_LARGE
    if not content.strip():
        return EMPTY
    if BroughtFile.objects.filter(public_id=request_id).exclude(pk__in=of(actor).values("pk")).exists():
        return CONFLICTS_WITH_EARLIER
    whose = Membership.objects.get(community_id=actor.community_id, agent_id=actor.agent_id or 0)
    unfinished = of(actor).exclude(state__in=(BroughtFile.TAKEN, BroughtFile.UNREADABLE)).exclude(public_id=request_id)
    if unfinished.count() >= MOST_FILES:
        return TOO_MANY
    row, is_new = BroughtFile.objects.get_or_create(
        public_id=request_id,
        community_id=actor.community_id,
        brought_by=whose,
        defaults={
            "content": content,
            "source": bringing.called(name)[:80],
            "is_closing": is_closing,
            "made_at": clock.now(),
        },
    )
    if is_new and is_small(content):
        look(row)
    return row


def is_small(content: bytes) -> bool:
    """Whether it is looked at and taken while somebody waits."""
    return len(content) <= (SMALL_PACKED if content.startswith(b"PK") else SMALL)


def map_of(row: BroughtFile) -> Map | None:
    """What the file is taken for; None while nobody has said it."""
    listing = next(iter(bringing.listings(row.kind)), None) if row.kind else None
    return Map(listing, row.source, row.columns, row.dates, row.time) if listing else None


def look(row: BroughtFile) -> None:
    """Read the file and every row of it. What is needed to decide is kept; nothing is taken."""
    try:
        sheet = read_sheet(bytes(row.content))
        by = map_of(row) or _guessed(sheet, row)
        found: dict[str, Any] = {
            "headings": sheet.headings,
            "rows": len(sheet.rows),
            "first": [[cell[:FIRST_LETTERS] for cell in cells] for cells in sheet.rows[:FIRST_ROWS]],
        }
        if by is None or lacking(by):
            _now(row, BroughtFile.WAITING, state=BroughtFile.LOOKED, found=found, bad=[], **_said(by))
            return
        setting = bringing.setting_in(row.community)
        rows = sort_rows(sheet, by, setting)
    except SheetError as fault:
        trouble = {"said": str(fault), "values": {}}
        _now(row, BroughtFile.WAITING, state=BroughtFile.UNREADABLE, content=b"", trouble=trouble)
        return
    found |= {
        "good": len(rows.good),
        "doubled": rows.doubled,
        "unusual": rows.unusual,
        "last": max(rows.lines, default=0),
    }
    bad = [list(line) for line in bringing.rows_set_aside(sheet, rows.bad)[1:]]
    if row.is_closing:
        found["different"] = _different(row, by, rows, setting)
        _now(row, BroughtFile.WAITING, state=BroughtFile.TAKEN, content=b"", found=found, bad=bad, **_said(by))
    else:
        _now(row, BroughtFile.WAITING, state=BroughtFile.LOOKED, found=found, bad=bad, **_said(by))


def say(row: BroughtFile, by: Map) -> None:
    """Say which heading is which, and look at it again."""
    if _now(row, BroughtFile.LOOKED, state=BroughtFile.WAITING, **_said(by)) and is_small(bytes(row.content)):
        look(row)


def begin(row: BroughtFile) -> None:
    """Take it, once the broker said so; a second tap begins nothing. A stopped one goes on where it was."""
    begun = _now(row, BroughtFile.LOOKED, state=BroughtFile.TAKING) or _now(
        row, BroughtFile.STOPPED, state=BroughtFile.TAKING, trouble={}
    )
    if begun and is_small(bytes(row.content)):
        take(row)


def take(row: BroughtFile) -> None:
    """Send what is not taken yet, batch by batch, as the broker who brought it."""
    by = map_of(row)
    assert by is not None, "nothing is taken before it was looked at"
    sheet = read_sheet(bytes(row.content))
    rows = sort_rows(sheet, by, bringing.setting_in(row.community))
    bad = [list(line) for line in bringing.rows_set_aside(sheet, rows.bad)[1:]]
    if not bringing.may_be_taken(by.listing, rows):
        found = row.found | {"good": len(rows.good)}
        _now(row, BroughtFile.TAKING, state=BroughtFile.LOOKED, bad=bad, found=found, trouble=_told(ROWS_CHANGED))
        return
    actor = actor_of_member(row.brought_by, "import")
    for batch in bringing.batches(by.listing, rows, row.line):
        if not _take_batch(row, actor, by.listing, batch):
            return
    done = {name: value for name, value in row.found.items() if name != "first"}
    _now(row, BroughtFile.TAKING, state=BroughtFile.TAKEN, content=b"", found=done, bad=bad)


def _take_batch(row: BroughtFile, actor: Actor, listing: Listing, batch: bringing.Batch) -> bool:
    """One batch with its count, both or neither; False when the rest has to wait for a word."""
    with transaction.atomic():
        now = BroughtFile.objects.select_for_update(of=("self",)).only("line", "state").filter(pk=row.pk).first()
        if now is None or now.state != BroughtFile.TAKING:
            return False
        if now.line >= batch.line:
            return True  # somebody else was faster
        outcome = bringing.send(actor, listing, batch)
        if isinstance(outcome, Refusal):
            _now(row, BroughtFile.TAKING, state=BroughtFile.STOPPED, trouble=_told(outcome))
            return False
        return _now(
            row,
            BroughtFile.TAKING,
            line=batch.line,
            added=F("added") + outcome.value.added,
            known=F("known") + outcome.value.known,
        )


def is_waiting() -> bool:
    """Whether anything is left to the worker."""
    return BroughtFile.objects.filter(state__in=(BroughtFile.WAITING, BroughtFile.TAKING)).exists()


def go_on() -> None:
    """What the worker does: look at what waits, take what was begun, the oldest first."""
    waiting = BroughtFile.objects.filter(state__in=(BroughtFile.WAITING, BroughtFile.TAKING)).order_by("made_at", "pk")
    for row in waiting.select_related("community", "brought_by"):
        try:
            (look if row.state == BroughtFile.WAITING else take)(row)
        except DatabaseError:
            raise
        except Exception:
            log.exception("A file that was brought could not be gone through.")
            if row.state == BroughtFile.TAKING:
                _now(row, BroughtFile.TAKING, state=BroughtFile.STOPPED, trouble=_told(OUR_FAULT))
            else:
                _now(row, BroughtFile.WAITING, state=BroughtFile.UNREADABLE, content=b"", trouble=_told(UNREADABLE))


def forget(now: datetime) -> None:
    """Whatever became of them: no file is kept longer than a day."""
    BroughtFile.objects.filter(made_at__lt=now - KEPT).delete()


def _guessed(sheet: Sheet, row: BroughtFile) -> Map | None:
    if row.is_closing:
        return match_columns(sheet, row.source, bringing.listings(bringing.CLOSING)[0])
    try:
        return guess(sheet, row.source, bringing.listings())
    except UnmatchedError:
        return None


def _said(by: Map | None) -> dict[str, Any]:
    """A map as the columns of a row."""
    if by is None:
        return {}
    return {
        "kind": by.listing.name,
        "source": by.source,
        "columns": dict(by.columns),
        "dates": by.dates,
        "time": by.time,
    }


def _told(refusal: Refusal) -> dict[str, Any]:
    """A refusal as it is kept, to be said in the language of whoever reads it."""
    return {"said": refusal.template, "values": dict(refusal.values)}


def _different(row: BroughtFile, by: Map, rows: Sorted, setting: Setting) -> list[tuple[str, int, int]]:
    """(name, minutes the list says, minutes in the books) of everybody whose hours differ."""
    different = bringing.differences(by, rows, setting)
    names = dict(Agent.objects.filter(community_id=row.community_id).values_list("public_id", "name"))
    return [(names[one.who], one.said_minutes, one.held_minutes) for one in different]


def _now(row: BroughtFile, was: str, **new: Any) -> bool:
    """Write what is new of a file, if it still stands as it was; whoever else was at it goes first."""
    changed = BroughtFile.objects.filter(pk=row.pk, state=was).update(**new)
    if changed:
        row.refresh_from_db(fields=list(new))
    return changed == 1
