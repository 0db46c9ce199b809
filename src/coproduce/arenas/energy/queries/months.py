"""A month as it would be shared by what is known now, the months that were closed, and what each came to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.models import Point, Readings, SharedMonth, SharingTerms, Statement
from coproduce.arenas.energy.queries.here import Here, sharing
from coproduce.arenas.energy.queries.readings import Key, curve_in, last_readings
from coproduce.arenas.energy.rules import Allocation, Belonging, Days, Place, Prices, Shared, month_of, share_month
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.core.cycle import Amounts

#: What a community calls itself among those a meter is shared with.
OURS = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The supply points of a month, what each comes to, and the readings it was reckoned from."""

    points: tuple[Point, ...]
    shared: tuple[Shared, ...]
    readings: tuple[int, ...]
    has_any: bool

    @property
    def allocations(self) -> tuple[Allocation, ...]:
        return tuple(one.allocation for one in self.shared)


def belongings(point: Point) -> tuple[Belonging, ...]:
    """A point's, as the rules take them."""
    return tuple(_belonging(row) for row in point.belongings)


def _belonging(row: Mapping[str, Any]) -> Belonging:
    until_on = row["until_on"] and date.fromisoformat(row["until_on"])
    return Belonging(row["of"], row["parts"], date.fromisoformat(row["from_on"]), until_on or None)


def days_of(place: Here, month_on: date) -> Days:
    """A month here."""
    return month_of(month_on, place.community.time_zone, place.rules.step_minutes)


def points_in(community_id: int, days: Days) -> list[Point]:
    """The supply points of which some day of these is the community's, in the order they came."""
    rows = Point.objects.filter(community=community_id).select_related("agent").order_by("pk")
    return [row for row in rows if is_here_in(row, days)]


def is_here_in(point: Point, days: Days) -> bool:
    """Whether some day of these is the community's."""
    ours = (one for one in belongings(point) if one.community == OURS)
    return any(one.from_on <= days.last_on and (not one.until_on or days.first_on <= one.until_on) for one in ours)


def places(place: Here, points: Sequence[Point], days: Days, rows: Mapping[Key, Readings]) -> list[Place]:
    """Supply points as the rules take them, by their keys in the database."""
    return [
        Place(
            str(point.pk),
            belongings(point),
            curve_in(rows, point, Readings.USED, days, place.gaps) if point.kind != Point.MAKES else None,
            curve_in(rows, point, Readings.MADE, days, place.gaps) if point.kind != Point.USES else None,
            uses=point.kind != Point.MAKES,
            makes=point.kind != Point.USES,
        )
        for point in points
    ]


def reckon(place: Here, terms: SharingTerms, month_on: date) -> Reckoned:
    """What a month comes to by what is known now."""
    days = days_of(place, month_on)
    points = points_in(place.community.pk, days)
    rows = readings_of(place, points, days)
    shared = share_month(places(place, points, days, rows), sharing(terms), OURS, days)
    has_any = any(row.month_on == month_on for row in rows.values())
    return Reckoned(tuple(points), shared, tuple(sorted(row.pk for row in rows.values())), has_any)


def readings_of(place: Here, points: Iterable[Point], days: Days) -> dict[Key, Readings]:
    """The readings a month is reckoned from: its own; where gaps are filled, those of the month before, too."""
    before = days.first_on if place.gaps.policy == "leave" else (days.first_on - timedelta(1)).replace(day=1)
    return last_readings(points, before, days.first_on)


def allocation(row: Statement) -> Allocation:
    """A statement, as the rules take it."""
    return Allocation(
        str(row.point_id), row.own_wh, row.bought_wh, row.grid_wh, row.sold_wh, row.surplus_wh
    )  # fmt: skip


def prices_of(row: SharedMonth) -> Prices:
    """The prices a month was closed with."""
    price, retail, feed_in = (Decimal(row.frozen[name]) for name in ("price", "retail", "feed_in"))
    return Prices(price, retail, feed_in)


def last_rounds(community_id: int, *states: str) -> dict[date, SharedMonth]:
    """The last round of each month, the last month first; of those in these states where some are named."""
    rows = SharedMonth.objects.filter(community=community_id)
    rows = rows.filter(state__in=states) if states else rows
    found = {row.month_on: row for row in rows.order_by("month_on", "round")}
    return dict(reversed(found.items()))


def rounds(community_id: int, month_on: date) -> list[SharedMonth]:
    """Every round of a month, the first first."""
    rows = SharedMonth.objects.filter(community=community_id, month_on=month_on)
    return list(rows.select_related("community", "closed_by", "settled_by").order_by("round"))


def closed_days(row: SharedMonth) -> Days:
    """A month as it was closed, by the clock and the steps of then."""
    return month_of(row.month_on, row.frozen["zone"], row.frozen["step_minutes"])


def said_of(rows: Iterable[SharedMonth]) -> tuple[Amounts, ...]:
    """What was posted round by round, as `core.cycle` keeps it."""
    return tuple({(who, unit): amount for who, unit, amount in row.said} for row in rows)


@dataclass(frozen=True, slots=True)
class Month:
    """One round of a month, for whoever settles it: what each supply point comes to, and whether a premium is added."""

    row: SharedMonth
    statements: tuple[Statement, ...]
    has_premium: bool


def month(actor: Actor, which: UUID) -> Month | None:
    """One round of a month; that it was read is written down for each who stands there.

    None for who may not read it.
    """
    if not policy.may(actor, "energy.read_months"):
        return None
    rows = SharedMonth.objects.filter(community_id=actor.community_id).select_related("closed_by", "settled_by")
    row = the_one(rows.filter(public_id=which))
    if row is None:
        return None
    found = statements_of(row)
    audit.reading(actor, "energy.read_months", {one.point.agent_id for one in found}, "page")
    has_premium = rows.filter(month_on=row.month_on).exclude(premium=None).exists()
    return Month(row, found, has_premium)


def months(actor: Actor) -> list[SharedMonth] | None:
    """The last round of every month, the last first; None for who may not read them."""
    if not policy.may(actor, "energy.read_months"):
        return None
    return list(last_rounds(actor.community_id).values())


def statements_of(row: SharedMonth) -> tuple[Statement, ...]:
    """The statements of one round with whose they are, in the order supply points came."""
    return tuple(row.statements.select_related("point__agent").order_by("point"))
