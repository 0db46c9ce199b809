"""What a sewer takes, what that costs by a dated book of rates, and how many weeks: built by the lane, and officially.

Quantities are exact fractions; money is whole smallest coins, rounded once an item, a half upwards. Work that people
give is counted in hours beside it and has no price.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.arenas.works.rules.lane import Chamber, Lane, Line, design
from coproduce.arenas.works.rules.sets import STANDARD, Pace, RateBook, Rules
from coproduce.core.arena import told_as
from coproduce.core.obligation import half_up

MM_M, MM3_M3 = 1000, 10**9


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a line takes; digging holds the trench and the pits of its chambers."""

    pipe_mm: int
    pipe_m: Fraction
    digging_m3: Fraction
    chambers: int
    joins: int
    cement_kg: int
    sand_m3: Fraction
    #: How often a mould for a chamber is used.
    shuttering_times: int
    tools: tuple[str, ...]
    minutes: int


class Item(NamedTuple):
    """A row of a bill: how much of what, what one costs and what all of it costs."""

    what: str
    amount: Fraction
    rate_minor: int
    minor: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What a line costs by a book of rates of a day."""

    from_on: date
    items: tuple[Item, ...]
    added_minor: int
    total_minor: int


class Way(NamedTuple):
    """One way of having it built: by whom, with which pipe, what it costs and in how many weeks it runs."""

    by: str
    pipe_mm: int
    total_minor: int
    minutes: int
    weeks: int


def quantities(line: Line | Mapping[str, Any], rules: Rules | Mapping[str, Any] = STANDARD) -> Quantities:
    """What a line takes: width by mean depth by length, and the pit of every chamber.

    >>> line = Line(100, (Chamber(0, 10_000, 9_600, 0), Chamber(16_000, 9_900, 9_500, 4)), (), 300)
    >>> taken = quantities(line)
    >>> taken.pipe_m, taken.digging_m3, taken.chambers, taken.joins, taken.cement_kg
    (Fraction(16, 1), Fraction(1007, 250), 2, 4, 120)
    """
    line, rules = told_as(Line, line), told_as(Rules, rules)
    chambers = [told_as(Chamber, one) for one in line.chambers]
    if len(chambers) < 2:
        raise WorksError("TOO_FEW", "chambers", "A line runs from one chamber to another: there are two at least.")
    width = rules.trench_mm + line.diameter_mm
    twice = 0
    for one, other in pairwise(chambers):
        length = other.chainage_mm - one.chainage_mm
        if length <= 0 or min(one.depth_mm, other.depth_mm) < 0:
            raise WorksError(
                "NEGATIVE", "chambers", f"At {other.chainage_mm / MM_M:g} m the line goes back, or lies above ground."
            )
        twice += width * length * (one.depth_mm + other.depth_mm + 2 * rules.bedding_mm)
    pits = rules.chamber_mm**2 * sum(one.depth_mm + rules.bedding_mm for one in chambers)
    length = chambers[-1].chainage_mm - chambers[0].chainage_mm
    digging, pipe, count = Fraction(twice + 2 * pits, 2 * MM3_M3), Fraction(length, MM_M), len(chambers)
    work = digging * rules.digging_minutes + pipe * rules.laying_minutes + count * rules.chamber_minutes
    return Quantities(
        line.diameter_mm,
        pipe,
        digging,
        count,
        sum(one.houses for one in chambers),
        count * rules.chamber_cement_kg,
        count * rules.chamber_sand_share + Fraction(width * rules.bedding_mm * length, MM3_M3),
        count,
        rules.tools,
        half_up(work),
    )


def bill(taken: Quantities | Mapping[str, Any], book: RateBook | Mapping[str, Any]) -> Bill:
    """What it costs by this book. WorksError where the book has no rate for the pipe, or one below nothing.

    >>> book = RateBook(date(2026, 1, 1), {100: 450}, 0, 15, 3000, 1800, 600, Fraction(1, 10))
    >>> taken = Quantities(100, Fraction(16), Fraction(4), 2, 4, 120, Fraction(1, 2), 2, (), 0)
    >>> cost = bill(taken, book)
    >>> [item.minor for item in cost.items], cost.added_minor, cost.total_minor
    ([7200, 0, 1800, 1500, 3600, 2400], 1650, 18150)
    """
    taken, book = told_as(Quantities, taken), told_as(RateBook, book)
    if taken.pipe_mm not in book.pipe_minor_by_mm:
        raise WorksError(
            "NO_RATE", "pipe_minor_by_mm", f"The book has no rate for a pipe of {taken.pipe_mm} mm: add it."
        )
    rows = (
        ("pipe_m", taken.pipe_m, book.pipe_minor_by_mm[taken.pipe_mm]),
        ("digging_m3", taken.digging_m3, book.digging_minor),
        ("cement_kg", Fraction(taken.cement_kg), book.cement_minor),
        ("sand_m3", taken.sand_m3, book.sand_minor),
        ("chambers", Fraction(taken.chambers), book.cover_minor),
        ("joins", Fraction(taken.joins), book.join_minor),
    )
    for what, _, rate in rows:
        if rate < 0:
            raise WorksError("NEGATIVE", what, f"The rate for {what} is {rate}: write 0 or more.")
    items = tuple(Item(what, amount, rate, half_up(amount * rate)) for what, amount, rate in rows)
    whole = sum(item.minor for item in items)
    added = half_up(whole * book.added_share)
    return Bill(book.from_on, items, added, whole + added)


def weeks(minutes: int, pace: Pace | Mapping[str, Any]) -> int:
    """How many weeks it takes, waiting and all, where so many work at it so long a week.

    >>> weeks(12_000, Pace(8, 720, 2)), weeks(0, Pace(8, 720, 52))
    (5, 52)
    """
    pace = told_as(Pace, pace)
    return pace.wait_weeks + ceil(Fraction(minutes, pace.crew_people * pace.week_minutes))


def alternatives(lane: Lane | Mapping[str, Any], rules: Rules | Mapping[str, Any] = STANDARD) -> tuple[Way, ...]:
    """Every pipe on the list that carries the lane, built by the lane; and the office's pipe, built officially.

    >>> from coproduce.arenas.works.rules.lane import Ground, House
    >>> lane = Lane((House("1", 6, 9_000),), (Ground(0, 12_000), Ground(32_000, 11_500)), 10_000)
    >>> [(way.by, way.pipe_mm) for way in alternatives(lane)]
    [('lane', 100), ('lane', 150), ('lane', 230), ('office', 230)]
    """
    lane, rules = told_as(Lane, lane), told_as(Rules, rules)
    smallest = design(lane, rules).diameter_mm
    ways = []
    for pipe in sorted(size for size in rules.pipes_mm if size >= smallest):
        ways.append(_way("lane", lane, rules, pipe, rules.book, rules.pace))
    official = max(rules.official_pipe_mm, smallest)
    return (*ways, _way("office", lane, rules, official, rules.official_book, rules.official_pace))


def _way(by: str, lane: Lane, rules: Rules, pipe: int, book: RateBook, pace: Pace) -> Way:
    taken = quantities(design(lane, rules, pipe), rules)
    return Way(by, pipe, bill(taken, book).total_minor, taken.minutes, weeks(taken.minutes, pace))
