"""In which steps what people hold is counted, so that a picture of it tells of nobody: decided without a database."""

from collections.abc import Mapping
from dataclasses import dataclass

from coproduce.core.quantity import Unit
from coproduce.core.stats import Suppression

#: Where one step ends and the next begins, in the printed unit: more received below nothing, more given above.
EDGES = (-20, -10, -5, -1, 1, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Step:
    """How many hold from `low` up to, and not with, `high` smallest parts; None is no bound, or a number hidden."""

    low: int | None
    high: int | None
    people: int | None


def bounds(unit: Unit) -> tuple[tuple[int | None, int | None], ...]:
    """Every step, from who was given most more to who gave most more.

    >>> from coproduce.core.quantity import HOURS
    >>> bounds(HOURS)[3:6]
    ((-300, -60), (-60, 60), (60, 300))
    """
    edges = [edge * unit.minor_per_major for edge in EDGES]
    return tuple(zip((None, *edges), (*edges, None), strict=True))


def histogram(unit: Unit, counted: Mapping[int, int], rule: Suppression) -> tuple[Step, ...]:
    """How many stand on each step, by the number of the step; the few put together with those beside them.

    >>> from coproduce.core.quantity import HOURS
    >>> [(step.low, step.high, step.people) for step in histogram(HOURS, {3: 2, 4: 9}, Suppression())][3:5]
    [(-300, 60, 11), (60, 300, 0)]
    """
    steps = bounds(unit)
    cells = rule.table([(str(place), counted.get(place, 0)) for place in range(len(steps))]).cells
    return tuple(Step(steps[int(cell.labels[0])][0], steps[int(cell.labels[-1])][1], cell.count) for cell in cells)
