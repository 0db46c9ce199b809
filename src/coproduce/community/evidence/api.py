"""Studies and what they come to, for scripts: sums with few hidden, never a row."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.base import clock
from coproduce.community.evidence.queries.plans import plans, stands
from coproduce.community.evidence.rules import Result
from coproduce.community.people.api import PageNumber, actor_of, paged
from coproduce.community.people.models import Community

router = Router(tags=["evidence"])


class OneFigure(Schema):
    """A share, or a difference of shares, with everything that stands beside it; null is hidden or cannot be known."""

    group: str
    design: str
    of: str
    from_on: date
    until_on: date
    k: int | None
    n: int | None
    estimate: float | None
    low: float | None
    high: float | None
    missing: int | None
    missing_share: float | None


class Study(Schema):
    """A plan, and once everybody was followed to the end what came out."""

    id: UUID
    seal: str
    question: str
    design: str
    analysis: str
    written_on: date
    looked_at_from: date
    replaced_by: UUID | None
    do: str
    month: date | None
    figures: list[OneFigure]
    is_demo: bool


class EveryStudy(Schema):
    items: list[Study]
    count: int
    next: int | None


@router.get("/evidence", response=EveryStudy, operation_id="evidence.read_figures")
def listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Studies, the newest plan first; nothing for who may not read figures."""
    actor = actor_of(request, community)
    place = Community.objects.get(pk=actor.community_id)
    today = clock.today(place.time_zone)

    def told(row: Any) -> dict[str, Any]:
        one = stands(row, today)
        figures: list[dict[str, Any]] = []
        if isinstance(one.result, Result):
            named = [*one.result.groups, ("difference", one.result.difference)]
            names = [name for name in OneFigure.model_fields if name != "group"]
            figures = [{"group": group, **{name: getattr(found, name) for name in names}} for group, found in named]
        return {
            "id": row.public_id,
            "seal": row.seal,
            "question": row.question,
            "design": one.sheet.design,
            "analysis": row.kind,
            "written_on": row.written_on,
            "looked_at_from": one.sheet.looked_at_from,
            "replaced_by": row.replaced_by.public_id if hasattr(row, "replaced_by") else None,
            "do": one.advice.do,
            "month": one.advice.month,
            "figures": figures,
            "is_demo": place.is_demo,
        }

    return paged(plans(actor), page, told)
