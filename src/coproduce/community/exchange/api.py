"""Lists of offers and needs for scripts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.exchange.models import Intent
from coproduce.community.exchange.queries import open_needs, open_offers
from coproduce.community.people.api import PageNumber, actor_of, paged

router = Router(tags=["exchange"])


class Listed(Schema):
    """One offer or need, as members see it."""

    id: UUID
    whose: UUID
    name: str
    category: str
    words: str
    quantity: int | None
    said_on: date


class Lists(Schema):
    items: list[Listed]
    count: int
    next: int | None


@router.get("/needs", response=Lists, operation_id="exchange.read_needs")
def needs(request: HttpRequest, community: Path[str], q: str = "", kind: str = "", page: PageNumber = 1) -> Any:
    """Needs nobody has met yet, newest first."""
    return paged(open_needs(actor_of(request, community), q, kind), page, _listed)


@router.get("/offers", response=Lists, operation_id="exchange.read_offers")
def offers(request: HttpRequest, community: Path[str], q: str = "", kind: str = "", page: PageNumber = 1) -> Any:
    """Offers that stand, newest first."""
    return paged(open_offers(actor_of(request, community), q, kind), page, _listed)


def _listed(row: Intent) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "whose": row.agent.public_id,
        "name": row.agent.name,
        "category": row.category.name,
        "words": row.words,
        "quantity": row.quantity,
        "said_on": row.said_on,
    }
