"""How the model answers on the command line: tables for people, rows for scripts, a bar while it is reckoned."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from coproduce.economy import Regime
    from coproduce.economy.engine import Told

#: What stands above every table.
SIMULATED = "Simulated. It compares contracts; it does not foretell. Not modelled: prices, firms, migration, births."

#: What stands under hours that come from diaries.
DIARIES = (
    "From the American Time Use Survey 2003-2016 and a town's ages and sexes. Care beside other things is missing."
)

Result = TypeVar("Result")

People = Annotated[int, typer.Option(min=2, help="How many adults are drawn.")]
Years = Annotated[float, typer.Option(min=0.1, help="How many years of 52 weeks.")]
Seed = Annotated[int, typer.Option(help="The same number gives the same answer, on any machine.")]
Draws = Annotated[int, typer.Option(min=1, help="How many times, each with people and luck of its own.")]
Contract = Annotated[str, typer.Option(help="Whose numbers: specialised, contract, coproduction or mix.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer as CSV.")]


def tried(study: Callable[[], Result]) -> Result:
    """A study's result, or the sentence that says why there is none."""
    try:
        return study()
    except ValueError as wrong:
        fail(str(wrong), 2)


def contract(name: str) -> "Regime":
    """The contract of this name; ends with a sentence where there is none."""
    from coproduce.economy import PRESETS

    found = next((one for one in PRESETS if one.name == name), None)
    if found is None:
        fail(f"There is no contract “{name}”: {', '.join(one.name for one in PRESETS)}.", 2)
    return found


def shown(rows: list[dict[str, Any]], as_json: bool, as_csv: bool, title: str, note: str = SIMULATED) -> None:
    """A table for people, or the same rows for a script; `note` says what the numbers are."""
    if as_json:
        typer.echo(json.dumps({"note": note, "rows": rows}))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    else:
        Console().print(table(rows, title, note))


def table(rows: list[dict[str, Any]], title: str, note: str = SIMULATED) -> Table:
    """Rows as people read them."""
    drawn = Table(title=title, caption=note, show_lines=True)
    for name in rows[0]:
        drawn.add_column(name.replace("_", " "))
    for row in rows:
        drawn.add_row(*(f"{value:.4g}" if isinstance(value, float) else str(value) for value in row.values()))
    return drawn


def progress(says: str, quiet: bool) -> Progress:
    """A bar on the way, beside what is answered; none for a script."""
    return Progress(
        TextColumn(says),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=quiet,
    )


@contextmanager
def told(says: str, draws: int, quiet: bool) -> "Iterator[Told]":
    """A bar of so many draws, moved on by what a study tells."""
    with progress(says, quiet) as bar:
        task = bar.add_task(says, total=draws)
        yield lambda done, of: bar.update(task, completed=done, total=max(of, draws))


def too_few(draws: int, quiet: bool) -> bool:
    """Whether draws are too few for a sentence; says so to people."""
    from coproduce.economy.comparing import LEAST_DRAWS

    if draws < LEAST_DRAWS and not quiet:
        typer.echo(f"{draws} draws do not carry a sentence; ask for {LEAST_DRAWS} or more.")
    return draws < LEAST_DRAWS or quiet


def plain(value: float, unit: str) -> str:
    """A number as people write it: shares in per cent, pounds without pence."""
    if unit.startswith("share"):
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"
