"""Visits that were planned and may not be made any more: taken back by one rule, whatever changed in between."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coproduce.arenas.care.models import Visit
from coproduce.arenas.care.queries.going import NO_ADDRESS, may_go
from coproduce.arenas.care.queries.here import rota
from coproduce.arenas.care.queries.links import to_case, to_own_page
from coproduce.community.base.done import Notice

NOT_GOING = "A planned visit is called off: not everybody who was to go may go just now. See who can come instead."
OFF = "A visit of yours is called off. Ask the desk."
CALLED_OFF = "Your visit is called off. Somebody rings you about another one."


def still_planned(now: datetime, whose: int | None = None) -> QuerySet[Visit]:
    """Visits to come that nobody has set out for; of one who goes, or of everybody."""
    rows = Visit.objects.filter(planned_at__gte=now, checked_in_at=None, cancelled_at=None).exclude(kind=Visit.CALL)
    return rows if whose is None else rows.filter(Q(visitor=whose) | Q(companion=whose))


def take_back_unfit(rows: QuerySet[Visit], now: datetime) -> list[Notice]:
    """Ask again of each of these whether it may be made; take back those that may not, and tell all it concerns.

    Where the address is hidden it stands: whoever was to come rings, and has been told so.
    """
    told: list[Notice] = []
    held = rows.select_for_update(of=("self",)).select_related("case__community", "case__agent")
    for row in held.order_by("planned_at", "pk"):
        on = row.planned_at.astimezone(ZoneInfo(row.case.community.time_zone)).date()
        fault = may_go(row.case, row.kind, row.visitor_id, row.companion_id, on)
        if fault and fault != NO_ADDRESS:
            row.cancelled_at = now
            row.save(update_fields=["cancelled_at"])
            told += _told(row)
    return told


def call_off(rows: QuerySet[Visit], now: datetime, *, is_told_at_desk: bool = False) -> list[Notice]:
    """These planned visits are off; who would have gone and whoever waits for them hear it, and no why."""
    planned = rows.filter(checked_in_at=None, cancelled_at=None).select_related("case__community").order_by("pk")
    told = [notice for row in planned for notice in (_told if is_told_at_desk else _called_off)(row)]
    planned.update(cancelled_at=now)
    return told


def _told(row: Visit) -> Iterable[Notice]:
    """The desk finds another; who would have gone, and whoever waits for them, hear no why."""
    desk = to_case(row.case)
    yield from (Notice(one, NOT_GOING, urgent=True, link=desk) for one in rota(row.case.community_id))
    yield from _called_off(row)


def _called_off(row: Visit) -> Iterable[Notice]:
    own, going = to_own_page(row.case.community.slug), sorted({row.visitor_id, row.companion_id or row.visitor_id})
    yield from (Notice(one, OFF, urgent=True, link=own) for one in going)
    yield Notice(row.case.agent_id, CALLED_OFF, urgent=True, link=own)
