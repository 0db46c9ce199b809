"""One town week by week, to look at, or written into the ledger of a new demo community."""

from typing import Annotated

import typer

from coproduce.cli.economy.saying import AsCsv, AsJson, Contract, Seed, contract as named, shown, tried
from coproduce.cli.saying import answer, django_ready, fail


def simulate(
    community: Annotated[str, typer.Option(help="The short name of the new community.")] = "",
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Write what is given into a new demo community, as ordinary help.")
    ] = False,
    people: Annotated[int, typer.Option(min=2, help="How many people there are.")] = 60,
    weeks: Annotated[int, typer.Option(min=1, help="How many weeks they live.")] = 26,
    contract: Contract = "coproduction",
    seed: Seed = 1,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """One town week by week; with --ledger, its help written down by the same verbs as everybody's."""
    regime = named(contract)
    if ledger is not bool(community):
        fail("Say both, --ledger and --community with a new name, or neither.", 2)
    if not ledger:
        from coproduce.economy import simulate as simulated

        run = simulated(people, weeks / 52, regime, seed=seed)
        rows = [
            {"week": week + 1, "take part": int(run.of("joined")[week]), "active": int(run.of("active")[week]),
             "hours given": int(run.of("gave")[week]) / 4, "asked back": int(run.of("asked_back")[week])}
            for week in range(weeks)
        ]  # fmt: skip
        shown(rows, as_json, as_csv, f"{people} people under {contract}")
        return
    django_ready()
    from rich.progress import track

    from coproduce.community import ledger as books
    from coproduce.community.base import clock
    from coproduce.web.lab.simulating import simulate_ledger

    lived = simulate_ledger(community, people, weeks, clock.now().date(), seed=seed, regime=regime)
    told = list(tried(lambda: list(track(lived, "Weeks", total=weeks, disable=as_json))))[-1]
    answer(
        {"community": community, "weeks": told.weeks, "exchanges": told.exchanges, "minutes": told.minutes,
         "alone_minutes": told.alone_minutes, "asked_back": told.asked_back, "said_yes": told.said_yes,
         "adds_up": bool(books.verify())},
        as_json,
    )  # fmt: skip
