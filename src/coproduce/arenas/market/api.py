"""What is sold, stalls, sales, years, one's own book and figures, for scripts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import BookLine, Sale, Trader, Ware, Year
from coproduce.arenas.market.queries import books, sales, stalls, years
from coproduce.arenas.market.queries.figures import figures
from coproduce.arenas.market.queries.here import here
from coproduce.arenas.market.queries.sales import still_to_pay
from coproduce.community.base import policy
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged

router = Router(tags=["market"])


class MarketWare(Schema):
    """Something that can be bought; `left` is null where they do not run out."""

    id: UUID
    name: str
    kind: str
    stall: UUID
    price_minor: int
    left: int | None


class MarketWares(Schema):
    items: list[MarketWare]
    count: int
    next: int | None


class MarketStall(Schema):
    """A stall that is open; without a seller it is the community's own."""

    id: UUID
    name: str
    words: str
    place: str
    seller: UUID | None


class MarketStalls(Schema):
    items: list[MarketStall]
    count: int
    next: int | None


class MarketSale(Schema):
    """A purchase. `open_minor` is still to be paid; below nothing it comes back to the buyer."""

    id: UUID
    what: str
    state: str
    buyer: UUID | None
    seller: UUID | None
    quantity: int
    minor: int
    open_minor: int
    said_on: date
    sold_on: date | None


class MarketSales(Schema):
    items: list[MarketSale]
    count: int
    next: int | None


class MarketYear(Schema):
    id: UUID
    from_on: date
    until_on: date
    state: str
    surplus_minor: int | None
    rule_set: str
    decision: str


class MarketYears(Schema):
    items: list[MarketYear]
    count: int
    next: int | None


class MarketOutlook(Schema):
    """What a year comes to, or would by another surplus or rules: sums, and for who keeps the books each part."""

    year: MarketYear
    surplus_minor: int
    reserve_minor: int
    education_minor: int
    social_minor: int
    carried_minor: int
    drawn_minor: int
    interest_minor: int
    dividend_minor: int
    borne_minor: int
    is_behind: bool
    parts: dict[UUID, int] | None


class MarketLine(Schema):
    on: date
    kind: str
    year: UUID | None
    is_difference: bool
    minor: int


class MarketBook(Schema):
    """One's own: what is in shares, due, kept and given, in pence or cents, and every line of it."""

    unit: str
    shares_minor: int
    due_minor: int
    retained_minor: int
    given_minor: int
    lines: list[MarketLine]


class Nearby(Schema):
    lm3: float
    low: float
    high: float
    share_2: float
    share_3: float
    stalls: int
    members: int


class FirstTrades(Schema):
    """Pairs that traded first, with and without help before, and the difference with its 95 % interval; letter C."""

    pairs_helped: int
    traded_helped: int
    pairs_others: int
    traded_others: int
    difference: float
    low: float
    high: float
    ratio: float | None


class MarketFigures(Schema):
    """Everything counted up to today; null is not shown."""

    is_demo: bool
    sales: int | None
    buyers: int | None
    stalls: int | None
    settled: Share | None
    multiplier: Nearby | None
    first_trade: FirstTrades | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/things", response=MarketWares, operation_id="market.read_wares")
def read_wares(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """What can be bought now; `q` finds it by its name, its stall or its place."""
    return paged(stalls.wares(_reader(request, community), q[:80].replace("\x00", "")), page, _ware)


@router.get("/stalls", response=MarketStalls, operation_id="market.read_stalls")
def read_stalls(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Stalls that are open."""
    return paged(stalls.stalls(_reader(request, community)), page, _stall)


@router.get("/bought", response=MarketSales, operation_id="market.read_sales")
def read_sales(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What one bought and sold."""
    actor = actor_of(request, community)
    if not policy.may(actor, "market.read_sales", "own"):
        raise NotThereError
    return paged(sales.my_sales(actor), page, _sale)


@router.get("/bought/{sale}", response=MarketSale, operation_id="market.read_sale")
def read_sale(request: HttpRequest, community: Path[str], sale: Path[UUID]) -> Any:
    """One purchase, for who bought or sold it; for the desk, any."""
    row = sales.sale_of(actor_of(request, community), sale, "api")
    if row is None:
        raise NotThereError
    return _sale(row)


@router.get("/years", response=MarketYears, operation_id="market.read_years")
def read_years(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Every year, the latest first."""
    actor = actor_of(request, community)
    if not policy.may(actor, "market.read_years"):
        raise NotThereError
    return paged(years.years(actor), page, _year)


@router.get("/years/{year}", response=MarketOutlook, operation_id="market.read_year")
def read_year(
    request: HttpRequest, community: Path[str], year: Path[UUID],
    surplus_minor: Annotated[int | None, Field(ge=-(10**12), le=10**12)] = None, rules: str = "",
) -> Any:  # fmt: skip
    """What a year comes to; or would, by another surplus or another of the sets of rules. Nothing of that is kept."""
    actor = actor_of(request, community)
    row = years.year_of(actor, year)
    if row is None:
        raise NotThereError
    found = years.outlook(actor, here(actor.community_id), row, surplus_minor, rules)
    whole = found.allocation
    parts = None
    if years.read_parts(actor, found, "api"):
        ids = books.ids(actor.community_id, {*whole.dividend, *whole.interest, *whole.borne})
        parts = {
            ids[who]: whole.dividend.get(who, 0) + whole.interest.get(who, 0) - whole.borne.get(who, 0) for who in ids
        }
    names = ("surplus_minor", "reserve_minor", "education_minor", "social_minor", "carried_minor", "drawn_minor")
    return {
        **{name: getattr(whole, name) for name in names}, "year": _year(row), "is_behind": found.is_behind,
        "interest_minor": sum(whole.interest.values()), "dividend_minor": sum(whole.dividend.values()),
        "borne_minor": sum(whole.borne.values()), "parts": parts,
    }  # fmt: skip


@router.get("/book", response=MarketBook, operation_id="market.read_books")
def read_book(request: HttpRequest, community: Path[str]) -> Any:
    """One's own shares and dividends."""
    actor = actor_of(request, community)
    if not policy.may(actor, "market.read_books", "own") or actor.agent_id is None:
        raise NotThereError
    stand = books.stand_of(actor.agent_id)
    names = ("shares_minor", "due_minor", "retained_minor", "given_minor")
    return {
        **{name: getattr(stand, name) for name in names},
        "unit": here(actor.community_id).money.code,
        "lines": [_line(line) for line in books.lines_of(actor.agent_id)],
    }


@router.get("/figures", response=MarketFigures, operation_id="market.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    return up_to_today(request, community, figures, MarketFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="market.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _reader(request: HttpRequest, community: str) -> Any:
    actor = actor_of(request, community)
    if not policy.may(actor, "market.read_page"):
        raise NotThereError
    return actor


def _ware(row: Ware) -> dict[str, Any]:
    names = ("name", "kind", "price_minor", "left")
    return {**{name: getattr(row, name) for name in names}, "id": row.public_id, "stall": row.stall.public_id}


def _stall(row: Trader) -> dict[str, Any]:
    seller = row.agent.public_id if row.agent else None
    return {"id": row.public_id, "name": row.stall, "words": row.words, "place": row.place, "seller": seller}


def _sale(row: Sale) -> dict[str, Any]:
    names = ("state", "quantity", "minor", "said_on", "sold_on")
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.public_id,
        "what": sales.called(row),
        "buyer": row.buyer.public_id if row.buyer else None,
        "seller": row.stall.agent.public_id if row.stall.agent else None,
        "open_minor": still_to_pay(row),
    }


def _year(row: Year) -> dict[str, Any]:
    names = MarketYear.model_fields.keys() - {"id"}
    return {**{name: getattr(row, name) for name in names}, "id": row.public_id}


def _line(line: BookLine) -> dict[str, Any]:
    year = line.year.public_id if line.year else None
    return {"on": line.on, "kind": line.kind, "year": year, "is_difference": line.round > 0, "minor": line.minor}
