"""A week as people speak of it: mornings, afternoons and evenings of seven days, kept as one small number.

>>> Tuesday = week_of([(1, "morning"), (1, "evening")])
>>> overlap(Tuesday, week_of([(1, "evening"), (5, "evening")])) == week_of([(1, "evening")])
True
"""

from collections.abc import Iterable

PARTS = ("morning", "afternoon", "evening")

#: Every part of every day. Nothing said means the same: any time.
ANY_TIME = (1 << 7 * len(PARTS)) - 1


def slot(day: int, part: str) -> int:
    """The bit of one part of one day; Monday is 0. Raises ValueError for a day or part there is not."""
    if not 0 <= day < 7:
        raise ValueError(f"A week has seven days; there is no day {day}.")
    if part not in PARTS:
        raise ValueError(f"A day has {', '.join(PARTS)}; there is no {part}.")
    return 1 << (day * len(PARTS) + PARTS.index(part))


def week_of(times: Iterable[tuple[int, str]]) -> int:
    """The week that has just these times."""
    week = 0
    for day, part in times:
        week |= slot(day, part)
    return week


def times_of(week: int) -> tuple[tuple[int, str], ...]:
    """The times of a week, in order.

    >>> times_of(week_of([(6, "evening"), (0, "morning")]))
    ((0, 'morning'), (6, 'evening'))
    """
    return tuple((day, part) for day in range(7) for part in PARTS if week & slot(day, part))


def overlap(one: int, other: int) -> int:
    """The times both have; a week with nothing said is free at any time."""
    return (one or ANY_TIME) & (other or ANY_TIME)


def is_week(week: int) -> bool:
    """Whether a number is a week at all."""
    return 0 <= week <= ANY_TIME
