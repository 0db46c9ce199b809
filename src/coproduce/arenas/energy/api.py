"""What one's supply points came to, supply points, months, every key tried, and figures, for scripts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from coproduce.arenas.energy.queries.figures import figures
from coproduce.arenas.energy.queries.keys import keys
from coproduce.arenas.energy.queries.months import month, months
from coproduce.arenas.energy.queries.points import points, spans
from coproduce.arenas.energy.queries.statements import statements
from coproduce.community.base import clock
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, share, work_moved
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.community.people.models import Community

router = Router(tags=["energy"])


class EnergyFlows(Schema):
    """Where every watt-hour of a month went."""

    own_wh: int
    bought_wh: int
    grid_wh: int
    sold_wh: int
    surplus_wh: int
    missing: int


class EnergyStatement(EnergyFlows):
    """One supply point's month; below nothing, it is paid."""

    point: UUID
    name: str
    month_on: date
    unit: str
    pays_minor: int
    bill_minor: int
    alone_minor: int


class EnergyStatements(Schema):
    is_demo: bool
    statements: list[EnergyStatement]


class PointSpan(Schema):
    of: str
    per_cent: str
    from_on: date
    until_on: date | None


class SupplyPoint(Schema):
    id: UUID
    holder: UUID
    name: str
    number: str
    kind: str
    fuse_w: int
    plant_w: int
    shares: list[PointSpan]


class SupplyPoints(Schema):
    points: list[SupplyPoint]


class EnergyMonth(Schema):
    id: UUID
    month_on: date
    round: int
    state: str
    key: str


class EnergyMonths(Schema):
    months: list[EnergyMonth]


class MonthLine(EnergyFlows):
    point: UUID
    number: str


class MonthLines(EnergyMonth):
    is_demo: bool
    lines: list[MonthLine]


class KeyTried(Schema):
    key: str
    self_consumption: float | None
    self_sufficiency: float | None
    gini: float | None
    low_income: float | None
    surplus_wh: int
    saved_minor: int | None
    mine_minor: int | None


class KeysTried(Schema):
    is_demo: bool
    agreed: str
    since_on: date | None
    month_on: date | None
    price: Decimal | None
    retail: Decimal | None
    feed_in: Decimal | None
    keys: list[KeyTried]


class EnergyFigures(Schema):
    is_demo: bool
    months: int
    points: int | None
    shared_wh: int | None
    self_consumption: float | None
    self_sufficiency: float | None
    worst_month_alone_minor: int | None
    worst_month_shared_minor: int | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/statements", response=EnergyStatements, operation_id="energy.read_statements")
def read_statements(request: HttpRequest, community: Path[str], holder: UUID | None = None) -> Any:
    """One's own, the last months first; for whoever keeps the books, those of a member."""
    actor = actor_of(request, community)
    found = statements(actor, holder)
    if found is None:
        raise NotThereError
    return {
        "is_demo": _place(actor.community_id).is_demo,
        "statements": [
            {
                **_flows(one.row), "point": one.row.point.public_id, "name": one.row.point.name,
                "month_on": one.month.month_on, "unit": one.month.unit, "pays_minor": one.pays_minor,
                "bill_minor": one.bill_minor, "alone_minor": one.alone_minor,
            }
            for one in found
        ],
    }  # fmt: skip


@router.get("/points", response=SupplyPoints, operation_id="energy.read_points")
def read_points(request: HttpRequest, community: Path[str]) -> Any:
    """Every supply point, and what it shares."""
    actor = actor_of(request, community)
    found = points(actor)
    if found is None:
        raise NotThereError
    today = clock.today(_place(actor.community_id).time_zone)
    return {
        "points": [
            {
                "id": row.public_id, "holder": row.agent.public_id, "name": row.name, "number": row.number,
                "kind": row.kind, "fuse_w": row.fuse_w, "plant_w": row.plant_w, "shares": spans(row, today),
            }
            for row in found
        ]
    }  # fmt: skip


@router.get("/months", response=EnergyMonths, operation_id="energy.read_months")
def read_months(request: HttpRequest, community: Path[str]) -> Any:
    """Every month that was closed, as it stands; the last first."""
    found = months(actor_of(request, community))
    if found is None:
        raise NotThereError
    return {"months": [_month(row) for row in found]}


@router.get("/months/{month_id}", response=MonthLines, operation_id="energy.read_month")
def read_month(request: HttpRequest, community: Path[str], month_id: Path[UUID]) -> Any:
    """One month: where every watt-hour of each supply point went."""
    actor = actor_of(request, community)
    found = month(actor, month_id)
    if found is None:
        raise NotThereError
    lines = [
        {**_flows(one), "point": one.point.public_id, "number": one.point.number} for one in found.statements
    ]  # fmt: skip
    return {**_month(found.row), "is_demo": _place(actor.community_id).is_demo, "lines": lines}


@router.get("/keys", response=KeysTried, operation_id="energy.read_keys")
def read_keys(request: HttpRequest, community: Path[str]) -> Any:
    """The key that holds, and every key tried on the readings of the last month that is over."""
    actor = actor_of(request, community)
    place = _place(actor.community_id)
    found = keys(actor, place)
    if found is None:
        raise NotThereError
    tried, agreed = found.tried, found.agreed
    return {
        "is_demo": place.is_demo,
        "agreed": agreed.key if agreed else "",
        "since_on": agreed and agreed.from_on,
        "month_on": tried and tried.month_on,
        "price": tried and tried.prices.community,
        "retail": tried and tried.prices.retail,
        "feed_in": tried and tried.prices.feed_in,
        "keys": [
            {
                "key": one.key, "self_consumption": one.self_consumption, "self_sufficiency": one.self_sufficiency,
                "gini": one.gini if tried.homes is not None else None, "low_income": tried.low_income[one.key],
                "surplus_wh": one.surplus_wh,
                "saved_minor": sum(one.savings.values()) if tried.homes is not None else None,
                "mine_minor": tried.mine and tried.mine[one.key],
            }
            for one in tried.compared
        ] if tried else [],
    }  # fmt: skip


@router.get("/figures", response=EnergyFigures, operation_id="energy.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """How much is shared and used here, what a price spike would have done, and whether it goes round."""
    actor = actor_of(request, community)
    place = _place(actor.community_id)
    found = figures(actor, place)
    if found is None:
        raise NotThereError
    spike = found.spike and found.spike.whole
    names = ("months", "points", "shared_wh", "self_consumption", "self_sufficiency", "asked", "without_staff")
    return {
        **{name: getattr(found, name) for name in names},
        "is_demo": place.is_demo,
        "worst_month_alone_minor": spike and spike.worst_alone,
        "worst_month_shared_minor": spike and spike.worst_shared,
        "return_rate": share(found.return_rate),
    }


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="energy.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, "energy", year)


def _place(community_id: int) -> Community:
    return Community.objects.get(pk=community_id)


def _flows(row: Any) -> dict[str, int]:
    return {name: getattr(row, name) for name in EnergyFlows.model_fields}


def _month(row: Any) -> dict[str, Any]:
    return {"id": row.public_id, "month_on": row.month_on, "round": row.round, "state": row.state,
            "key": row.frozen["key"]}  # fmt: skip
