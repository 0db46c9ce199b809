"""What is looked at where there is no time for everything: a few today, others tomorrow, within four weeks all of it.

The day decides, so that the same day takes the same again: `./coproduce test --day 2026-11-24`. On PostgreSQL it is
tomorrow already: what a leg leaves out, the other may look at the same day. Nothing is left out with `--long`.
"""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from zlib import crc32

import pytest

IS_LONG = bool(os.environ.get("COPRODUCE_LONG"))

#: Set down, for whoever else works on these tests, so that midnight comes to all of them afterwards.
DAY = date.fromisoformat(os.environ.setdefault("COPRODUCE_DAY", f"{date.today()}"))  # noqa: DTZ011 - any day will do

if os.environ.get("DATABASE_URL"):
    DAY += timedelta(days=1)

Thing = TypeVar("Thing")


def turn(name: str, of: int) -> int:
    """A number below `of` that is the next one tomorrow: whatever waits for one of them comes once in `of` days."""
    return (crc32(name.encode()) + DAY.toordinal()) % of


def later(thing: object, today: Sequence[object]) -> list[pytest.MarkDecorator]:
    """The marks of a case: what is not among today's waits for its day, or for `--long`."""
    return [] if thing in today else [pytest.mark.long]


def some(things: Sequence[Thing], many: int) -> list[Thing]:
    """So many of them today, the next ones tomorrow, and after the last the first again."""
    many = min(many, len(things))
    return [things[(DAY.toordinal() * many + number) % len(things)] for number in range(many)]
