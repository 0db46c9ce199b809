"""The figures of a time bank for scripts: the same numbers as the page and the table."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.timebank.queries.figures import Row, figures
from coproduce.community.base import clock
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, share, work_moved
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.community.people.models import Community

router = Router(tags=["timebank"])


class Line(Schema):
    """Months, or a kind, or both; null is from 1 to 7, and not shown."""

    labels: list[str]
    exchanges: int | None
    given_minutes: int | None
    received_minutes: int | None


class FiguresOfYear(Schema):
    """How help went round in a year. `cells` are by month and kind, for who sees the books whole."""

    year: int
    is_demo: bool
    total: Line
    months: list[Line]
    kinds: list[Line]
    cells: list[Line]
    newcomers: list[tuple[list[str], int | None]]
    without_staff: Share | None
    return_rate: Share | None
    asked: Share | None


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="timebank.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, "timebank", year)


@router.get("/figures", response=FiguresOfYear, operation_id="timebank.read_figures")
def read_figures(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """The figures of a year, this one unless said."""
    actor = actor_of(request, community)
    place = Community.objects.get(pk=actor.community_id)
    found = figures(actor, clock.today(place.time_zone), year)
    if found is None:
        raise NotThereError
    return {
        "year": found.year,
        "is_demo": place.is_demo,
        "total": _line(found.total),
        "months": [_line(row) for row in found.months],
        "kinds": [_line(row) for row in found.kinds],
        "cells": [_line(row) for row in found.cells],
        "newcomers": [(list(labels), number) for labels, number in found.newcomers],
        "without_staff": found.without_staff,
        "return_rate": share(found.return_rate),
        "asked": found.asked,
    }


def _line(row: Row) -> dict[str, Any]:
    return {
        "labels": list(row.labels),
        "exchanges": row.exchanges,
        "given_minutes": row.given_minutes,
        "received_minutes": row.received_minutes,
    }
