"""What goes from person to person along ties: whether something spread so, and whom to invite first."""

import csv
import json
from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.economy.own_town import dashed, ways
from coproduce.cli.economy.saying import AsCsv, AsJson, Seed, shown, tried
from coproduce.cli.saying import fail


def contagion(
    ties: Annotated[
        Path | None,
        typer.Option(
            help="A CSV of who looks to whom: from, to, and group where there are several.", exists=True, dir_okay=False
        ),
    ] = None,
    adoption: Annotated[
        Path | None,
        typer.Option(
            help="A CSV of who took it up when: id, time (empty for never), group.", exists=True, dir_okay=False
        ),
    ] = None,
    study: Annotated[
        Path | None,
        typer.Option(
            help="Instead of both: one of netdiffuseR's studies, or a file like them.", exists=True, dir_okay=False
        ),
    ] = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Did it spread from tie to tie, by enough ties, or from outside? Says so when the records cannot tell.

    Whoever stands in the lists may be a person, a household or a village.
    """
    from coproduce.economy.contagion import judge
    from coproduce.economy.uptake import read_study, read_uptake

    if study is not None and ties is None and adoption is None:
        found = tried(lambda: judge(read_study(study), seed=seed))
    elif study is None and ties is not None and adoption is not None:
        found = tried(lambda: judge(read_uptake(ties, adoption), seed=seed))
    else:
        fail("Name both lists, --ties and --adoption, or a --study.", 2)
    if as_json:
        gain = {
            name: list(getattr(found, name))
            for name in ("simple_over_outside", "threshold_over_outside", "simple_over_threshold")
        }
        threshold = dict(zip(("ties", "share_of_ties"), found.threshold, strict=True))
        exposure = dict(zip(("seen", "by_chance", "as_many_by_chance"), found.exposure, strict=True))
        said = {"kind": found.kind, "says": found.says, **gain, "threshold": threshold, "tie_share": found.tie_share,
                "exposure": exposure, "held_out": found.held_out, "units": found.units}  # fmt: skip
        typer.echo(json.dumps(said))
    else:
        typer.echo(found.says)


def seed_people(
    ties: Annotated[
        Path | None,
        typer.Option(help="A CSV of ties: two columns, from and to, any names.", exists=True, dir_okay=False),
    ] = None,
    community: Annotated[
        str, typer.Option(help="Instead of a list: who helped whom by agreement in this community; nobody is named.")
    ] = "",
    as_: Annotated[str, typer.Option("--as", help="E-mail address or id of who reads the community's ties.")] = "",
    count: Annotated[int, typer.Option(min=1, help="How many you can invite yourself.")] = 10,
    chance: Annotated[float, typer.Option(min=0, max=1, help="Chance that a tie brings somebody along.")] = 0.1,
    seed: Seed = 1,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Whom to invite first: five ways side by side, with how many each reaches."""
    if (ties is None) is not bool(community):
        fail("Say whose ties: --ties and a list, or --community and --as.", 2)
    if ties is None:
        rows, title = ways(as_, community, count, chance, seed)
        shown(rows if as_json or as_csv else dashed(rows), as_json, as_csv, title)
        return
    from coproduce.economy.network import from_edges
    from coproduce.economy.seeding import HOW, seed_people as chosen

    names, pairs = tried(lambda: _pairs(ties))
    network = from_edges(len(names), pairs)
    rows = []
    for how in HOW:
        found = tried(lambda how=how: chosen(network, count, chance=chance, seed=seed, how=how))  # type: ignore[misc]
        reach = found.expected
        rows.append({"how": how, "reached": reach.mean, "low": reach.low, "high": reach.high,
                     "first": ", ".join(names[place] for place in found.people[:5])})  # fmt: skip
    shown(rows, as_json, as_csv, f"Inviting {count} of {len(names)} first")


def _pairs(path: Path) -> tuple[list[str], list[tuple[int, int]]]:
    """The names of a list of ties, and each tie as places among them; ValueError names the row that has not two."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    places: dict[str, int] = {}
    pairs = []
    for number, row in enumerate(rows, 2):
        ends = [cell.strip() for cell in row[:2] if cell.strip()]
        if len(ends) != 2:
            raise ValueError(f"Row {number}: a tie has two ends, from and to. Write both, or leave the row out.")
        one, other = (places.setdefault(end, len(places)) for end in ends)
        pairs.append((one, other))
    if not pairs:
        raise ValueError("The list has no ties. Its first line names its columns, the others are ties.")
    return list(places), pairs
