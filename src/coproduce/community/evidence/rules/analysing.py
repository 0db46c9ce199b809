"""What the rows of a plan come to, the way the plan says; every number with its design, interval and what is missing.

Nothing is chosen here: which comparison it is, how long people are followed and what is held equal stand in the plan.
The arithmetic is the core's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from coproduce.community.evidence.rules.rows import IMMORTAL, Known, is_immortal, is_nearly_immortal
from coproduce.community.evidence.rules.sheet import Sheet
from coproduce.core.refusal import Refusal
from coproduce.core.stats import (
    Difference,
    NoOverlapError,
    Part,
    Suppression,
    aalen_johansen,
    apart,
    difference_in_differences,
    e_value,
    newcombe,
    stepped_wedge,
    weighted_difference,
)
from coproduce.core.stats.figure import NOT_SAID, Figure, difference_of, share_of

#: What is known of somebody as a number; everything else is one of several words, "not said" among them.
NUMBERS = ("age", "admissions", "stay_days")

#: What the groups are called, those with the offer first.
SIDES = ("offered", "not offered")
BEGUN = ("begun", "not yet begun")


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: a figure for each group, their difference, and what helps to judge it.

    `apartness` is for each thing held equal how far the groups lay apart before and after, in spreads; `worth` how many
    people each group is worth once weighed; `e_value` how strong something unknown would have to be to explain it away.
    `p` is of no difference, by permuting where `is_permuted`. `months` has what came before, side by side. An offer is
    checked where the rows say who was visited, and doubtful where nearly everybody offered was, and nobody else.
    """

    groups: tuple[tuple[str, Figure], ...]
    difference: Figure
    apartness: tuple[tuple[str, float, float], ...] = ()
    worth: tuple[float, float] | None = None
    e_value: float | None = None
    p: float | None = None
    is_permuted: bool = False
    wards: int | None = None
    months: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    is_offer_checked: bool = True
    is_offer_doubtful: bool = False


def analyse(sheet: Sheet, rows: Sequence[Known], rule: Suppression | None = None) -> Result | Refusal:
    """What the plan's analysis finds in its rows, or why it finds nothing."""
    rule = rule or Suppression()
    if is_immortal(rows):
        return IMMORTAL
    outcome = {row.key: happened(sheet, row) for row in rows}
    lacking = {row.key for row in rows if sheet.analysis == "weighed" and _lacks(sheet, row)}
    known = [row for row in rows if outcome[row.key] is not None and row.key not in lacking]
    y = np.array([bool(outcome[row.key]) for row in known], float)
    offered = np.array([row.offered for row in known], float)
    if not len(known) or offered.all() or not offered.any():
        return Refusal("NOBODY_TO_COMPARE", "There is nobody yet on one of the two sides.", "plan")
    made = _Made(sheet, rows, known, y, offered, rule)
    try:
        return replace(
            _BY[sheet.analysis](made),
            is_offer_checked=any(row.visited_on is not None for row in rows),
            is_offer_doubtful=is_nearly_immortal(rows),
        )
    except (NoOverlapError, ValueError) as fault:
        return Refusal("CANNOT_BE_COMPARED", "%(why)s", "plan", {"why": str(fault)})


def happened(sheet: Sheet, row: Known) -> bool | None:
    """Whether it happened within the follow-up, its last day included; None where somebody was lost sight of before.

    Whoever dies before has not had it, and is known.
    """
    last = row.zero_on + timedelta(days=sheet.follow_up_days)
    if row.happened_on is not None and row.happened_on <= last:
        return True
    if (row.died_on is not None and row.died_on <= last) or row.last_seen_on >= last:
        return False
    return None


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan's rows as numbers: all of them, those that are known, and what happened to these."""

    sheet: Sheet
    rows: Sequence[Known]
    known: Sequence[Known]
    y: NDArray[np.float64]
    offered: NDArray[np.float64]
    rule: Suppression

    def groups(self, whose: Sequence[tuple[str, Callable[[Known], bool]]]) -> tuple[tuple[str, Figure], ...]:
        """A count for each group, told by which rows are in it."""
        found = []
        for name, is_in in whose:
            rows = np.array([is_in(row) for row in self.known])
            n = int(rows.sum())
            gone = sum(map(is_in, self.rows)) - n
            found.append((name, share_of(
                int(self.y[rows].sum()), n, of=name, from_on=self.sheet.from_on, until_on=self.sheet.until_on,
                missing=gone, rule=self.rule,
            )))  # fmt: skip
        return tuple(found)

    def difference(self, groups: Sequence[tuple[str, Figure]], found: Difference | None) -> Figure:
        """The difference with its letter; hidden where a group is, and none where there is no interval."""
        shown = found if found and all(figure.estimate is not None for _, figure in groups) else None
        low, high = (shown.low, shown.high) if shown else (None, None)
        return difference_of(
            shown.difference if shown else None, low, high, len(self.known), design=self.sheet.design,
            of=self.sheet.who, from_on=self.sheet.from_on, until_on=self.sheet.until_on,
            missing=len(self.rows) - len(self.known), rule=self.rule,
        )  # fmt: skip

    def sides(self, names: tuple[str, str] = SIDES) -> tuple[tuple[str, Figure], ...]:
        """Those with the offer, and the others."""
        return self.groups(((names[0], lambda row: row.offered), (names[1], lambda row: not row.offered)))


def _compared(made: _Made) -> Result:
    groups = made.sides()
    one, other = made.offered == 1, made.offered == 0
    found = newcombe(int(made.y[one].sum()), int(one.sum()), int(made.y[other].sum()), int(other.sum()))
    return Result(groups, made.difference(groups, found))


def _curves(made: _Made) -> Result:
    """Everybody, for as long as they were seen: who was lost sight of counts until then, and death comes first."""
    groups, ends = [], []
    days = made.sheet.follow_up_days
    for name, is_offered in zip(SIDES, (True, False), strict=True):
        rows = [row for row in made.rows if row.offered is is_offered]
        times, codes = zip(*(_seen(row, days) for row in rows), strict=True)
        at = aalen_johansen(times, codes).at(days)
        plain = share_of(codes.count(1), len(rows), of=name, from_on=made.sheet.from_on, until_on=made.sheet.until_on,
                         rule=made.rule)  # fmt: skip
        if plain.estimate is not None:
            plain = replace(plain, estimate=at.share, low=at.low, high=at.high)
        groups.append((name, plain))
        ends.append((at.share, at.low, at.high))
    one, other = ((share, low, high) for share, low, high in ends if None not in (share, low, high))
    return Result(tuple(groups), made.difference(groups, apart(one, other)))  # type: ignore[arg-type]


def _seen(row: Known, days: int) -> tuple[int, int]:
    """For how many days somebody was seen, at most so many, and what ended it: 1 it happened, 2 they died."""
    ends = [(row.happened_on, 1), (row.died_on, 2), (row.last_seen_on, 0)]
    day, code = min((day, place) for place, (day, _) in enumerate(ends) if day is not None)
    after = (day - row.zero_on).days
    return (after, ends[code][1]) if after <= days else (days, 0)


def _weighed(made: _Made) -> Result:
    names, covariates = _columns(made.sheet, made.known)
    found = weighted_difference(covariates, made.offered, made.y)
    groups = made.sides()
    difference = made.difference(groups, found.difference)
    ratio = found.treated / found.compared if min(found.treated, found.compared) > 0 else None
    return Result(
        groups,
        difference,
        tuple((name, before, after) for name, (before, after) in zip(names, found.apartness, strict=True)),
        (found.worth_treated, found.worth_compared),
        e_value(ratio) if ratio and difference.estimate is not None else None,
    )


def _beside(made: _Made) -> Result:
    assert made.sheet.began_on is not None
    began_on = made.sheet.began_on
    groups = made.groups((
        ("there, after", lambda row: row.offered and row.zero_on >= began_on),
        ("there, before", lambda row: row.offered and row.zero_on < began_on),
        ("elsewhere, after", lambda row: not row.offered and row.zero_on >= began_on),
        ("elsewhere, before", lambda row: not row.offered and row.zero_on < began_on),
    ))  # fmt: skip
    there, post = made.offered == 1, np.array([row.zero_on >= began_on for row in made.known])
    wards = [row.ward or ("there" if row.offered else "elsewhere") for row in made.known]
    has_wards = all(row.ward for row in made.known) and len(set(wards)) > 2
    found = difference_in_differences(made.y, made.offered, post.astype(float), wards if has_wards else None)
    ends = None if found.low is None or found.high is None else Difference(found.estimate, found.low, found.high)
    months = tuple((name, _by_month(made, rows)) for name, rows in (("there", there), ("elsewhere", ~there)))
    return Result(groups, made.difference(groups, ends), p=found.p, wards=found.clusters, months=months)


def _wedge(made: _Made) -> Result:
    groups = made.sides(BEGUN)
    found = stepped_wedge(made.y, made.offered, [row.month for row in made.known], [row.ward for row in made.known])
    ends = None if found.low is None or found.high is None else Difference(found.estimate, found.low, found.high)
    return Result(groups, made.difference(groups, ends), p=found.p, is_permuted=found.is_permuted, wards=found.clusters)


_BY = {
    "compared": _compared,
    "lot": _compared,
    "curves": _curves,
    "weighed": _weighed,
    "beside": _beside,
    "wedge": _wedge,
}


def _by_month(made: _Made, rows: NDArray[np.bool_]) -> tuple[Part, ...]:
    """So many of so many by month, few put to their neighbours."""
    counts: dict[str, list[int]] = {}
    for row, happened_, is_in in zip(made.known, made.y, rows, strict=True):
        if is_in:
            month = counts.setdefault(row.month, [0, 0])
            month[0] += int(happened_)
            month[1] += 1
    return made.rule.shares([(month, k, n) for month, (k, n) in sorted(counts.items())])


def _lacks(sheet: Sheet, row: Known) -> bool:
    """Whether a number that is held equal is not known of them."""
    return any(getattr(row, name) is None for name in sheet.covariates if name in NUMBERS)


def _columns(sheet: Sheet, rows: Sequence[Known]) -> tuple[list[str], NDArray[np.float64]]:
    """What is held equal as numbers: a column for each, and one for each word but the first."""
    names, columns = [], []
    for name in sheet.covariates:
        if name in NUMBERS:
            names.append(name)
            columns.append([float(getattr(row, name)) for row in rows])
            continue
        said = [_word(getattr(row, name)) for row in rows]
        for word in sorted(set(said))[1:]:
            names.append(f"{name}: {word}")
            columns.append([float(one == word) for one in said])
    return names, np.array(columns, float).T.reshape(len(rows), len(columns))


def _word(value: object) -> str:
    words: Mapping[object, str] = {True: "yes", False: "no", None: NOT_SAID, "": NOT_SAID}
    return words.get(value, str(value))
