"""Who pays how much of what a lane costs, in what parts, and when it may begin: exact, to the smallest coin.

By house alike, or by how wide a house stands at the lane. What is waived is spread over the others, or met by a fund
that is named; it is never lost. Building starts when the shares are agreed, not when all of it is paid (Orangi).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.arenas.works.rules.lane import House, registered
from coproduce.core.apportion import apportion
from coproduce.core.arena import told_as

By = Literal["equal", "frontage"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How it is shared, and which fund meets what is waived; without one, the others do."""

    by: By = "equal"
    fund: str = ""


class Dues(NamedTuple):
    """What each house pays, by its plot; nothing where it is waived; and what the fund meets."""

    by_plot: Mapping[str, int]
    fund_minor: int


class Part(NamedTuple):
    """One instalment: by when, and how much."""

    due_on: date
    minor: int


class Agreed(NamedTuple):
    """How many of those who pay agreed their share, of how many; whether that is enough, and who is still to ask."""

    agreed: int
    of: int
    may_start: bool
    still: tuple[str, ...]


def dues(total: int, houses: Sequence[House | Mapping[str, Any]], scheme: Scheme | Mapping[str, Any] | str) -> Dues:
    """What each house pays of a total in the smallest coin; all of it together is the total.

    Odd coins go to the largest remainders, ties by plot. WorksError for a total below nothing, no houses, one plot
    twice, and for a lane where nobody would be left to pay.

    >>> houses = [House("1", 6, 0, 6_000), House("2", 4, 0, 9_000), House("3", 2, 0, 5_000, True)]
    >>> dues(1000, houses, "equal")
    Dues(by_plot={'1': 500, '2': 500, '3': 0}, fund_minor=0)
    >>> dues(1000, houses, Scheme("frontage", "Mosque fund"))
    Dues(by_plot={'1': 300, '2': 450, '3': 0}, fund_minor=250)
    """
    scheme = Scheme(scheme) if isinstance(scheme, str) else told_as(Scheme, scheme)  # type: ignore[arg-type]
    if scheme.by not in ("equal", "frontage"):
        raise WorksError("UNKNOWN_WORD", "scheme", f"Share it equal or by frontage, not {scheme.by}.")
    if total < 0:
        raise WorksError("NEGATIVE", "total", f"A lane costs {total}: write 0 or more.")
    rows = registered(houses)
    weights = [1 if scheme.by == "equal" else row.frontage_mm for row in rows]
    if not scheme.fund:
        weights = [0 if row.is_waived else weight for row, weight in zip(rows, weights, strict=True)]
    if total and not any(weights):
        raise WorksError(
            "NOBODY_PAYS",
            "houses",
            "Nobody would be left to pay: name a fund that meets what is waived, "
            "or write down how wide the houses stand.",
        )
    amounts = apportion(total, weights, ids=[row.plot for row in rows], method="largest_remainder").amounts
    shares = {row.plot: amount for row, amount in zip(rows, amounts, strict=True)}
    fund = sum(shares[row.plot] for row in rows if row.is_waived)
    return Dues({row.plot: 0 if row.is_waived else shares[row.plot] for row in rows}, fund)


def instalments(minor: int, due_on: Sequence[date]) -> tuple[Part, ...]:
    """What a house pays by which day: parts that differ by a coin at most, the odd coins first.

    >>> [part.minor for part in instalments(1000, [date(2027, month, 1) for month in (1, 2, 3)])]
    [334, 333, 333]
    """
    if minor < 0:
        raise WorksError("NEGATIVE", "minor", f"A share is {minor}: write 0 or more.")
    if not due_on:
        raise WorksError("TOO_FEW", "due_on", "Say by which days it is paid: one at least.")
    days = sorted(due_on)
    if len(set(days)) < len(days):
        raise WorksError("TWICE", "due_on", "Two parts are due on one day: make them one.")
    each, odd = divmod(minor, len(days))
    return tuple(Part(day, each + (place < odd)) for place, day in enumerate(days))


def due_by(parts: Iterable[Part], on: date) -> int:
    """What was to come by the end of a day.

    >>> due_by(instalments(1000, [date(2027, 1, 1), date(2027, 2, 1)]), date(2027, 1, 31))
    500
    """
    return sum(part.minor for part in parts if part.due_on <= on)


def agreed(houses: Sequence[House | Mapping[str, Any]], said: Iterable[str], share: Fraction = Fraction(1)) -> Agreed:
    """Whether enough of those who pay agreed their share to begin. Who pays nothing is not waited for.

    >>> agreed([House("1", 6), House("2", 4), House("3", 2, 0, 0, True)], ["1"])
    Agreed(agreed=1, of=2, may_start=False, still=('2',))
    """
    rows = [row.plot for row in registered(houses) if not row.is_waived]
    have = set(said)
    still = tuple(plot for plot in rows if plot not in have)
    done = len(rows) - len(still)
    return Agreed(done, len(rows), done >= share * len(rows), still)
