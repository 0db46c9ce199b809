"""The time of day, as an argument that can be set: demo towns and tests live on other days.

`recorded_at` columns do not ask here; what the database writes down is real.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def today(time_zone: str) -> date:
    """Which day it is in a community's own time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make it `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("A moment says which time zone it is in.")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
