"""A goal many reach together: how far it is, exactly, and what of it is celebrated, each time once.

Sums only: nothing here knows who gave what. Each milestone is celebrated once, when the sum first reaches it; what
puts a gift right changes the sum and leaves what was celebrated alone. That being together works and being ranked
harms: Hanus & Fox 2015, Mekler 2017, Li 2023.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal
from coproduce.core.stats import Suppression

Number = int | Fraction | Decimal | float | str

NO_GOAL = Refusal("GOAL_NOT_POSITIVE", "Write how much you would like to reach: more than nothing.", "target")
NO_NUMBER = Refusal("NOT_A_NUMBER", "Write a number, like 12.5.", "amount")
NOTHING = Refusal("NOT_POSITIVE", "Write how much it was: more than nothing.", "amount")
NO_REFERENCE = Refusal(
    "NO_REFERENCE", "To take something off, say which line it puts right. Nobody else's share goes down.", "corrects"
)
UNKNOWN = Refusal("NOT_FOUND", "The line this puts right is not there before it.", "corrects")
KNOWN = Refusal("KNOWN", "This line is here already: it counts once.", "id")
TOO_MUCH = Refusal("TOO_LARGE", "That takes off more than the line gave.", "amount")


@dataclass(frozen=True, slots=True)
class Goal:
    """How much of what; at which per cents something is celebrated, and which of those were already."""

    target: Number
    unit: str = ""
    milestones: tuple[Number, ...] = (25, 50, 75, 100)
    celebrated: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One line of what was given, by nobody in particular. One that `corrects` another names its `id`."""

    amount: Number
    id: object = None
    corrects: object = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What there is together, in per cent of the goal, and the highest it ever was: all exact."""

    total: Fraction
    percent: Fraction
    highest: Fraction


def progress(
    goal: Goal | Mapping[str, Any], contributions: Iterable[Given | Mapping[str, Any] | Number]
) -> Progress | Refusal:
    """How far a goal is, from its lines in their order. It may go past 100 per cent.

    A line below nothing says which line it puts right, and takes off no more than that one gave; a line counts once.

    >>> apples = Goal(100, "kg")
    >>> [int(progress(apples, [40, 35, 30][:so_far]).percent) for so_far in (1, 2, 3)]
    [40, 75, 105]
    >>> str(progress(apples, [Given(40, "a"), Given(-15, corrects="a")]).total)
    '25'
    >>> progress(apples, [40, -15]).code, progress(Goal(0), [40]).code
    ('NO_REFERENCE', 'GOAL_NOT_POSITIVE')
    """
    goal = told_as(Goal, goal)
    target = exact(goal.target)
    if target is None or target <= 0:
        return NO_GOAL
    total = highest = Fraction(0)
    left: dict[object, Fraction] = {}
    for said in contributions:
        line = told_as(Given, said) if isinstance(said, Given | Mapping) else Given(said)
        amount = exact(line.amount)
        if fault := _fault(line, amount, left):
            return fault
        assert amount is not None
        about = line.id if line.corrects is None else line.corrects
        if about is not None:
            left[about] = left.get(about, Fraction(0)) + amount
        total += amount
        highest = max(highest, total)
    return Progress(total, 100 * total / target, highest)


def _fault(line: Given, amount: Fraction | None, left: Mapping[object, Fraction]) -> Refusal | None:
    if amount is None:
        return NO_NUMBER
    if amount == 0:
        return NOTHING
    if line.corrects is None:
        return NO_REFERENCE if amount < 0 else KNOWN if line.id in left else None
    if line.corrects not in left:
        return UNKNOWN
    return TOO_MUCH if left[line.corrects] + amount < 0 else None


def milestones(
    goal: Goal | Mapping[str, Any], before: Progress | Number, after: Progress | Number
) -> tuple[Number, ...] | Refusal:
    """Which per cents are reached for the first time between `before` and `after`, the lowest first.

    Each is told once: what was celebrated stays so, and what a total had reached before it was put right counts as
    reached. `before` and `after` are what `progress` said, or totals.

    >>> apples = Goal(100, "kg")
    >>> milestones(apples, 0, 40), milestones(apples, 40, 75), milestones(apples, 75, 105)
    ((25,), (50, 75), (100,))
    >>> first = [Given(40, "a"), Given(35, "b"), Given(30, "c")]
    >>> less = [*first, Given(-30, corrects="c")]
    >>> milestones(apples, progress(apples, less), progress(apples, [*less, Given(30, "d")]))
    ()
    """
    goal = told_as(Goal, goal)
    target = exact(goal.target)
    if target is None or target <= 0:
        return NO_GOAL
    was, now = _reached(before), _reached(after)
    if was is None or now is None:
        return NO_NUMBER
    celebrated = {exact(one) for one in goal.celebrated}
    marks = {mark: one for one in goal.milestones if (mark := exact(one)) is not None}
    return tuple(marks[mark] for mark in sorted(marks) if mark not in celebrated and was < mark * target / 100 <= now)


def _reached(said: Progress | Number) -> Fraction | None:
    return said.highest if isinstance(said, Progress) else exact(said)


def may_break_down(people: int) -> bool:
    """Whether a group of so many may be shown by parts; never by person, whatever its size.

    Vector V7.2 asks it of fewer than 5; the house hides 1 to 7, everywhere alike.

    >>> [may_break_down(people) for people in (0, 4, 7, 8)]
    [True, False, False, True]
    """
    return Suppression().hide(people) is not None


def exact(said: Number) -> Fraction | None:
    """A number without rounding; None for what is none. Decimal fractions are read as they are written.

    >>> exact("12.5"), exact(0.1), exact("a few"), exact(float("nan"))
    (Fraction(25, 2), Fraction(1, 10), None, None)
    """
    try:
        return Fraction(str(said))
    except (ValueError, ZeroDivisionError):
        return None
