"""What is looked at where there is no time for everything: a few today, others tomorrow, within a week all of it.

The day decides, so that the same day takes the same again: `./coproduce test --day 2026-11-24`. Nothing is left out
with `--long`.
"""

import os
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar
from zlib import crc32

IS_LONG = bool(os.environ.get("COPRODUCE_LONG"))

#: Set down, for whoever else works on these tests, so that midnight comes to all of them afterwards.
DAY = date.fromisoformat(os.environ.setdefault("COPRODUCE_DAY", f"{date.today()}"))  # noqa: DTZ011 - any day will do

Thing = TypeVar("Thing")


def turn(name: str, of: int) -> int:
    """Whose turn it is today, 0 to `of` - 1: for each name another day by day, so that each comes once in `of` days.

    >>> turn("home", 1)
    0
    """
    return (crc32(name.encode()) + DAY.toordinal()) % of


def others_first(things: Sequence[Thing], about: str) -> list[Thing]:
    """The same in another order each day, for a loop that stops after a few."""
    return Random(f"{DAY} {about}").sample(things, len(things))
