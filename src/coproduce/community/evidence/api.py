"""Studies and what they come to, for scripts: sums with few hidden, never a row."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.base import clock, policy
from coproduce.community.evidence.queries.plans import plans, stands
from coproduce.community.evidence.rules import Result
from coproduce.community.people.api import PageNumber, actor_of, paged
from coproduce.community.people.models import Community
from coproduce.community.trust.queries.tried import figures
from coproduce.core.stats.figure import Figure

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


class TiesCounted(Schema):
    """What ties say in sums: figures by what they are of; closeness and index have no interval, null is hidden."""

    figures: list[OneFigure]
    closeness: float | None
    index: float | None
    people: int | None
    service: str


@router.get("/ties", response=TiesCounted, operation_id="evidence.read_ties")
def ties_counted(request: HttpRequest, community: Path[str]) -> Any:
    """How close and how far across the net is, and whether a tie helps; not there for who may not read figures."""
    actor = actor_of(request, community)
    if not policy.may(actor, "evidence.read_figures"):
        raise Http404
    place = Community.objects.get(pk=actor.community_id)
    today = clock.today(place.time_zone)
    net, found = figures(place.pk, place.arenas, today)
    named = [("both ways", net.both_ways), ("between streets", net.across), ("difference", found.helped)]
    named += [("helped, with a tie" if had_tie else "helped, without", figure) for had_tie, figure in found.groups]
    named += [("after a service", found.after)] if found.after else []
    return {
        "figures": [_figure(name, figure) for name, figure in named],
        "closeness": net.closeness,
        "index": net.index,
        "people": net.people,
        "service": found.service,
    }


def _figure(group: str, figure: Figure) -> dict[str, Any]:
    names = [name for name in OneFigure.model_fields if name != "group"]
    return {"group": group, **{name: getattr(figure, name) for name in names}}


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
            figures = [_figure(group, found) for group, found in named]
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
