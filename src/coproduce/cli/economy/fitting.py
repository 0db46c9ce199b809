"""The model held against what was seen: what its numbers would have to be, what may come, what it never saw."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coproduce.cli.economy.saying import (
    AsCsv,
    AsJson,
    Contract,
    People,
    Seed,
    Years,
    contract as named,
    shown,
    told,
    tried,
)
from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


def _seen(text: str) -> tuple[str, tuple[float, float]]:
    """`taking_part=0.12:0.02` as a figure, what was seen, and how far off still counts."""
    from coproduce.economy.outcomes import OUTCOMES

    name, _, said = text.partition("=")
    value, _, tolerance = said.partition(":")
    try:
        found = float(value), float(tolerance)
    except ValueError:
        raise ValueError(f"“{text}”: write what was seen as taking_part=0.12:0.02.") from None
    if name not in OUTCOMES or found[1] <= 0:
        raise ValueError(f"“{text}”: no figure of that name, or no tolerance above 0.")
    return name, found


def calibrate(
    number: Annotated[list[str], typer.Argument(help="Numbers of the contract, as `coproduce economy numbers`.")],
    seen: Annotated[list[str], typer.Option(help="What was seen, and how far off counts: taking_part=0.12:0.02.")],
    contract: Contract = "coproduction",
    people: People = 500,
    years: Years = 2,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=2, help="Runs in each of two waves.")] = 200,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What numbers would have to be to match what was seen: history matching, then the nearest stay."""
    from numpy import quantile

    from coproduce.economy import SOURCES, study
    from coproduce.economy.calibrating import matching

    regime = named(contract)
    if wrong := [name for name in number if name not in SOURCES]:
        fail(f"No contract has a number called “{wrong[0]}”.", 2)
    facts = dict(tried(lambda: [_seen(text) for text in seen]))
    ranges = {name: (SOURCES[name].low, SOURCES[name].high) for name in number}
    with told("Runs", 2 * draws, as_json or as_csv) as heard:
        found = tried(
            lambda: study.calibrate(
                ranges, matching(regime, people, years, list(facts)), facts, seed=seed, first=draws, second=draws,
                keep=max(2, draws // 5), told=heard,
            )
        )  # fmt: skip
    rows = []
    for place, name in enumerate(found.names):
        low, middle, high = (float(end) for end in quantile(found.kept[:, place], (0.05, 0.5, 0.95)))
        rows.append({"number": name, "middle": middle, "low": low, "high": high, "unit": SOURCES[name].unit,
                     "range_low": ranges[name][0], "range_high": ranges[name][1], "kept": len(found.kept),
                     "ruled_out": found.ruled_out})  # fmt: skip
    shown(rows, as_json, as_csv, f"What fits: the nearest is {found.distance[0]:.2g} tolerances off")


def forecast(
    curve: Annotated[
        Path,
        typer.Option(
            help="A CSV with taking_part: the share who take part, a row a week.", exists=True, dir_okay=False
        ),
    ],
    ahead: Annotated[int, typer.Option(min=1, help="How many weeks to look ahead.")] = 26,
    people: People = 500,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=2, help="Runs in each of two waves.")] = 200,
    since: Annotated[
        Path | None,
        typer.Option(
            help="The weeks that have come since, in the same form: scores the fan.", exists=True, dir_okay=False
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How many may take part some weeks from now, from how many did: the middle, and where eight draws of ten lie."""
    from coproduce.economy import draw, study, ties

    until = tried(lambda: _curve(curve))
    town = draw(people, seed=seed)
    with told("Runs", 2 * draws, as_json or as_csv) as heard:
        fan = tried(
            lambda: study.forecast(
                until, town, ties(town, seed=seed), ahead=ahead, seed=seed, draws=draws, keep=max(2, draws // 5),
                told=heard,
            )
        )  # fmt: skip
    rows = [
        {"week": len(until) + place + 1, "middle": middle, "low": low, "high": high}
        for place, (middle, low, high) in enumerate(
            zip(fan.middle.tolist(), fan.low.tolist(), fan.high.tolist(), strict=True)
        )
    ]
    shown(rows, as_json, as_csv, f"Share who may take part, {ahead} weeks ahead of {len(until)}")
    if since and not (as_json or as_csv):
        real = tried(lambda: _curve(since))
        typer.echo(f"Of the weeks since, {fan.held(real):.0%} lie inside; eight in ten is what such a fan promises.")


def _curve(path: Path) -> "NDArray[float64]":
    """The column `taking_part` of a file, week by week; ValueError names the row that is no share."""
    from numpy import array

    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if "taking_part" not in (rows.fieldnames or ()):
            raise ValueError(f"{path.name} has no column taking_part. Its first line names its columns.")
        found = []
        for number, row in enumerate(rows, 2):
            try:
                found.append(float(row["taking_part"]))
            except (TypeError, ValueError):
                found.append(-1.0)
            if not 0 <= found[-1] <= 1:
                raise ValueError(f"Row {number}, taking_part: “{row['taking_part']}” is no share between 0 and 1.")
    return array(found)


def held_out(
    folder: Annotated[Path, typer.Argument(help="Where netdiffuser and time_use_tables lie.")],
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """What the model foretells of what it was never fitted to, hit or missed: a page in Markdown."""
    from coproduce.economy.held_out import held_out as foretold, page

    try:
        found = foretold(folder, seed=seed)
    except OSError as missing:
        fail(f"{missing.filename} cannot be read. Name the folder in which netdiffuser and time_use_tables lie.", 2)
    typer.echo(json.dumps([asdict(one) for one in found]) if as_json else page(found).rstrip())
