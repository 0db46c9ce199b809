"""What a real town does unpaid, from how many women and men of which age live there."""

from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.economy.saying import DIARIES, AsCsv, AsJson, shown, tried


def core(
    table: Annotated[
        Path, typer.Option(help="A CSV of a town: age (like 25-34), sex, people.", exists=True, dir_okay=False)
    ],
    wage: Annotated[float, typer.Option(min=0, help="What an hour is worth, in your money.")] = 11.44,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """A real town's unpaid hours a week, by what is done, from time-use diaries. Nobody needs to be a member."""
    from coproduce.economy.account import core_economy, read_table
    from coproduce.economy.rates import SAYS

    found = tried(lambda: core_economy(read_table(table)))
    if as_json or as_csv:
        shown(list(found.rows()), as_json, as_csv, "", note=DIARIES)
        return
    rows = []
    for activity, says in SAYS.items():
        hours, each = found.hours(activity), found.an_adult(activity)
        rows.append({"what": says, "hours a week": f"{hours.mean:,.0f}\n{hours.low:,.0f} to {hours.high:,.0f}",
                     "an adult": f"{each.mean:.2f}"})  # fmt: skip
    whole, worth = found.hours(), found.value(wage)
    rows.append({"what": "all of it", "hours a week": f"{whole.mean:,.0f}\n{whole.low:,.0f} to {whole.high:,.0f}",
                 "an adult": f"{found.an_adult().mean:.2f}"})  # fmt: skip
    shown(rows, False, False, "What a town does unpaid", note=DIARIES)
    typer.echo(f"At {wage:.2f} an hour: {worth.low:,.0f} to {worth.high:,.0f} a year.")
