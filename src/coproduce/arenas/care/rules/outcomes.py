"""What became of those who were visited, step by step of the chain; and when harm stops new visitors.

A trial of exactly such a chain found no gain in its second step, and perhaps harm (JAMA Network Open 2019, 2770539):
so outcomes are shown by generation, and what stops it is written down before the start.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.arenas.care.rules.clocks import Rules
from coproduce.core.arena import told_as
from coproduce.core.stats import wilson


@dataclass(frozen=True, slots=True)
class Ended:
    """One case that was closed: its generation, whether their needs were met (None: not said), whether harm came."""

    generation: int
    needs_met: bool | None = None
    harm: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `n` closed in one generation: how many said, whose needs were met, who came to harm; with intervals."""

    n: int
    said: int
    met: int
    harmed: int
    met_interval: tuple[float, float]
    harmed_interval: tuple[float, float]


#: Where nobody's visits ended yet.
NOBODY = Outcome(0, 0, 0, 0, wilson(0, 0), wilson(0, 0))


def by_generation(ended: Iterable[Ended | Mapping[str, Any]]) -> dict[int, Outcome]:
    """The outcomes of each generation, in order. Who did not say counts neither as met nor as not.

    >>> found = by_generation([Ended(0, True), Ended(0, None), Ended(1, False, True)])
    >>> found[0].n, found[0].said, found[0].met, found[1].harmed
    (2, 1, 1, 1)
    """
    rows: dict[int, list[Ended]] = {}
    for one in ended:
        told = told_as(Ended, one)
        rows.setdefault(told.generation, []).append(told)
    return {generation: _outcome(rows[generation]) for generation in sorted(rows)}


def stopped(ended: Iterable[Ended | Mapping[str, Any]], rules: Rules | Mapping[str, Any]) -> tuple[int, ...]:
    """The generations in which harm stops new visitors, by what the site wrote down; none where nothing was decided."""
    rules = told_as(Rules, rules)
    if rules.stop_harmed_people is None:
        return ()
    return tuple(
        generation
        for generation, one in by_generation(ended).items()
        if generation >= rules.stop_generation
        and one.n >= rules.stop_least_people
        and one.harmed * 100 >= rules.stop_harmed_people * one.n
    )


def _outcome(rows: list[Ended]) -> Outcome:
    said = [one for one in rows if one.needs_met is not None]
    met, harmed = sum(1 for one in said if one.needs_met), sum(1 for one in rows if one.harm)
    return Outcome(len(rows), len(said), met, harmed, wilson(met, len(said)), wilson(harmed, len(rows)))
