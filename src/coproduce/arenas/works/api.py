"""Lanes, their line, board, upkeep and figures, for scripts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import Blockage, Lane
from coproduce.arenas.works.pages.dues import board_name
from coproduce.arenas.works.queries.dues import books, days_due, stands
from coproduce.arenas.works.queries.figures import figures
from coproduce.arenas.works.queries.here import Here, here, houses_of, lane_of, lanes_of, said
from coproduce.arenas.works.queries.lines import drawn, lane as as_lane, links, people_above, reached
from coproduce.arenas.works.queries.upkeep import blockages
from coproduce.arenas.works.rules import missing_links, stage
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.core.refusal import Refusal

router = Router(tags=["works"])


class LaneSeen(Schema):
    """A lane or trunk: what it runs into, who leads it, how far it is."""

    id: UUID
    name: str
    into: UUID | None
    is_trunk: bool
    stage: str
    leader: UUID
    houses: int
    surveyed_on: date | None
    pipe_mm: int | None
    used_on: date | None


class LinkMissing(Schema):
    """What is missing on the way down, NOT_LAID or NO_OUTLET, and the lanes that wait for it."""

    name: str
    why: str
    waiting: list[str]


class LanesSeen(Schema):
    items: list[LaneSeen]
    missing: list[LinkMissing]


class LaneWay(Schema):
    """A way to build it: by the lane or the office, with which pipe, for how much, in how many weeks."""

    by: str
    pipe_mm: int
    total_minor: int
    minutes: int
    weeks: int


class LaneItem(Schema):
    what: str
    amount: float
    rate_minor: int
    minor: int


class LaneChamber(Schema):
    chainage_mm: int
    ground_mm: int
    invert_mm: int
    houses: int


class LaneLine(Schema):
    """The line of a lane with what it takes and costs, and how it could be had otherwise."""

    unit: str
    pipe_mm: int
    is_chosen: bool
    least_cover_mm: int
    chambers: list[LaneChamber]
    ways: list[LaneWay]
    items: list[LaneItem]
    total_minor: int


class BoardHouse(Schema):
    """A house on the board: whether it agreed, and what was due and is still to come; never what it pays."""

    house: str
    is_agreed: bool
    behind_minor: int


class LaneBoard(Schema):
    unit: str
    total_minor: int | None
    came_minor: int
    due_on: list[date]
    houses: list[BoardHouse]


class PipeBlocked(Schema):
    id: UUID
    what: str
    reported_on: date
    cleared_on: date | None
    minutes: int | None
    thanks: str


class PipesBlocked(Schema):
    items: list[PipeBlocked]
    count: int
    next: int | None


class LaneFigures(Schema):
    """Everything counted up to today; null is not shown."""

    is_demo: bool
    lanes: int
    in_use: int
    houses: int | None
    minutes: int | None
    agreed: Share | None
    cleared: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/lanes", response=LanesSeen, operation_id="works.read_lanes")
def read_lanes(request: HttpRequest, community: Path[str]) -> Any:
    """Every lane by name, and what is missing between them."""
    actor = _reader(request, community)
    place, rows = here(actor.community_id), list(lanes_of(actor.community_id).prefetch_related("houses"))
    missing = missing_links(links(rows))
    return {"items": [_lane(one, place) for one in rows], "missing": [one._asdict() for one in missing]}


@router.get("/line", response=LaneLine, operation_id="works.read_line")
def read_line(request: HttpRequest, community: Path[str], lane: UUID) -> Any:
    """The line of a lane, chosen or the narrowest; 404 where none can be drawn, as its page says."""
    row = _row(_reader(request, community), lane)
    place = here(row.community_id)
    rows = list(lanes_of(row.community_id).prefetch_related("houses"))
    lane_now = as_lane(row, houses_of(row), people_above(row, rows))
    found = said(lambda: drawn(lane_now, place.rules(row), row.pipe_mm)) if row.ground else None
    if found is None or isinstance(found, Refusal):
        raise NotThereError
    return {
        "unit": place.money.code, "pipe_mm": found.line.diameter_mm, "is_chosen": row.pipe_mm is not None,
        "least_cover_mm": found.line.least_cover_mm,
        "chambers": [
            {"chainage_mm": one.chainage_mm, "ground_mm": one.ground_mm, "invert_mm": one.invert_mm,
             "houses": one.houses}
            for one in found.line.chambers
        ],
        "ways": [way._asdict() for way in found.ways],
        "items": [{**one._asdict(), "amount": float(one.amount)} for one in found.bill.items],
        "total_minor": found.bill.total_minor,
    }  # fmt: skip


@router.get("/board", response=LaneBoard, operation_id="works.read_board")
def read_board(request: HttpRequest, community: Path[str], lane: UUID) -> Any:
    """The board of a lane's dues, as everybody reads it."""
    row = _row(_reader(request, community), lane)
    place = here(row.community_id)
    found = stands(row, houses_of(row), books(row.community_id, place.money), place.today)
    return {
        "unit": place.money.code, "total_minor": row.cost_minor, "came_minor": found.came, "due_on": days_due(row),
        "houses": [
            {"house": board_name(row, one), "is_agreed": bool(one.house.agreed_on) or not one.share,
             "behind_minor": one.behind}
            for one in found.rows
        ],
    }  # fmt: skip


@router.get("/blocked", response=PipesBlocked, operation_id="works.read_blocked")
def read_blocked(request: HttpRequest, community: Path[str], lane: UUID, page: PageNumber = 1) -> Any:
    """What was blocked in a lane, what is blocked now first."""
    return paged(blockages(_row(_reader(request, community), lane)), page, _blocked)


@router.get("/figures", response=LaneFigures, operation_id="works.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    return up_to_today(request, community, figures, LaneFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="works.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _reader(request: HttpRequest, community: str) -> Actor:
    actor = actor_of(request, community)
    if not policy.may(actor, "works.read_page"):
        raise NotThereError
    return actor


def _row(actor: Actor, lane: UUID) -> Lane:
    row = lane_of(actor, lane)
    if row is None or row.is_trunk:
        raise NotThereError
    return row


def _lane(row: Lane, place: Here) -> dict[str, Any]:
    houses = list(row.houses.all())
    return {
        "id": row.public_id, "name": row.name, "into": row.into and row.into.public_id, "is_trunk": row.is_trunk,
        "stage": "" if row.is_trunk else stage(reached(row, houses, place)), "leader": row.leader.public_id,
        "houses": len(houses), "surveyed_on": row.surveyed_on, "pipe_mm": row.pipe_mm, "used_on": row.used_on,
    }  # fmt: skip


def _blocked(row: Blockage) -> dict[str, Any]:
    return {
        "id": row.public_id, "what": row.words, "reported_on": row.reported_on, "cleared_on": row.cleared_on,
        "minutes": row.minutes, "thanks": row.thanks,
    }  # fmt: skip
