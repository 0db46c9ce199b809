"""Does the ring close? Who was helped before they had given anything, and of those how many helped someone in turn.

Pure: rows in, figures out, with their intervals. Shown, never a target: nobody
owes a return. What we can do better is the asking, so how many of those who were
ready were asked or excused stands beside it, and how much people agreed without
the desk. Who may see small numbers is `Suppression`'s answer, not given here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from coproduce.core.stats import aalen_johansen, whole, wilson

#: What became of someone who was helped.
NOT_YET, HELPED_SOMEONE, LEFT = 0, 1, 2

#: Within this many days after first being helped, the last included, a return counts.
RETURN_DAYS = 180


@dataclass(frozen=True, slots=True)
class Helped:
    """One contribution: who helped whom, where and on which day. People are known by their agents' numbers."""

    giver: int
    receiver: int
    arena: str
    on: date


@dataclass(frozen=True, slots=True)
class Followed:
    """One who was helped before they had given: `days` later came the `code`, or it is today and nothing has come."""

    person: int
    arena: str
    generation: int
    days: int
    code: int


@dataclass(frozen=True, slots=True)
class ReturnRate:
    """Of `n` first helped before they had given, the `share` who helped someone in time, with its 95 % interval.

    `returned` counts those already seen to; `known` those whose answer is known:
    they returned, left, or their time is over. The others still wait, and are
    not counted as a no, so `share` is no less than `returned` in `n`. `share`,
    `low` and `high` are None where there is nobody.
    """

    n: int
    returned: int
    known: int
    share: float | None
    low: float | None
    high: float | None
    by_generation: Mapping[int, "ReturnRate"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """`k` of `n`, with Wilson's 95 % interval; of nobody there is no share: all three are None."""

    k: int
    n: int
    share: float | None
    low: float | None
    high: float | None


def followed(rows: Iterable[Helped], left: Mapping[int, date], today: date) -> tuple[Followed, ...]:
    """Everybody first helped before they had given anything, each once, by the day they were first helped.

    - Helping oneself is not helping, and what is dated after `today` has not happened.
    - Someone who gave before they were first helped, or on that same day, began by giving and is not here.
    - They return on the first day they help anybody, in any arena. Leaving (death too) on an earlier day ends the
      wait; on the same day the help still counts. `left` holds the last day someone left; one who left before they
      were first helped had come back.
    - Their generation is one more than that of who first helped them; of who began by giving, and of who was never
      helped, it is 0. A helper's own first help is always on an earlier day, so a circle of help has a beginning.
    - Helped by several on the first day, they count once, with the lowest generation, and in the first arena by name.

    >>> from datetime import date
    >>> rows = [Helped(1, 2, "sewing", date(2026, 3, 1)), Helped(2, 3, "sewing", date(2026, 3, 31))]
    >>> for one in followed(rows, {}, date(2026, 4, 10)):
    ...     print(one)
    Followed(person=2, arena='sewing', generation=1, days=30, code=1)
    Followed(person=3, arena='sewing', generation=2, days=10, code=0)
    """
    happened = sorted((row for row in rows if row.giver != row.receiver and row.on <= today), key=lambda row: row.on)
    gave = {row.giver: row.on for row in reversed(happened)}
    first: dict[int, list[Helped]] = {}
    for row in happened:
        helped = first.setdefault(row.receiver, [row])
        if helped[0] is not row and helped[0].on == row.on:
            helped.append(row)
    return followed_since(first, gave, left, today)


def followed_since(
    first: Mapping[int, Sequence[Helped]], gave: Mapping[int, date], left: Mapping[int, date], today: date
) -> tuple[Followed, ...]:
    """The same, where the beginnings are known: who helped whom on the `first` day each was helped, in the order of
    those days, and the first day each `gave`. Who began by giving may be left out of both.
    """
    generation: dict[int, int] = {}
    people: list[Followed] = []
    for person, helped in first.items():
        since = helped[0].on
        returned = gave.get(person)
        if returned is not None and returned <= since:
            continue
        by, *others = helped
        nearest, arena = generation.get(by.giver, 0), by.arena
        for row in others:  # hardly anybody has others
            nearest, arena = min(nearest, generation.get(row.giver, 0)), min(arena, row.arena)
        generation[person] = 1 + nearest
        days, code = _what_came(since, returned, left.get(person), today)
        people.append(Followed(person, arena, 1 + nearest, days, code))
    return tuple(people)


def _what_came(since: date, returned: date | None, left: date | None, today: date) -> tuple[int, int]:
    """After how many days, and what."""
    gone = left if left is not None and since <= left <= today else None
    if returned is not None and (gone is None or returned <= gone):
        return (returned - since).days, HELPED_SOMEONE
    if gone is not None:
        return (gone - since).days, LEFT
    return (today - since).days, NOT_YET


def return_rate(
    rows: Iterable[Helped], left: Mapping[int, date], today: date, arena: str | None = None, days: int = RETURN_DAYS
) -> ReturnRate:
    """R: of those first helped before they had given anything, the share who helped someone within `days` days.

    In an `arena`: of those first helped there; the help they give may be anywhere. Who left cannot return any more, and
    counts among those who did not; whose days are not over is neither yes nor no (Aalen and Johansen's estimate).
    ValueError where `days` is not a whole number from 0.

    >>> from datetime import date
    >>> rows = [Helped(1, 2, "sewing", date(2025, 3, 1)), Helped(2, 3, "sewing", date(2025, 8, 28))]
    >>> rate = return_rate(rows, {}, date(2026, 3, 1))
    >>> rate.n, rate.returned, rate.share, [round(end, 3) for end in (rate.low, rate.high)]
    (2, 1, 0.5, [0.006, 0.91])
    >>> rate.by_generation[1].share, rate.by_generation[2].share
    (1.0, 0.0)
    """
    return rate_of(followed(rows, left, today), arena, days)


def rate_of(people: Iterable[Followed], arena: str | None = None, days: int = RETURN_DAYS) -> ReturnRate:
    """`return_rate` of those who were followed already."""
    whole("days", days)
    people = [one for one in people if arena in (None, one.arena)]
    of: dict[int, list[Followed]] = {}
    for one in people:
        of.setdefault(one.generation, []).append(one)
    return _rate(people, days, {generation: _rate(of[generation], days) for generation in sorted(of)})


def _rate(people: Sequence[Followed], days: int, by_generation: Mapping[int, ReturnRate] | None = None) -> ReturnRate:
    incidence = aalen_johansen([one.days for one in people], [one.code for one in people])
    estimate = incidence.at(days)
    returned = sum(one.code == HELPED_SOMEONE and one.days <= days for one in people)
    known = incidence.known(days)
    return ReturnRate(
        len(people), returned, known, estimate.share, estimate.low, estimate.high, dict(by_generation or {})
    )


def asked_rate(ready: int, asked: int, excused: int) -> Rate:
    """Of those who said they were ready, the share who were asked, or excused from being asked.

    ValueError for numbers that are not whole, below 0, or more asked and excused than ready.

    >>> asked_rate(20, 2, 1).share, asked_rate(0, 0, 0).share
    (0.15, None)
    """
    return _share(whole("asked", asked) + whole("excused", excused), ready)


def without_staff(k: int, n: int) -> Rate:
    """The share of exchanges people agreed without an act of the desk: `k` of `n`. ValueError unless 0 ≤ k ≤ n.

    >>> without_staff(12, 100).share
    0.12
    """
    return _share(k, n)


def _share(k: int, n: int) -> Rate:
    low, high = wilson(k, n)
    return Rate(k, n, k / n, low, high) if n else Rate(k, n, None, None, None)
