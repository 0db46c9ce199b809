"""The economic model from the command line: contracts side by side, pools, without unpaid care, sources."""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, TypeVar

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from coproduce.cli.saying import fail

app = typer.Typer(
    help="The economic model: the same people under different contracts. Simulated people, not a forecast.",
    no_args_is_help=True,
)

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
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer as CSV.")]


def tried(study: Callable[[], Result]) -> Result:
    """A study's result, or the sentence that says why there is none."""
    try:
        return study()
    except ValueError as wrong:
        fail(str(wrong), 2)


def shown(rows: list[dict[str, Any]], as_json: bool, as_csv: bool, title: str, note: str = SIMULATED) -> None:
    """A table for people, or the same rows for a script; `note` says what the numbers are."""
    if as_json:
        typer.echo(json.dumps({"note": note, "rows": rows}))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    else:
        table = Table(title=title, caption=note, show_lines=True)
        for name in rows[0]:
            table.add_column(name.replace("_", " "))
        for row in rows:
            table.add_row(*(f"{value:.4g}" if isinstance(value, float) else str(value) for value in row.values()))
        Console().print(table)


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


def plain(value: float, unit: str) -> str:
    """A number as people write it: shares in per cent, pounds without pence."""
    if unit.startswith("share"):
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _seconds_beforehand(people: int, years: float, regimes: int, draws: int) -> float:
    """What all draws will take, from a few weeks of a small town now."""
    from coproduce.economy import PRESETS, simulate

    small = 5_000
    begun = perf_counter()
    simulate(small, 4 / 52, PRESETS[0], seed=1)
    return (perf_counter() - begun) / (small * 4) * people * years * 52 * regimes * draws


@app.command("compare")
def compare(
    people: People = 10_000,
    years: Years = 5,
    seed: Seed = 1,
    draws: Draws = 30,
    priors: Annotated[
        str, typer.Option(help="evidence, sceptic or fixed: how uncertain numbers are drawn.")
    ] = "evidence",
    list_of_people: Annotated[
        Path | None, typer.Option("--list", help="A CSV of people (household, age, sex, …) instead of drawn ones.")
    ] = None,
    kept: Annotated[Path | None, typer.Option(help="Keep finished draws here, and go on from them.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every draw, with its numbers, to this .parquet or .csv.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The same people under each contract: the middle of the draws, and where nine of ten lie."""
    from coproduce.economy import PRESETS, compare as compared, from_csv
    from coproduce.economy.keeping import keep
    from coproduce.economy.outcomes import OUTCOMES
    from coproduce.economy.simulating import fastest

    if priors not in ("evidence", "sceptic", "fixed"):
        fail("Numbers are drawn as evidence, sceptic or fixed.", 2)
    town = tried(lambda: from_csv(list_of_people, seed=seed)) if list_of_people else people
    quiet = as_json or as_csv
    if out and out.suffix not in (".parquet", ".csv"):
        fail(f"{out.name}: a study is kept as .parquet or .csv.", 2)
    bar = progress("Draws", quiet)
    if not quiet and fastest() == "numpy":
        many = len(town) if not isinstance(town, int) else town
        typer.echo(
            f"Without numba this takes about {_seconds_beforehand(many, years, len(PRESETS), draws):.0f} s.", err=True
        )
    with bar:
        task = bar.add_task("draws", total=draws)
        found = tried(
            lambda: compared(
                town, years, seed=seed, draws=draws, priors=priors, kept=kept,  # type: ignore[arg-type]
                told=lambda done, of: bar.update(task, completed=done),
            )
        )  # fmt: skip
    if out:
        tried(lambda: keep(found, out))
    if quiet:
        shown(found.rows(), as_json, as_csv, "")
        return
    rows = []
    for name in found.names:
        about = OUTCOMES[name]
        row = {"what": f"{about.says} ({about.unit})"}
        for regime in found.regimes:
            middle, low, high = (plain(value, about.unit) for value in found.interval(name, regime))
            row[regime] = f"{middle}\n{low} to {high}"
        rows.append(row)
    shown(rows, False, False, f"{found.about['people']} people, {years:g} years, {found.draws} draws, {priors}")
    for name in ("unemployed", "least_met", "care_by_nobody", "public_cost"):
        if found.draws >= 30:
            typer.echo(found.sentence(name, "mix", "contract"))


@app.command("pool")
def pool(
    people: People = 10_000,
    years: Years = 5,
    seed: Seed = 1,
    draws: Draws = 30,
    common: Annotated[float, typer.Option(min=0, help="How much blows that strike many at once count.")] = 1.0,
    defection: Annotated[float, typer.Option(min=0, max=1, help="Chance a year to leave a pool of strangers.")] = 0.02,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How many have to carry each other's risks for every need to be met."""
    from coproduce.economy import study

    curve = tried(
        lambda: study.pool_curve(people, years=years, seed=seed, draws=draws, common=common, defection=defection)
    )
    rows = [
        {"people_in_a_pool": size, "every_need_met": middle, "low": low, "high": high}
        for size, middle, low, high in zip(curve.sizes, curve.middle, curve.low, curve.high, strict=True)
    ]
    shown(rows, as_json, as_csv, f"Pools among {people} people over {years:g} years, {draws} draws")
    if not (as_json or as_csv):
        typer.echo(f"A pool of {curve.enough} reaches nine tenths of what {people} together do.")


@app.command("without")
def without(
    share: Annotated[float, typer.Option(min=0, max=1, help="What share of unpaid family care is gone.")] = 0.2,
    people: People = 2_000,
    years: Years = 2,
    seed: Seed = 1,
    draws: Draws = 30,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """A share of unpaid care is gone: paid hours lost, needs unmet, cost moved to the state."""
    from coproduce.economy import study

    found = tried(lambda: study.without(share, people, years=years, seed=seed, draws=draws))
    said = {
        "paid hours lost, a year and adult": found.paid_hours_lost,
        "hours of need nobody meets, a year and adult": found.hours_unmet,
        "pounds moved to the state, a year and adult": found.pounds_moved,
    }
    rows = [{"what": what, "middle": middle, "low": low, "high": high} for what, (middle, low, high) in said.items()]
    shown(rows, as_json, as_csv, f"Without {share:.0%} of what families do, {draws} draws")


@app.command("break-even")
def break_even(
    number: Annotated[str, typer.Argument(help="A number of the contract, as `coproduce economy numbers` lists them.")],
    outcome: Annotated[str, typer.Argument(help="The figure, as in `coproduce economy compare --json`.")],
    people: People = 1_000,
    years: Years = 3,
    seed: Seed = 1,
    draws: Draws = 30,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """From which value of one number co-production does better than specialised labour."""
    from coproduce.economy import study

    found = tried(lambda: study.break_even(number, outcome, people, years=years, seed=seed, draws=draws))
    rows = [{number: value, "better_in": share} for value, share in found.tried]
    shown(rows, as_json, as_csv, f"{outcome}: share of {draws} draws in which co-production does better")
    if not (as_json or as_csv):
        typer.echo(found.sentence())


@app.command("sobol")
def sobol(
    outcome: Annotated[str, typer.Argument(help="The figure, as in `coproduce economy compare --json`.")],
    number: Annotated[list[str], typer.Argument(help="Numbers of the contract; `sharing` is always among them.")],
    people: People = 500,
    years: Years = 2,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(help="2, 4, 8 …: runs draws × (numbers + 2) towns.")] = 64,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What a figure depends on most, by Sobol's indices. Needs the study edition."""
    from importlib.util import find_spec

    from coproduce.economy import study

    if not find_spec("scipy"):
        fail('This needs the study edition: pip install "coproduce[study]"', 2)
    found = tried(lambda: study.sobol(outcome, number, people, years=years, seed=seed, draws=draws))
    rows = [
        {"number": name, "first": first[0], "first_low": first[1], "first_high": first[2],
         "total": found.total[name][0], "total_low": found.total[name][1], "total_high": found.total[name][2]}
        for name, first in found.first.items()
    ]  # fmt: skip
    shown(rows, as_json, as_csv, f"What {outcome} depends on")


@app.command("who-pays")
def who_pays(
    people: People = 5_000, years: Years = 3, seed: Seed = 1, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """Every cost and hour of one town by who bears it, under each contract."""
    from coproduce.economy import study

    found = tried(lambda: study.who_bears(people, years, seed=seed))
    rows = [{"contract": regime, "what": what, **row} for regime, table in found.items() for what, row in table.items()]
    shown(rows, as_json, as_csv, "Pounds a year and adult; care hours a week. One town: read it as an example")


@app.command("core")
def core(
    table: Annotated[Path, typer.Option(help="A CSV of a town: age (like 25-34), sex, people.")],
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


@app.command("contagion")
def contagion(
    ties: Annotated[
        Path, typer.Option(help="A CSV of who looks to whom: from, to, and group where there are several.")
    ],
    adoption: Annotated[Path, typer.Option(help="A CSV of who took it up when: id, time (empty for never), group.")],
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Did it spread from tie to tie, by enough ties, or from outside? Says so when the records cannot tell."""
    from coproduce.economy.contagion import judge
    from coproduce.economy.uptake import read_uptake

    found = tried(lambda: judge(read_uptake(ties, adoption), seed=seed))
    if as_json:
        gain = {
            name: list(getattr(found, name))
            for name in ("simple_over_outside", "threshold_over_outside", "simple_over_threshold")
        }
        typer.echo(json.dumps({"kind": found.kind, "says": found.says, **gain}))
    else:
        typer.echo(found.says)


@app.command("seed")
def seed_people(
    ties: Annotated[Path | None, typer.Option(help="A CSV of ties: two columns, from and to, any names.")] = None,
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
        from coproduce.cli.own_town import dashed, ways

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


@app.command("calibrate")
def calibrate(
    number: Annotated[list[str], typer.Argument(help="Numbers of the contract, as `coproduce economy numbers`.")],
    seen: Annotated[list[str], typer.Option(help="What was seen, and how far off counts: taking_part=0.12:0.02.")],
    contract: Annotated[str, typer.Option(help="Whose numbers: specialised, contract, coproduction or mix.")] = (
        "coproduction"
    ),
    people: People = 500,
    years: Years = 2,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=2, help="Runs in each of two waves.")] = 200,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What numbers would have to be to match what was seen: history matching, then the nearest stay."""
    from coproduce.economy import PRESETS, SOURCES, study
    from coproduce.economy.calibrating import matching

    regime = next((one for one in PRESETS if one.name == contract), None)
    if regime is None or (wrong := [name for name in number if name not in SOURCES]):
        fail(f"There is no contract or number “{contract if regime is None else wrong[0]}”.", 2)
    facts = dict(tried(lambda: [_seen(text) for text in seen]))
    ranges = {name: (SOURCES[name].low, SOURCES[name].high) for name in number}
    with progress("Runs", as_json or as_csv) as bar:
        task = bar.add_task("runs", total=2 * draws)
        found = tried(
            lambda: study.calibrate(
                ranges, matching(regime, people, years, list(facts)), facts, seed=seed, first=draws, second=draws,
                keep=max(2, draws // 5),
                told=lambda done, of: bar.update(task, completed=done, total=max(of, 2 * draws)),
            )
        )  # fmt: skip
    rows = []
    for place, name in enumerate(found.names):
        low, middle, high = (float(end) for end in np.quantile(found.kept[:, place], (0.05, 0.5, 0.95)))
        rows.append({"number": name, "middle": middle, "low": low, "high": high, "unit": SOURCES[name].unit,
                     "range_low": ranges[name][0], "range_high": ranges[name][1], "kept": len(found.kept),
                     "ruled_out": found.ruled_out})  # fmt: skip
    shown(rows, as_json, as_csv, f"What fits: the nearest is {found.distance[0]:.2g} tolerances off")


@app.command("forecast")
def forecast(
    curve: Annotated[Path, typer.Option(help="A CSV with taking_part: the share who take part, a row a week.")],
    ahead: Annotated[int, typer.Option(min=1, help="How many weeks to look ahead.")] = 26,
    people: People = 500,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=2, help="Runs in each of two waves.")] = 200,
    since: Annotated[
        Path | None, typer.Option(help="The weeks that have come since, in the same form: scores the fan.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How many may take part some weeks from now, from how many did: the middle, and where eight draws of ten lie."""
    from coproduce.economy import draw, study, ties

    until = tried(lambda: _curve(curve))
    town = draw(people, seed=seed)
    with progress("Runs", as_json or as_csv) as bar:
        task = bar.add_task("runs", total=2 * draws)
        fan = tried(
            lambda: study.forecast(
                until, town, ties(town, seed=seed), ahead=ahead, seed=seed, draws=draws, keep=max(2, draws // 5),
                told=lambda done, of: bar.update(task, completed=done, total=max(of, 2 * draws)),
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


def _curve(path: Path) -> NDArray[np.float64]:
    """The column `taking_part` of a file, week by week; ValueError names the row that is no share."""
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
    return np.array(found)


@app.command("held-out")
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


@app.command("numbers")
def numbers(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Every number of every contract, with its unit, range and source."""
    from coproduce.economy import PRESETS, SOURCES

    rows = [
        {"number": name, **{regime.name: getattr(regime, name) for regime in PRESETS}, **asdict(source)}
        for name, source in SOURCES.items()
    ]
    shown(rows, as_json, as_csv, "The numbers of the contracts")
