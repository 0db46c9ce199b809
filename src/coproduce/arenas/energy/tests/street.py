"""A street of three supply points, and short words for what happens again and again."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.fixtures.towns import Town, do

from coproduce.arenas.energy.models import Point, SharedMonth, Statement
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal

#: The month that is settled, and the day after it.
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
PRICES = {"price": Decimal(20), "retail": Decimal(30), "feed_in": Decimal(10)}
ROOF = ("Ben", "roof", "R1", "makes")
HOME, SCHOOL = ("Ana", "home", "H1", "uses"), ("Dee", "school", "S1", "uses")


def on(day: date, verb: str, town: Town, who: str, **said: Any) -> Done[Any] | Refusal:
    """A verb on a day."""
    with clock.at(datetime.combine(day, time(12), UTC)):
        return do(f"energy.{verb}", town.actor(who), **said)


def done(day: date, verb: str, town: Town, who: str, **said: Any) -> Any:
    outcome = on(day, verb, town, who, **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def point(town: Town, of: tuple[str, str, str, str], day: date = MAY, **said: Any) -> UUID:
    """Somebody's supply point, from a day on."""
    holder, name, number, kind = of
    words = {"holder": town.agents[holder], "name": f"{name} {town.canary}", "number": number, "kind": kind}
    enrolled: UUID = done(day, "enrol_point", town, "Cleo", **{**words, "from_on": day, **said}).point
    return enrolled


def street(town: Town, **said: Any) -> dict[str, UUID]:
    """Ben's roof, Ana's home and the school, which Dee answers for."""
    return {one[2]: point(town, one, **said) for one in (ROOF, HOME, SCHOOL)}


def days_of(wh_by_meter: dict[str, int], first_on: date = MAY, days: int = 31) -> str:
    """A file of days: each meter the same number of watt-hours in each hour of twelve to four, and nothing else."""
    heads = ["meter", "day", *(f"{hour:02}:00" for hour in range(24))]
    lines = [",".join(heads)]
    for number in range(days):
        for meter, wh in wh_by_meter.items():
            hours = [str(wh if 12 <= hour < 16 else 0) for hour in range(24)]
            lines.append(",".join([meter, (first_on + timedelta(number)).isoformat(), *hours]))
    return "\n".join(lines)


def bring(town: Town, what: str, wh_by_meter: dict[str, int], day: date = JUNE, **said: Any) -> Any:
    words = {"text": days_of(wh_by_meter), "from_on": MAY, "until_on": date(2026, 5, 31), "shape": "days", "unit": "Wh",
             "step_minutes": 60}  # fmt: skip
    return done(day, "bring_readings", town, "Tom", what=what, **{**words, **said})


def agree(town: Town, key: str = "dynamic", from_on: date = MAY, **said: Any) -> Any:
    decision = town.decided(decided_on=date(2026, 4, 20), effective_on=date(2026, 4, 20))
    return done(from_on, "agree_key", town, "Tom", key=key, from_on=from_on, decision=decision, **{**PRICES, **said})


def a_month(town: Town) -> dict[str, UUID]:
    """All of it up to a closed May: the roof makes 640 Wh in each of four hours, home and school use 300 and 500."""
    points = street(town)
    agree(town)
    bring(town, "made", {"R1": 640})
    bring(town, "used", {"H1": 300, "S1": 500})
    done(JUNE, "close_month", town, "Tom", month_on=MAY)
    return points


def settled(town: Town) -> dict[str, UUID]:
    points = a_month(town)
    done(JUNE, "settle_month", town, "Tom", month_on=MAY)
    return points


def statement(number: str, month_on: date = MAY) -> Statement:
    month = SharedMonth.objects.filter(month_on=month_on).order_by("round").last()
    return Statement.objects.get(month=month, point__number=number)


def shares(number: str) -> list[tuple[str, int, str, str | None]]:
    rows = Point.objects.get(number=number).belongings
    return [(one["of"], one["parts"], one["from_on"], one["until_on"]) for one in rows]
