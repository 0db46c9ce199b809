"""What one is part of, and what can be said once names are gone, for scripts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.queries.figures import Compared, figures
from coproduce.arenas.justice.queries.matters import listed, to_read
from coproduce.community.base import policy
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.core.stats.figure import Figure

router = Router(tags=["justice"])


class OwnMatter(Schema):
    """A matter one has a part in; a sealed one is nowhere."""

    id: UUID
    kind: str
    state: str
    happened_on: date
    reported_on: date


class OwnMatters(Schema):
    items: list[OwnMatter]


class PartOfIt(Schema):
    """One thing that was agreed; its minutes stand in no account."""

    place: int
    words: str
    until_on: date
    minutes: int
    helper: str
    state: str
    reason: str


class OneMatter(OwnMatter):
    """What is known of it to those of one circle; nobody harmed is null."""

    words: str
    harmed: UUID | None
    respondent: UUID
    harmed_way: str
    accepted: bool | None
    outcome: str
    seal_on: date | None
    parts: list[PartOfIt]


class Otherwise(Schema):
    """How many would have had one of these otherwise; null is hidden."""

    what: list[str]
    number: int | None


class Compare(Schema):
    """A share or a difference with its interval; null is hidden, or cannot be told."""

    n: int | None
    share: float | None
    low: float | None
    high: float | None


class ReferredAgain(Schema):
    """Who was referred again within so many months, beside others who had something else, with the design's letter."""

    months: int
    alternative: str
    source: str
    counted_on: date
    design: str
    here: Compare
    others: Compare
    difference: Compare


class JusticeFigures(Schema):
    """Counts of what is sealed: 1 to 7 is hidden from everybody."""

    is_demo: bool
    sealed: int | None
    shares: dict[str, Share | None]
    otherwise: list[Otherwise]
    served: Share | None
    again: list[ReferredAgain]
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/matters", response=OwnMatters, operation_id="justice.read_matters")
def read_matters(request: HttpRequest, community: Path[str]) -> Any:
    """What one has a part in, or leads. Each reading is written down until it is sealed."""
    actor = actor_of(request, community)
    if not policy.may(actor, "justice.read_page", "own"):
        raise NotThereError
    return {"items": [_line(row) for row in listed(actor)]}


@router.get("/matters/{matter}", response=OneMatter, operation_id="justice.read_matter")
def read_matter(request: HttpRequest, community: Path[str], matter: Path[UUID]) -> Any:
    """One of them."""
    actor = actor_of(request, community)
    row = to_read(actor, matter, "api")
    if row is None:
        raise NotThereError
    return {
        **_line(row), "words": row.words, "harmed": row.harmed.public_id if row.harmed else None,
        "respondent": row.respondent.public_id, "harmed_way": row.harmed_way, "accepted": row.accepted,
        "outcome": row.outcome, "seal_on": row.seal_on,
        "parts": row.parts.values("place", "words", "until_on", "minutes", "helper", "state", "reason"),
    }  # fmt: skip


@router.get("/figures", response=JusticeFigures, operation_id="justice.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    said = up_to_today(request, community, figures, JusticeFigures)
    return {
        **said,
        "otherwise": [{"what": labels, "number": number} for labels, number in said["otherwise"]],
        "again": [_again(one) for one in said["again"]],
    }


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="justice.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _line(row: Any) -> dict[str, Any]:
    return {"id": row.public_id, "kind": row.kind, "state": row.state, "happened_on": row.happened_on,
            "reported_on": row.reported_on}  # fmt: skip


def _again(one: Compared) -> dict[str, Any]:
    said = {name: _compare(getattr(one, name)) for name in ("here", "others", "difference")}
    return {"months": one.months, "alternative": one.alternative, "source": one.source, "counted_on": one.counted_on,
            "design": one.difference.design, **said}  # fmt: skip


def _compare(figure: Figure) -> dict[str, Any]:
    return {"n": figure.n, "share": figure.estimate, "low": figure.low, "high": figure.high}
