"""Commands that are no verbs: a lane drawn and reckoned from its sheets, before anything of it is written down here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from coproduce.arenas.works.queries.paper import reckoned
from coproduce.arenas.works.queries.section import section
from coproduce.arenas.works.queries.sheets import read_houses, read_levels
from coproduce.arenas.works.rules import RULE_SETS, Lane, Rules, Scheme, WorksError, design, millimetres
from coproduce.core.quantity import unit_of_money

LEVELS = Annotated[Path, typer.Argument(help="Levels of the lane, chainage and level; or a walk: where, back, fore.")]
HOUSES = Annotated[Path, typer.Argument(help="Its houses: plot, people, chainage, frontage, waived.")]
OUTLET = Annotated[str, typer.Option(help="The level of the bed it runs into. Left out: nothing to run into yet.")]
UNIT = Annotated[str, typer.Option(help="What lengths are in: m, ft, mm or in.")]
START = Annotated[str, typer.Option(help="The known level a walk begins from and ends on.")]
TITLE = Annotated[str, typer.Option(help="What stands over it.")]
SET = Annotated[str, typer.Option("--rules", help="Which rules of the house.")]
PIPE = Annotated[int, typer.Option(help="Another pipe than the narrowest, in mm. 0: the narrowest.")]


def draw(
    levels: LEVELS, houses: HOUSES, outlet: OUTLET = "", unit: UNIT = "m", start: START = "", title: TITLE = "A lane",
    rules: SET = "simplified", pipe: PIPE = 0,
) -> str:  # fmt: skip
    """The long-section of a lane as an SVG of the size of an A3 sheet."""
    counts = _rules(rules)
    lane, said = _lane(levels, houses, outlet, unit, start, counts)
    return section(title, lane.ground, design(lane, counts, pipe or None), [said] if said else [])


def reckon(
    levels: LEVELS, houses: HOUSES, outlet: OUTLET = "", unit: UNIT = "m", start: START = "", title: TITLE = "A lane",
    rules: SET = "simplified",
    by: Annotated[Literal["equal", "frontage"], typer.Option(help="How it is shared out.")] = "equal",
    fund: Annotated[str, typer.Option(help="Which fund meets what is waived. Left out: the other houses.")] = "",
    currency: Annotated[str, typer.Option(help="The money of the rules.")] = "GBP",
) -> str:  # fmt: skip
    """Ways to build a lane side by side, what the narrowest takes and costs, and what each house pays."""
    counts = _rules(rules)
    lane, said = _lane(levels, houses, outlet, unit, start, counts)
    return reckoned(title, lane, counts, Scheme(by, fund), unit_of_money(currency), said)


def _rules(slug: str) -> Rules:
    for one in RULE_SETS:
        if one.slug == slug:
            return one.values
    known = ", ".join(one.slug for one in RULE_SETS)
    raise WorksError("NOT_FOUND", "rules", f"There are no rules called {slug} here. Choose from: {known}.")


def _lane(levels: Path, houses: Path, outlet: str, unit: str, start: str, rules: Rules) -> tuple[Lane, str]:
    found = read_levels(levels.read_bytes(), unit, rules, _length(start, unit))
    return Lane(read_houses(houses.read_bytes(), unit), found.ground, _length(outlet, unit)), found.said


def _length(said: str, unit: str) -> int | None:
    return millimetres([said], unit)[0] if said else None


COMMANDS: Mapping[str, Callable[..., str]] = {"draw": draw, "reckon": reckon}
