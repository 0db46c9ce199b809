"""An occasion for a test: opened by somebody, and with people in it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.fixtures.towns import Town, do

from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.core.refusal import Refusal


def wall(*said: int) -> datetime:
    """A time by the community's own clock."""
    return datetime(*said)  # type: ignore[arg-type,misc]  # noqa: DTZ001 - that is the point


LONDON = ZoneInfo("Europe/London")
SATURDAY = wall(2026, 11, 21, 10)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def opened(town: Town, who: str = "Cleo", **more: Any) -> Occasion:
    asked = {
        "words": f"Repair café {town.canary}", "category": f"company {town.canary}", "starts_at": SATURDAY,
        "ends_at": SATURDAY + timedelta(hours=3), "slots": (SlotWanted("Tea", 1), SlotWanted("Mending", 2)),
        "place": f"Back door {town.canary}", "area": f"Lane {town.canary}",
    }  # fmt: skip
    outcome = do("exchange.open_occasion", town.actor(who), **{**asked, **more})
    assert isinstance(outcome, Done), outcome
    return Occasion.objects.get(public_id=outcome.value.occasions[0])


def slot(row: Occasion, needs: str = "Tea") -> UUID:
    return row.slots.get(needs=needs).public_id


def signed(town: Town, who: str, row: Occasion, needs: str = "Tea") -> UUID:
    outcome = do("exchange.sign_up", town.actor(who), slot=slot(row, needs))
    assert isinstance(outcome, Done), outcome
    return UUID(str(outcome.value.sign_up))


def same(row: Occasion, **more: Any) -> dict[str, Any]:
    """The occasion as it is, but for what is said."""
    row.refresh_from_db()
    as_it_is = {
        "occasion": row.public_id, "version": row.version, "words": row.words, "starts_at": row.starts_at,
        "ends_at": row.ends_at, "area": row.area.name if row.area else "", "place": row.place,
    }  # fmt: skip
    return as_it_is | more
