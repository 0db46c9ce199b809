"""Up to which day the books are closed, for scripts; `ledger.api` gives it its address."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.ledger.closed_days import queries
from coproduce.community.ledger.models import Closing
from coproduce.community.people.api import PageNumber, actor_of, paged


class ClosedDays(Schema):
    """The books were closed up to a day, or opened again: then only up to an earlier one, or up to none."""

    through: date | None
    closed_at: datetime
    by: str
    why: str


class Closings(Schema):
    """The latest first: it is the one that counts."""

    items: list[ClosedDays]
    count: int
    next: int | None


def closings(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Every time the books were closed or opened again, the latest first; nothing for who may not read it."""
    return paged(queries.closings(actor_of(request, community)), page, _closing)


def _closing(row: Closing) -> dict[str, Any]:
    return {"through": row.through, "closed_at": row.closed_at, "by": row.by or "", "why": row.why}  # type: ignore[attr-defined]
