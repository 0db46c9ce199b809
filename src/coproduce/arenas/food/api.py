"""What is sold, orders, one's own lines, work, food that is over, rounds, money and figures, for scripts."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.models import OrderCycle, OrderLine, Product, Surplus
from coproduce.arenas.food.queries import cycles, money, rounds, surplus
from coproduce.arenas.food.queries.figures import figures
from coproduce.arenas.food.queries.here import here
from coproduce.arenas.food.queries.products import products
from coproduce.arenas.food.queries.work import read_work
from coproduce.community.base import policy
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged

router = Router(tags=["food"])


class FoodProduct(Schema):
    """Something sold; `contains` and `traces` are null as long as nobody has said, which is not the same as none."""

    id: UUID
    name: str
    producer: UUID
    unit: str
    pack: int
    least_packs: int
    price_minor: int
    per: int
    contains: list[str] | None
    traces: list[str] | None
    storage: str
    dated: str
    keeps_days: int | None
    is_sold: bool


class FoodProducts(Schema):
    items: list[FoodProduct]
    count: int
    next: int | None


class FoodCycle(Schema):
    id: UUID
    words: str
    state: str
    opens_at: datetime
    closes_at: datetime
    comes_on: date


class FoodCycles(Schema):
    items: list[FoodCycle]
    count: int
    next: int | None


class FoodLine(Schema):
    """A line of an order: wanted, allotted at the close, received, and what it comes to in pence or cents."""

    member: UUID
    product: UUID
    quantity: int
    tolerance: int
    said_at: datetime
    allotted: int | None
    received: int | None
    is_instead: bool
    minor: int


class FoodLines(Schema):
    cycle: FoodCycle
    lines: list[FoodLine]


class FoodWork(Schema):
    """Jobs asked for this year, done or excused, still missing, and core jobs among these."""

    member: UUID
    required: int
    done: int
    missing: int
    core_missing: int


class FoodOver(Schema):
    id: UUID
    giver: UUID
    words: str
    storage: str
    contains: list[str] | None
    fetch_by: datetime
    is_claimed: bool


class FoodStop(Schema):
    arrives: int
    name: str
    area: str
    what: list[str]


class FoodSheet(Schema):
    """One driver's round; times are minutes of the day."""

    name: str
    by: str
    leaves: int
    returns: int
    grams: int
    minutes: int
    is_brought: bool
    stops: list[FoodStop]


class FoodStand(Schema):
    """What somebody still pays, less than nothing, or has, more."""

    name: str
    minor: int


class FoodMoney(Schema):
    unit: str
    stands: list[FoodStand]
    added_minor: int


class FoodFigures(Schema):
    """Everything counted up to today; null is not shown."""

    is_demo: bool
    cycles: int | None
    eaters: int | None
    growers: int | None
    grams: int | None
    whole: Share | None
    in_time: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/products", response=FoodProducts, operation_id="food.read_products")
def read_products(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What is or was sold here."""
    actor = actor_of(request, community)
    if not policy.may(actor, "food.read_page"):
        raise NotThereError
    return paged(products(actor, only_sold=False), page, _product)


@router.get("/orders", response=FoodCycles, operation_id="food.read_cycles")
def read_cycles(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Orders of here, the latest first."""
    actor = actor_of(request, community)
    if not policy.may(actor, "food.read_page"):
        raise NotThereError
    return paged(cycles.cycles(actor), page, _cycle)


@router.get("/orders/{cycle}", response=FoodLines, operation_id="food.read_orders")
def read_orders(request: HttpRequest, community: Path[str], cycle: Path[UUID]) -> Any:
    """One's own lines of an order; for the desk and whoever handles the money, everybody's."""
    actor = actor_of(request, community)
    row = cycles.cycle_of(actor, cycle)
    if row is None:
        raise NotThereError
    lines = cycles.read_lines(actor, row, "api") or cycles.my_lines(actor, row)
    return {"cycle": _cycle(row), "lines": [_line(line) for line in lines]}


@router.get("/orders/{cycle}/round", response=list[FoodSheet], operation_id="food.read_round")
def read_round(request: HttpRequest, community: Path[str], cycle: Path[UUID]) -> Any:
    """One's own sheet; for the desk, all of them."""
    actor = actor_of(request, community)
    row = cycles.cycle_of(actor, cycle)
    found = None if row is None else rounds.round_of(actor, row, "api")
    if found is None:
        raise NotThereError
    return found.sheets


@router.get("/work", response=list[FoodWork], operation_id="food.read_work")
def read_work_(request: HttpRequest, community: Path[str]) -> Any:
    """What one's own share asks for; for the desk, everybody's."""
    actor = actor_of(request, community)
    if not policy.may(actor, "food.read_work", "own"):
        raise NotThereError
    mine, everybody = read_work(actor, here(actor.community_id), "api")
    return [
        {"member": one.row.agent.public_id, "required": one.counted.required, "done": one.counted.total,
         "missing": one.short, "core_missing": one.core_short}
        for one in everybody or ([mine] if mine and mine.row.parts else [])
    ]  # fmt: skip


@router.get("/over", response=list[FoodOver], operation_id="food.read_surplus")
def read_surplus(request: HttpRequest, community: Path[str]) -> Any:
    """What is over now and can be fetched."""
    actor = actor_of(request, community)
    if not policy.may(actor, "food.read_page"):
        raise NotThereError
    return [_over(one) for one in surplus.on_offer(actor)]


@router.get("/money", response=FoodMoney, operation_id="food.read_money")
def read_money(request: HttpRequest, community: Path[str]) -> Any:
    """What everybody still pays for food, or has from it, for whoever handles the money."""
    actor = actor_of(request, community)
    if not policy.may(actor, "food.read_money"):
        raise NotThereError
    unit = here(actor.community_id).money
    found, added = money.read_stands(actor, unit, "api")
    return {"unit": unit.code, "stands": found, "added_minor": added}


@router.get("/figures", response=FoodFigures, operation_id="food.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    return up_to_today(request, community, figures, FoodFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="food.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _product(row: Product) -> dict[str, Any]:
    names = FoodProduct.model_fields.keys() - {"id", "producer"}
    return {**{name: getattr(row, name) for name in names}, "id": row.public_id, "producer": row.producer.public_id}


def _cycle(row: OrderCycle) -> dict[str, Any]:
    names = FoodCycle.model_fields.keys() - {"id"}
    return {**{name: getattr(row, name) for name in names}, "id": row.public_id}


def _line(line: OrderLine) -> dict[str, Any]:
    amount = next(one for one in (line.received, line.allotted, line.quantity) if one is not None)
    names = ("quantity", "tolerance", "said_at", "allotted", "received")
    return {
        **{name: getattr(line, name) for name in names},
        "member": line.agent.public_id,
        "product": line.product.public_id,
        "is_instead": line.instead_of_id is not None,
        "minor": cycles.cost(line, amount),
    }


def _over(row: Surplus) -> dict[str, Any]:
    names = ("words", "storage", "contains", "fetch_by")
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.public_id,
        "giver": row.agent.public_id,
        "is_claimed": row.claimed_by_id is not None,
    }
