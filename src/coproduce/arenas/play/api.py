"""Festivals, goals, things that go round, what was mended, and figures, for scripts; parts are read as occasions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.models import Goal, Thing
from coproduce.arenas.play.queries import festivals as known, goals as far, library
from coproduce.arenas.play.queries.figures import figures
from coproduce.arenas.play.queries.repairs import records
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged

router = Router(tags=["play"])


class OneFestival(Schema):
    """A festival or a challenge; `parts` are occasions, `came` how many came to them; 1 to 7 is null."""

    id: UUID
    kind: str
    name: str
    words: str
    state: str
    organiser: UUID
    begins_at: datetime | None
    kit: str
    quiet: str
    access: str
    rain: str
    parts: list[UUID]
    came: int | None


class Festivals(Schema):
    items: list[OneFestival]
    count: int
    next: int | None


class GoalMark(Schema):
    """A per cent that was celebrated, and when."""

    percent: int
    on: date


class OneGoal(Schema):
    """A goal by its sums; `own` are the reader's lines that can be put right."""

    id: UUID
    name: str
    festival: UUID | None
    total: str
    target: str
    percent: int
    celebrated: list[GoalMark]
    own: list[UUID]


class Goals(Schema):
    items: list[OneGoal]
    count: int
    next: int | None


class ThingToLend(Schema):
    """A thing that goes round; `borrower` is told to them, whose it is, and the desk."""

    id: UUID
    name: str
    kind: str
    words: str
    keeper: UUID
    borrower: UUID | None
    until_on: date | None
    times_lent: int


class ThingsToLend(Schema):
    items: list[ThingToLend]
    count: int
    next: int | None


class OrdsRecord(Schema):
    """A record of the Open Repair Data Standard."""

    id: str
    data_provider: str
    country: str
    partner_product_category: str
    product_category: str
    product_category_id: str
    brand: str
    year_of_manufacture: str
    product_age: str
    repair_status: str
    repair_barrier_if_end_of_life: str
    group_identifier: str
    event_date: str
    problem: str


class OrdsRecords(Schema):
    items: list[OrdsRecord]


class PlayFigures(Schema):
    is_demo: bool
    festivals: int
    held: int
    things: int
    times_lent: int
    brought: int
    by_members: Share | None
    fixed: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/festivals", response=Festivals, operation_id="play.read_festivals")
def read_festivals(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """Festivals and challenges, those that are over last, and the newest idea first."""
    return paged(known.festivals(actor_of(request, community), q.strip()[:80]), page, _festival)


@router.get("/festivals/{festival_id}", response=OneFestival, operation_id="play.read_festival")
def read_festival(request: HttpRequest, community: Path[str], festival_id: Path[UUID]) -> Any:
    """One festival; its parts are read as occasions."""
    row = known.one(actor_of(request, community), festival_id)
    if row is None:
        raise NotThereError
    return _festival(row)


@router.get("/goals", response=Goals, operation_id="play.read_goals")
def read_goals(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Goals with how far they are, the newest first: sums only."""
    actor = actor_of(request, community)
    return paged(
        far.goals(actor),
        page,
        lambda row: _goal(row) | {"own": list(far.own(actor, row).values_list("public_id", flat=True))},
    )


@router.get("/library", response=ThingsToLend, operation_id="play.read_library")
def read_library(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """Toys and tools by name."""
    actor = actor_of(request, community)
    return paged(
        library.things(actor, q.strip()[:80]),
        page,
        lambda row: _thing(library.read_borrowers(actor, [row])[0], sees=library.sees_borrower(actor, row)),
    )


@router.get("/mended", response=OrdsRecords, operation_id="play.read_mended")
def read_mended(request: HttpRequest, community: Path[str]) -> Any:
    """What was mended, in the fields of the Open Repair Data Standard; nobody's name stands in it."""
    return {"items": list(records(actor_of(request, community)))}


@router.get("/figures", response=PlayFigures, operation_id="play.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """Everything counted up to today; small numbers are null for whoever may not see the books whole."""
    return up_to_today(request, community, figures, PlayFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="play.read_work_moved")
def read_work_moved(request: HttpRequest, community: Path[str], year: int | None = None) -> Any:
    """Given hours beside paid ones."""
    return work_moved(request, community, ARENA.slug, year)


def _festival(row: Any) -> dict[str, Any]:
    [now] = known.stand([row])
    said = ("kind", "name", "words", "kit", "quiet", "access", "rain", "parts")
    return {
        **{name: getattr(row, name) for name in said},
        "id": row.public_id,
        "state": now.state,
        "organiser": row.organiser.public_id,
        "begins_at": now.begins_at,
        "came": known.came(row),
    }


def _goal(row: Goal) -> dict[str, Any]:
    now = far.reached(row)
    return {
        "id": row.public_id,
        "name": row.name,
        "festival": row.festival and row.festival.public_id,
        "total": now.total,
        "target": now.target,
        "percent": now.percent,
        "celebrated": [{"percent": mark, "on": on} for mark, on in now.celebrated],
    }


def _thing(row: Thing, *, sees: bool) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("name", "kind", "words", "times_lent")}
    return {
        **said,
        "id": row.public_id,
        "keeper": row.keeper.public_id,
        "borrower": row.borrower.public_id if sees and row.borrower else None,
        "until_on": row.due_on,
    }
