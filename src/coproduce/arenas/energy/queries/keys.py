"""Every key tried on the community's own readings, beside what is agreed: before members vote, and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Max

from coproduce.arenas.energy.models import Point, Readings, SharingTerms
from coproduce.arenas.energy.queries.here import Here, here_in
from coproduce.arenas.energy.queries.months import OURS, days_of, places, points_in, readings_of
from coproduce.arenas.energy.rules import KEYS, Compared, Prices, compare, loads
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community
from coproduce.core.apportion import ONE
from coproduce.core.stats import Suppression

#: Prices to try where members have agreed on none, in smallest coins for a kWh: examples, and nobody's tariff.
TO_TRY = Prices(Decimal(18), Decimal(28), Decimal(6))


@dataclass(frozen=True, slots=True)
class Tried:
    """Every key on the readings of one month: `mine` is what the reader's own supply points would save by each.

    `homes` is of how many supply points, None where they are few; `low_income` by key is the part of all savings that
    goes to homes of little income, None where it is hidden or nobody is.
    """

    month_on: date
    prices: Prices
    homes: int | None
    compared: tuple[Compared, ...]
    low_income: Mapping[str, Fraction | None]
    mine: Mapping[str, int] | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What is agreed, what will hold, and what every key would come to; None where there are no readings yet."""

    agreed: SharingTerms | None
    coming: tuple[SharingTerms, ...]
    tried: Tried | None
    is_whole: bool


def keys(actor: Actor, community: Community, prices: Prices | None = None) -> Keys | None:
    """The key that holds, and every one tried; None for who may not read it."""
    seen = policy.rule_on(actor, "energy.read_figures")
    if seen == "deny":
        return None
    place = here_in(community)
    known = SharingTerms.objects.filter(community=community).select_related("decision")
    rows = list(known.order_by("from_on", "pk"))
    agreed = next((row for row in reversed(rows) if row.from_on <= place.today), None)
    coming = [row for row in rows if row.from_on > place.today]
    rule = Suppression(0) if seen == "allow" else Suppression()
    return Keys(agreed, tuple(coming), _tried(actor, place, agreed, prices, rule),
                seen == "allow")  # fmt: skip


def _tried(
    actor: Actor, place: Here, agreed: SharingTerms | None, prices: Prices | None, rule: Suppression
) -> Tried | None:
    months = Readings.objects.filter(point__community=place.community, until_on__lt=place.today)
    month_on = months.aggregate(last_on=Max("month_on"))["last_on"]
    if month_on is None:
        return None
    if prices is None:
        prices = Prices(agreed.neighbours, agreed.retail, agreed.feed_in) if agreed else TO_TRY
    days = days_of(place, month_on)
    points = points_in(place.community.pk, days)
    if not points:
        return None
    used, made = loads(places(place, points, days, readings_of(place, points, days)), OURS, days)
    users = sum(point.kind != Point.MAKES for point in points)
    compared = _compared(
        tuple(str(point.pk) for point in points),
        tuple(0 if point.kind == Point.MAKES else ONE // users for point in points),
        tuple(1 if point.has_low_income else 2 for point in points),
        used.tobytes(), made.tobytes(), (prices.community, prices.retail, prices.feed_in), days.start,
    )  # fmt: skip
    poor = sum(point.has_low_income for point in points)
    is_hidden = None in (rule.hide(poor), rule.hide(len(points) - poor)) or not poor
    own = [str(point.pk) for point in points if point.agent_id == actor.agent_id]
    return Tried(
        month_on, prices, rule.hide(len(points)), compared,
        {one.key: None if is_hidden else one.low_income for one in compared},
        {one.key: sum(one.savings[meter] for meter in own) for one in compared} if own else None,
        tuple(points),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _compared(
    meters: tuple[str, ...],
    parts: tuple[int, ...],
    classes: tuple[int, ...],
    used: bytes,
    made: bytes,
    prices: tuple[Any, ...],
    start: int,
) -> tuple[Compared, ...]:
    """All keys on the same numbers: kept, for many look at it in one evening.

    Parts are equal among those who use; homes of little income are the first class.
    """
    used_wh, made_wh = (np.frombuffer(wh, np.int64).reshape(len(meters), -1) for wh in (used, made))
    poor = [meter for meter, one in zip(meters, classes, strict=True) if one == 1]
    return compare(
        meters, used_wh, made_wh, Prices(*prices), KEYS, weights=parts, pairs=np.tile(parts, (len(meters), 1)),
        priority=classes, low_income=poor, start=start,
    )  # fmt: skip
