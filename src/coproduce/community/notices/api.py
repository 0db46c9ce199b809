"""Notices for scripts: what one was told, and for the desk the letters that wait."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.base import policy
from coproduce.community.base.page import in_words
from coproduce.community.notices.models import Notice
from coproduce.community.notices.queries import letters, readers, to_print, told
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged

router = Router(tags=["notices"])


class ToldItem(Schema):
    """`sent_by` is email, paper or phone, and empty while it stands on the page only."""

    words: str
    link: str
    is_urgent: bool
    written_at: datetime
    seen_at: datetime | None
    sent_at: datetime | None
    sent_by: str


class ToldPage(Schema):
    items: list[ToldItem]
    count: int
    next: int | None


class LetterItem(Schema):
    """`number` is what `notices.mark_printed` takes as `up_to`."""

    member: UUID
    name: str
    number: int
    lines: list[str]
    older: int


class LetterPage(Schema):
    items: list[LetterItem]
    count: int
    next: int | None


@router.get("/told", response=ToldPage, operation_id="notices.read_told")
def listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What one was told here, newest first. Reading it here marks nothing as seen."""
    return paged(told(actor_of(request, community)), page, _told)


@router.get("/letters", response=LetterPage, operation_id="notices.read_letters")
def letters_to_print(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """The letters that wait for the desk's printer, by name."""
    actor = actor_of(request, community)
    if not policy.may(actor, "notices.read_letters"):
        raise NotThereError
    waiting = to_print(actor.community_id)
    members = readers(actor, waiting)
    answer = paged(members, page, lambda member: member)
    answer["items"] = [
        {
            "member": one.membership.agent.public_id,
            "name": one.membership.agent.name,
            "number": one.number,
            "lines": [in_words(notice.template, notice.values) for notice in one.notices],
            "older": one.older,
        }
        for one in letters(actor, answer["items"], waiting, "api")
    ]
    return answer


def _told(row: Notice) -> dict[str, Any]:
    return {
        "words": in_words(row.template, row.values),
        "link": row.link,
        "is_urgent": row.is_urgent,
        "written_at": row.written_at,
        "seen_at": row.seen_at,
        "sent_at": row.sent_at,
        "sent_by": row.sent_by,
    }
