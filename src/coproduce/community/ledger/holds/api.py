"""What is kept back, for scripts; `ledger.api` gives it its address."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.ledger.holds.queries import read_holds, standing_holds
from coproduce.community.people.api import PageNumber, actor_of, paged


class HeldBack(Schema):
    """How much is in the smallest parts of its unit; it comes free after the day `until`."""

    hold: UUID
    whose: str
    whom: str
    amount: int
    unit: str
    what: str
    source_ref: str
    held_at: datetime
    until: date
    by: str


class Holds(Schema):
    items: list[HeldBack]
    count: int
    next: int | None


def holds(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """What is kept back, what comes free first standing first; nothing for who may not read it."""
    actor = actor_of(request, community)
    answer = paged(standing_holds(actor, q), page, lambda row: {"row": row})
    kept = read_holds(actor, [one["row"] for one in answer["items"]], "api")
    items = [
        {
            "hold": row.hold,
            "whose": row.whose,
            "whom": row.whom,
            "amount": row.amount.minor,
            "unit": row.amount.unit.code,
            "what": row.what,
            "source_ref": row.source_ref,
            "held_at": row.held_at,
            "until": row.until,
            "by": row.by,
        }
        for row in kept
    ]
    return {**answer, "items": items}
