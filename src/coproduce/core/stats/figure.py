"""What a figure about people is: what was counted, of whom, when, by which design, and how far it may be off.

Nothing is printed without these. Small numbers are hidden unless the caller chose another rule; whoever did not say
is a group like any other; and no word of praise stands beside a design that cannot bear it. The letters of designs
stand here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coproduce.core.stats import Suppression, confidence_sequence, whole, wilson

#: How something was found out, weakest first: what each letter can bear.
DESIGNS: Mapping[str, str] = {
    "A": "count only",
    "B": "before and after",
    "C": "comparison, crude",
    "D": "comparison, adjusted",
    "E": "difference in differences, or a stepped wedge",
    "F": "chosen by lot",
}

#: The weakest design by which something may be said to have changed because of what was done.
MAY_SAY_SO = "D"

#: Whoever was not asked, or did not like to say.
NOT_SAID = "not said"

Reading = Literal["more", "fewer", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a difference of shares with everything that has to stand beside it.

    `of` names whom `n` counts; `missing` are those of whom nothing is known, beside `n`. A difference counts nobody by
    itself, and has no `k`. What is None is hidden, for few people, or cannot be reckoned.
    """

    design: str
    of: str
    from_on: date
    until_on: date
    n: int | None
    k: int | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    missing: int | None = 0
    missing_share: float | None = 0.0
    is_difference: bool = False

    def __post_init__(self) -> None:
        if self.design not in DESIGNS:
            raise ValueError(f"There is no design {self.design!r}: it is one of {', '.join(DESIGNS)}.")
        if self.until_on < self.from_on:
            raise ValueError(f"A figure ends after it begins: {self.from_on} to {self.until_on}.")

    @property
    def reading(self) -> Reading:
        """What the interval of a difference leaves: more, fewer, or neither can be told."""
        if not self.is_difference or self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "cannot tell"
        return "more" if self.low > 0 else "fewer"

    @property
    def may_be_said_to_follow(self) -> bool:
        """Whether a difference may be put down to what was done: never below D, whatever its interval."""
        return self.reading != "cannot tell" and self.design >= MAY_SAY_SO


def share_of(
    k: int,
    n: int,
    *,
    of: str,
    from_on: date,
    until_on: date,
    missing: int = 0,
    design: str = "A",
    rule: Suppression | None = None,
    is_live: bool = False,
) -> Figure:
    """So many of so many, hidden where those counted or the others are few.

    One that `is_live`, and is looked at again while it grows, has an interval that holds at every look.

    >>> day = date(2026, 11, 1)
    >>> share_of(31, 374, of="people offered a visit", from_on=day, until_on=day).k
    31
    >>> share_of(3, 374, of="people offered a visit", from_on=day, until_on=day).estimate is None
    True
    """
    rule = rule or Suppression()
    low, high = confidence_sequence(k, n) if is_live else wilson(k, n)
    gone = missing_of(missing, n, rule)
    if not n or None in (rule.hide(k), rule.hide(n - k)):
        return Figure(design, of, from_on, until_on, rule.hide(n), None, None, None, None, *gone)
    return Figure(design, of, from_on, until_on, n, k, k / n, low, high, *gone)


def difference_of(
    estimate: float | None,
    low: float | None,
    high: float | None,
    n: int,
    *,
    design: str,
    of: str,
    from_on: date,
    until_on: date,
    missing: int = 0,
    rule: Suppression | None = None,
) -> Figure:
    """A difference of two shares that are shown themselves; hidden where they are of few."""
    rule = rule or Suppression()
    if rule.hide(n) is None:
        estimate = low = high = None
    return Figure(
        design, of, from_on, until_on, rule.hide(n), None, estimate, low, high, *missing_of(missing, n, rule),
        is_difference=True,
    )  # fmt: skip


def missing_of(missing: int, n: int, rule: Suppression) -> tuple[int | None, float | None]:
    """How many are missing and their share of all; both hidden where they are few."""
    everybody = whole("missing", missing) + whole("n", n)
    shown = rule.hide(missing)
    return shown, None if shown is None else missing / everybody if everybody else 0.0


def by_group(
    counts: Sequence[tuple[str, int, int]],
    *,
    of: str,
    from_on: date,
    until_on: date,
    rule: Suppression | None = None,
    is_live: bool = False,
) -> tuple[tuple[tuple[str, ...], Figure], ...]:
    """A figure for each group, in their order, and for whoever did not say: that group stands there even if empty.

    Groups too few to be shown are put together, and all their names stand.

    >>> found = by_group([("women", 20, 40), ("men", 9, 30)], of="members", from_on=date(2026, 1, 1),
    ...                  until_on=date(2026, 2, 1))
    >>> [(names, figure.n) for names, figure in found]
    [(('women',), 40), (('men',), 30), (('not said',), 0)]
    """
    rule = rule or Suppression()
    said = [*counts, *([] if any(label == NOT_SAID for label, _, _ in counts) else [(NOT_SAID, 0, 0)])]
    found = []
    for part in rule.shares(said):
        if part.k is None or part.n is None:
            figure = Figure("A", of, from_on, until_on, None)
        else:
            figure = share_of(part.k, part.n, of=of, from_on=from_on, until_on=until_on, rule=rule, is_live=is_live)
        found.append((part.labels, figure))
    return tuple(found)
