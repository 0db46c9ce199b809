"""The same people under different contracts: side by side, pools, without unpaid care, who pays, what it hangs on."""

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coproduce.cli.economy.saying import (
    AsCsv,
    AsJson,
    Contract,
    Draws,
    People,
    Seed,
    Years,
    contract as named,
    plain,
    progress,
    shown,
    table as drawn,
    told,
    too_few,
    tried,
)
from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from collections.abc import Callable

    from coproduce.economy import Comparison
    from coproduce.economy.engine import Told


def _seconds_beforehand(people: int, years: float, regimes: int, draws: int) -> float:
    """What all draws will take, from a few weeks of a small town now."""
    from coproduce.economy import PRESETS, simulate

    small = 5_000
    begun = perf_counter()
    simulate(small, 4 / 52, PRESETS[0], seed=1)
    return (perf_counter() - begun) / (small * 4) * people * years * 52 * regimes * draws


def _set(text: str) -> tuple[str, float]:
    """`sharing=0.8` as a number of the contracts and its value; ValueError where there is none of that name."""
    from coproduce.economy.regimes import in_weeks

    name, _, value = text.partition("=")
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if name == "pool":
        raise ValueError(f"“{text}”: the weeks do not read it. Ask `coproduce economy pool`, which shows every size.")
    if not in_weeks(name) or found != found:
        raise ValueError(f"“{text}”: write a number of the contracts and its value, as sharing=0.8.")
    return name, found


def _side_by_side(found: "Comparison") -> list[dict[str, Any]]:
    """A row for each figure, a column for each contract: the middle of the draws, and where nine of ten lie."""
    from coproduce.economy.outcomes import OUTCOMES

    rows = []
    for name in found.names:
        about = OUTCOMES[name]
        row = {"what": f"{about.says} ({about.unit})"}
        for regime in found.regimes:
            middle, low, high = (plain(value, about.unit) for value in found.interval(name, regime))
            row[regime] = f"{middle}\n{low} to {high}" if found.draws > 1 else middle
        rows.append(row)
    return rows


def compare(
    people: People = 10_000,
    years: Years = 5,
    seed: Seed = 1,
    draws: Draws = 30,
    priors: Annotated[
        str, typer.Option(help="evidence, sceptic or fixed: how uncertain numbers are drawn.")
    ] = "evidence",
    list_of_people: Annotated[
        Path | None,
        typer.Option(
            "--list",
            help="A CSV of people (household, age, sex, …) instead of drawn ones.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            help="A CSV of a town's ages and sexes, as for `core`: people are drawn from it.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="A number of the contracts, as sharing=0.8; may be said again.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="sex, age or skill: every figure for each group; figures are of the last week.")
    ] = "",
    kept: Annotated[Path | None, typer.Option(help="Keep finished draws here, and go on from them.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every draw, with its numbers, to this .parquet or .csv.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The same people under each contract: the middle of the draws, and where nine of ten lie."""
    from coproduce.economy import PRESETS, compare as compared, core_economy, from_csv, study
    from coproduce.economy.account import read_table
    from coproduce.economy.keeping import keep
    from coproduce.economy.population import AGE_SEX
    from coproduce.economy.simulating import fastest

    if priors not in ("evidence", "sceptic", "fixed"):
        fail(f"--priors is “{priors}”: numbers are drawn as evidence, sceptic or fixed.", 2)
    if by and (kept or out):
        fail("--by is answered at once: leave out --kept and --out, or use --csv.", 2)
    town = tried(lambda: from_csv(list_of_people, seed=seed)) if list_of_people else people
    ages = tried(lambda: core_economy(read_table(table)).adult_bands()) if table else AGE_SEX
    numbers = tried(lambda: dict(map(_set, set_ or ())))
    contracts = tried(lambda: tuple(one.moved(numbers) for one in PRESETS))
    quiet = as_json or as_csv
    if out and out.suffix not in (".parquet", ".csv"):
        fail(f"{out.name}: a study is kept as .parquet or .csv.", 2)
    for option, path in (("--out", out), ("--kept", kept)):
        if path and not path.parent.is_dir():
            fail(f"{option}: there is no folder {path.parent} to write into.", 2)
    if not quiet and fastest() == "numpy":
        many = len(town) if not isinstance(town, int) else town
        typer.echo(
            f"Without numba this takes about {_seconds_beforehand(many, years, len(PRESETS), draws):.0f} s.", err=True
        )
    if by:
        _by_group(
            lambda heard: study.by_group(
                town, years, contracts, by=by, age_sex=ages, seed=seed, draws=draws, priors=priors, told=heard,  # type: ignore[arg-type]
            ),
            draws, as_json, as_csv,
        )  # fmt: skip
        return
    bar = progress("Draws", quiet)

    def heard(found: "Comparison") -> None:
        bar.update(task, completed=found.draws)
        if found.draws == 1 and draws > 1 and not quiet:
            bar.console.print(
                drawn(_side_by_side(found), "The first draw; wait for the others before you say anything")
            )

    with bar:
        task = bar.add_task("draws", total=draws)
        found = tried(
            lambda: compared(
                town, years, contracts, age_sex=ages, seed=seed, draws=draws, priors=priors, kept=kept,  # type: ignore[arg-type]
                so_far=heard,
            )
        )  # fmt: skip
    if out:
        tried(lambda: keep(found, out))
    if quiet:
        shown(found.rows(), as_json, as_csv, "")
        return
    title = f"{found.about['people']} people, {years:g} years, {found.draws} draws, {priors}"
    shown(_side_by_side(found), False, False, title)
    if not too_few(found.draws, quiet):
        for name in ("unemployed", "least_met", "care_by_nobody", "public_cost"):
            typer.echo(found.sentence(name, "mix", "contract"))


def _by_group(asked: "Callable[[Told], dict[str, Comparison]]", draws: int, as_json: bool, as_csv: bool) -> None:
    """A table for each group; for a script the rows of all."""
    with told("Draws", draws, as_json or as_csv) as heard:
        found = tried(lambda: asked(heard))
    if as_json or as_csv:
        shown([{"among": who, **row} for who, one in found.items() for row in one.rows()], as_json, as_csv, "")
        return
    for who, one in found.items():
        shown(_side_by_side(one), False, False, f"{who[:1].upper()}{who[1:]}: {one.draws} draws")


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
    from coproduce.economy import PRESETS, study

    quiet = as_json or as_csv
    with told("Draws", draws, quiet) as heard:
        curve = tried(
            lambda: study.pool_curve(
                people, years=years, seed=seed, draws=draws, common=common, defection=defection, told=heard
            )
        )
    rows = [
        {"people_in_a_pool": size, "about": like, "every_need_met": middle, "low": low, "high": high}
        for size, like, middle, low, high in zip(
            curve.sizes, curve.like(), curve.middle, curve.low, curve.high, strict=True
        )
    ]
    shown(rows, as_json, as_csv, f"Pools among {people} people over {years:g} years, {draws} draws")
    if too_few(draws, quiet):
        return
    typer.echo(f"A pool of {curve.enough} reaches nine tenths of what {people} together do.")
    for one in PRESETS:
        middle, low, high = (f"{100 * share:.0f}" for share in curve.under(one))
        typer.echo(f"{one.name} pools among {min(one.pool, people):g}: {middle} % ({low} to {high}).")


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

    with told("Draws", draws, as_json or as_csv) as heard:
        found = tried(lambda: study.without(share, people, years=years, seed=seed, draws=draws, told=heard))
    said = {
        "paid hours lost, a year and adult": found.paid_hours_lost,
        "hours of need nobody meets, a year and adult": found.hours_unmet,
        "pounds moved to the state, a year and adult": found.pounds_moved,
    }
    rows = [{"what": what, "middle": middle, "low": low, "high": high} for what, (middle, low, high) in said.items()]
    shown(rows, as_json, as_csv, f"Without {share:.0%} of what families do, {draws} draws")


def break_even(
    number: Annotated[str, typer.Argument(help="A number of the contract, as `coproduce economy numbers` lists them.")],
    outcome: Annotated[str, typer.Argument(help="The figure, as in `coproduce economy compare --json`.")],
    beside: Annotated[str, typer.Option(help="A second number: better only if this and that.")] = "",
    contract: Contract = "coproduction",
    against: Contract = "specialised",
    people: People = 1_000,
    years: Years = 3,
    seed: Seed = 1,
    draws: Draws = 30,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """From which value of one number, or of two together, a contract does better than another."""
    from coproduce.economy import study

    with told("Draws", draws, as_json or as_csv) as heard:
        found = tried(
            lambda: study.break_even(
                number, outcome, people, beside=beside or None, years=years, regime=named(contract),
                against=named(against), seed=seed, draws=draws, told=heard,
            )
        )  # fmt: skip
    rows = [
        {number: value, **({beside: row.beside} if beside else {}), "better_in": share}
        for row in found.rows
        for value, share in row.tried
    ]
    shown(rows, as_json, as_csv, f"{outcome}: share of {draws} draws in which {contract} does better than {against}")
    if not too_few(draws, as_json or as_csv):
        typer.echo(found.sentence())


def sobol(
    outcome: Annotated[str, typer.Argument(help="The figure, as in `coproduce economy compare --json`.")],
    number: Annotated[
        list[str], typer.Argument(help="Numbers of the contract; `sharing` and the needs are always among them.")
    ],
    contract: Contract = "coproduction",
    against: Annotated[str, typer.Option(help="Of what is gained over this contract, where it is named.")] = "",
    people: People = 500,
    years: Years = 2,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=30, help="Runs draws × (numbers + 3) towns.")] = 64,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What a figure depends on most, by Sobol's indices with their intervals."""
    from coproduce.economy import study

    with told("Draws", draws, as_json or as_csv) as heard:
        found = tried(
            lambda: study.sobol(
                outcome, number, people, years=years, regime=named(contract),
                against=named(against) if against else None, seed=seed, draws=draws, told=heard,
            )
        )  # fmt: skip
    over = f" of {contract} over {against}" if against else f" under {contract}"
    shown(found.rows(), as_json, as_csv, f"What {outcome}{over} depends on, {draws} draws")


def who_pays(
    people: People = 5_000, years: Years = 3, seed: Seed = 1, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """Every cost and hour of one town by who bears it, under each contract."""
    from coproduce.economy import study

    found = tried(lambda: study.who_bears(people, years, seed=seed))
    rows = [{"contract": regime, "what": what, **row} for regime, table in found.items() for what, row in table.items()]
    shown(rows, as_json, as_csv, "Pounds a year and adult; hours a week and adult. One town: read it as an example")


def hours(
    people: People = 5_000, years: Years = 3, seed: Seed = 1, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """How hours of a week are spread over the people of one town, under each contract."""
    from coproduce.economy import study

    found = tried(lambda: study.hours_spread(people, years, seed=seed))
    rows = [
        {"contract": regime, "hours": what, **row} for regime, table in found.items() for what, row in table.items()
    ]
    title = "Hours a week: so many of a hundred people have as many or fewer. One town: read it as an example"
    shown(rows, as_json, as_csv, title)


def numbers(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Every number of every contract, with its unit, range and source."""
    from coproduce.economy import PRESETS, SOURCES

    rows = [
        {"number": name, **{regime.name: getattr(regime, name) for regime in PRESETS}, **asdict(source)}
        for name, source in SOURCES.items()
    ]
    shown(rows, as_json, as_csv, "The numbers of the contracts")
