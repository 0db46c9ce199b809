"""A row of a comparison: somebody without a name, whether they were offered, and what happened after time zero.

What would make a comparison wrong is refused by name: a time zero outside the window, anything known only later, and
an "offer" that is really who was visited.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coproduce.community.evidence.rules.sheet import Sheet
from coproduce.core.refusal import Refusal

#: From so many offered on, it is no chance that each and every one of them was visited.
ENOUGH = 30

#: Where fewer than one in so many of them was not, the list may have been made from visits all the same.
NEARLY = 20

IMMORTAL = Refusal(
    "IMMORTAL_TIME",
    "Everybody who was offered was visited, and nobody else: this is who was visited, not who was offered. Who goes "
    "back to hospital before the visit cannot be visited, so those visited look better whatever a visit does.",
    "offered",
)


@dataclass(frozen=True, slots=True)
class Known:
    """One row. `known_on` is the day on which what is known of them was written down; None is not said.

    `last_seen_on` is the last day anything is known of them; whoever died is told from who was lost sight of.
    """

    key: str
    offered: bool
    zero_on: date
    last_seen_on: date
    happened_on: date | None = None
    died_on: date | None = None
    visited_on: date | None = None
    known_on: date | None = None
    age: int | None = None
    sex: str = ""
    lives_alone: bool | None = None
    admissions: int | None = None
    stay_days: int | None = None
    ward: str = ""

    @property
    def month(self) -> str:
        return f"{self.zero_on:%Y-%m}"


def fault_of_row(sheet: Sheet, row: Known, today: date) -> Refusal | None:
    """None when a row that is brought today belongs to a plan, else what to mend.

    >>> day = date(2026, 1, 10)
    >>> sheet = Sheet("?", "all", "a visit", "none", "leaving", "back", 30, "lot", day, day, 15, 12)
    >>> fault_of_row(sheet, Known("1", True, day, day), day) is None
    True
    >>> fault_of_row(sheet, Known("1", True, day, day, known_on=date(2026, 1, 11)), day).code
    'KNOWN_AFTER'
    """
    if not sheet.from_on <= row.zero_on <= sheet.until_on:
        days = {"day": row.zero_on.isoformat(), "first": sheet.from_on.isoformat(), "last": sheet.until_on.isoformat()}
        return Refusal(
            "OUTSIDE_WINDOW",
            "%(day)s is outside the plan, which takes people from %(first)s to %(last)s. A window that is moved once "
            "there is something to see finds what it looks for.",
            "zero_on",
            days,
        )
    if row.known_on is not None and row.known_on > row.zero_on:
        return Refusal(
            "KNOWN_AFTER",
            "What is known of them was written down on %(day)s, after time zero: what came after may be the offer’s "
            "own doing, and may not be held equal.",
            "known_on",
            {"day": row.known_on.isoformat()},
        )
    for name in ("last_seen_on", "happened_on", "died_on", "visited_on"):
        day = getattr(row, name)
        if day is not None and day < row.zero_on:
            return Refusal("BEFORE_ZERO", "%(day)s is before time zero.", name, {"day": day.isoformat()})
        if day is not None and day > today:
            return Refusal("NOT_YET", "%(day)s has not come yet.", name, {"day": day.isoformat()})
    for name in ("happened_on", "died_on", "visited_on"):
        day = getattr(row, name)
        if day is not None and day > row.last_seen_on:
            return Refusal(
                "SEEN_LATER", "They were seen on %(day)s: the last day they were seen is no earlier.", "last_seen_on",
                {"day": day.isoformat()},
            )  # fmt: skip
    if row.happened_on is not None and row.died_on is not None and row.happened_on > row.died_on:
        return Refusal("AFTER_DEATH", "It happened after they died.", "happened_on")
    if sheet.analysis == "wedge" and not row.ward:
        return Refusal("NO_WARD", "Where wards start in turn, each row names its ward.", "ward")
    return None


def faults_together(rows: Sequence[tuple[int, Known]]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with rows that are good one by one: their (line, field, reason)."""
    if rows and is_immortal([row for _, row in rows]):
        yield rows[0][0], IMMORTAL.field, IMMORTAL.sentence


def is_immortal(rows: Sequence[Known]) -> bool:
    """Whether the offered are the visited: everyone of them, and nobody else."""
    return _not_visited(rows) == 0


def is_nearly_immortal(rows: Sequence[Known]) -> bool:
    """Whether the offered are the visited but for a few, which chance may do, and a list made from visits too."""
    return 0 < (_not_visited(rows) or 0) * NEARLY < sum(row.offered for row in rows)


def _not_visited(rows: Sequence[Known]) -> int | None:
    """How many of the offered nobody visited; None where they are few, or somebody else was visited."""
    offered = [row for row in rows if row.offered]
    if len(offered) < ENOUGH or any(row.visited_on is not None for row in rows if not row.offered):
        return None
    return sum(row.visited_on is None for row in offered)
