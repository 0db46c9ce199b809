"""What every arena that shows figures answers a script: shares with their interval, and paid beside unpaid hours."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.ring import ReturnRate
from coproduce.community.exchange.work_moved.reckoned import paid_and_unpaid
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.community.people.models import Community


class Share(Schema):
    """`k` of `n`, with the 95 % interval."""

    k: int
    n: int
    share: float | None
    low: float | None
    high: float | None


class PaidPart(Schema):
    """Who gave and was paid how many minutes; null is not shown."""

    who: list[str]
    people: int | None
    given_minutes: int | None
    paid_minutes: int | None


class PaidLine(Schema):
    """Months; `elsewhere_minutes` were paid for the whole community."""

    months: list[str]
    parts: list[PaidPart]
    everybody: PaidPart
    elsewhere_minutes: int


class PaidAndUnpaid(Schema):
    """Given hours by sex beside paid hours, by month and in the whole year."""

    year: int
    is_demo: bool
    total: PaidLine
    months: list[PaidLine]


def share(ring: ReturnRate | None) -> dict[str, Any] | None:
    """A return rate as a Share."""
    if ring is None:
        return None
    return {"k": ring.returned, "n": ring.n, "share": ring.share, "low": ring.low, "high": ring.high}


def up_to_today(
    request: HttpRequest, community: str, figures: Callable[[Actor, date], Any], says: type[Schema]
) -> dict[str, Any]:
    """An arena's figures up to today as what its operation says of them, with `is_demo` and `return_rate`; not there
    for whoever may not read them."""
    actor = actor_of(request, community)
    place = Community.objects.get(pk=actor.community_id)
    found = figures(actor, clock.today(place.time_zone))
    if found is None:
        raise NotThereError
    plain = {name: getattr(found, name) for name in says.model_fields.keys() - {"is_demo", "return_rate"}}
    return {**plain, "is_demo": place.is_demo, "return_rate": share(found.return_rate)}


def work_moved(request: HttpRequest, community: str, arena: str, year: int | None) -> dict[str, Any]:
    """What an arena answers as PaidAndUnpaid, in a year: this one unless said."""
    actor = actor_of(request, community)
    place = Community.objects.get(pk=actor.community_id)
    found = paid_and_unpaid(actor, arena, clock.today(place.time_zone), year)
    if found is None:
        raise NotThereError
    return {"year": found.year, "is_demo": place.is_demo, "total": found.total, "months": found.months}
