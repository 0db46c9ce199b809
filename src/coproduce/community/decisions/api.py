"""Decisions for scripts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.queries import decisions
from coproduce.community.people.api import PageNumber, actor_of, paged

router = Router(tags=["decisions"])


class Decided(Schema):
    """A decision. One that was written down wrongly says by which it was put right; its words may be taken away when
    somebody whom they name asks to be forgotten."""

    id: UUID
    question: str
    options: list[str]
    result: str
    who_decided: str
    minutes: str
    decided_on: date
    effective_on: date
    recorded_by: str
    recorded_at: datetime
    corrects: UUID | None
    corrected_by: UUID | None


class EveryDecision(Schema):
    items: list[Decided]
    count: int
    next: int | None


@router.get("/decisions", response=EveryDecision, operation_id="decisions.read_decisions")
def listed(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """What was decided, the latest first; nothing for who may not read it."""
    return paged(decisions(actor_of(request, community), q), page, _decided)


def _decided(row: Decision) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "question": row.question,
        "options": row.options,
        "result": row.result,
        "who_decided": row.who_decided,
        "minutes": row.minutes,
        "decided_on": row.decided_on,
        "effective_on": row.effective_on,
        "recorded_by": row.recorded_by.name,
        "recorded_at": row.recorded_at,
        "corrects": row.corrects and row.corrects.public_id,
        "corrected_by": None if row.stands else row.corrected_by.public_id,
    }
