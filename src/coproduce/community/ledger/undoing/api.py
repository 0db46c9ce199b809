"""What waits for a second person, and one entry with its story, for scripts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.ledger.bounds.queries import Asked, last_asked
from coproduce.community.ledger.undoing.queries import Told, story_of, taken_back, told_of, waiting
from coproduce.community.ledger.undoing.reversing import rules_of_books
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.core.quantity import HOURS


class EntrySide(Schema):
    """One of those in an entry, and how much came to them, or went from them, in the smallest parts of its unit."""

    name: str
    amount: int
    unit: str


class EntryTold(Schema):
    entry: UUID
    kind: str
    category: str
    words: str
    effective_on: date
    recorded_at: datetime
    by: str
    sides: list[EntrySide]


class EntryStory(Schema):
    """An entry, what it stands instead of, what took it back and why, and what stands instead of it now."""

    told: EntryTold
    instead_of: UUID | None
    taken_back: EntryTold | None
    put_right_by: UUID | None
    asked_by: str
    asked_why: str
    asked_state: str
    decided_by: str


class Waiting(Schema):
    """What somebody asked to be taken back."""

    undoing: UUID
    asked_at: datetime
    asked_by: str
    reason: str
    told: EntryTold


class BoundWanted(Schema):
    """More hours than now, from which on it should take two, or null for never, that wait for a second person."""

    asked: UUID
    asked_at: datetime
    asked_by: str
    two_from_minutes: int | None
    why: str


class Undoings(Schema):
    """With them, for how many days something can be put right, and from how many minutes on it takes two."""

    days: int | None
    two_from_minutes: int | None
    wanted: BoundWanted | None
    items: list[Waiting]
    count: int
    next: int | None


class PutRight(Schema):
    """What took something back, whose words say why."""

    items: list[EntryTold]
    count: int
    next: int | None


def entry(request: HttpRequest, community: Path[str], entry: UUID) -> Any:
    """One entry with its whole story, for one of its sides or for the desk."""
    story = story_of(actor_of(request, community), entry)
    if story is None:
        raise NotThereError
    return {
        "told": _told(story.told),
        "instead_of": story.instead_of,
        "taken_back": _told(story.taken_back) if story.taken_back else None,
        "put_right_by": story.put_right_by,
        "asked_by": story.asked_by,
        "asked_why": story.asked.reason if story.asked else "",
        "asked_state": story.asked.state if story.asked else "",
        "decided_by": story.decided_by,
    }


def undoings(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What waits for a second person, the longest waiting first; nothing for who may not decide."""
    actor = actor_of(request, community)
    rules = rules_of_books(actor.community_id)
    answer = paged(waiting(actor), page, lambda row: {"row": row})
    rows = [one["row"] for one in answer["items"]]
    told = told_of(actor, [row.of for row in rows])
    items = [
        {
            "undoing": row.public_id,
            "asked_at": row.asked_at,
            "asked_by": row.asker or "",
            "reason": row.reason,
            "told": _told(told[row.of]),
        }
        for row in rows
    ]
    wanted = last_asked(actor)
    return {
        **answer,
        "items": items,
        "days": rules.undo_days,
        "two_from_minutes": rules.two_from.get(HOURS.code),
        "wanted": _wanted(wanted) if wanted and wanted.is_waiting else None,
    }


def put_right(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What took something back, by whom and why, the latest first; nothing for who may not take back."""
    actor = actor_of(request, community)
    answer = paged(taken_back(actor), page, lambda row: {"entry": row.client_id})
    told = told_of(actor, [one["entry"] for one in answer["items"]])
    return {**answer, "items": [_told(told[one["entry"]]) for one in answer["items"]]}


def _wanted(asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked.asked,
        "asked_at": asked.row.asked_at,
        "asked_by": asked.asked_by,
        "two_from_minutes": asked.two_from.minor if asked.two_from else None,
        "why": asked.row.reason,
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "entry": told.entry,
        "kind": told.kind,
        "category": told.category,
        "words": told.words,
        "effective_on": told.effective_on,
        "recorded_at": told.recorded_at,
        "by": told.by,
        "sides": [
            {"name": side.name, "amount": side.amount.minor, "unit": side.amount.unit.code} for side in told.sides
        ],
    }
