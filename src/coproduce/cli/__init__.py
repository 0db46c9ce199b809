"""The command line: one entry point, `coproduce`, for operators, scripts and every verb of every room.

Imports no Django until a command needs it: `pip install coproduce` alone gives
the rules as a library, and a command that says what to install for the rest.
"""

import sys
from importlib import import_module
from importlib.util import find_spec

import typer

from coproduce.arenas import ARENAS
from coproduce.cli import (
    backup,
    check_up,
    claims,
    communities,
    demo,
    economy,
    imports,
    migrating,
    new_arena,
    operating,
    proof,
    recount,
    retention,
    returned,
    serving,
    tokens,
    worker,
)

ROOMS = (
    *(
        f"coproduce.community.{slug}"
        for slug in ("people", "ledger", "notices", "exchange", "decisions", "trust", "evidence", "privacy")
    ),
    *(f"coproduce.arenas.{slug}" for slug in ARENAS),
    "coproduce.web.lab",
)


def build(asked: list[str]) -> typer.Typer:
    """The commands. A room's verbs are read only when its name is the first word asked for."""
    app = typer.Typer(
        name="coproduce",
        help="Coproduce: help that comes round.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command("up")(serving.up)
    app.command("worker")(worker.worker)
    app.command("migrate")(migrating.migrate)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.command("drill")(backup.drill)
    app.command("add-up", hidden=True)(backup.add_up)
    app.command("doctor")(check_up.doctor)
    app.command("jobs")(operating.jobs)
    app.command("operator")(operating.operator)
    app.command("returned")(returned.returned)
    app.command("retention")(retention.retention)
    app.command("verify")(proof.verify)
    app.command("import")(imports.command)
    app.command("token")(tokens.token)
    app.command("claims")(claims.claims)
    app.command("recount")(recount.recount)
    app.command("new-arena")(new_arena.command)
    app.add_typer(communities.app, name="community")
    app.add_typer(demo.app, name="demo")
    app.add_typer(economy.app, name="economy")
    for package in ROOMS:
        module = import_module(package)
        declared = getattr(module, "ARENA", None) or module.ROOM
        if declared.verbs or any(find_spec(f"{package}.{mouth}") for mouth in ("api", "commands")):
            app.add_typer(_group(declared.slug, declared.name, asked), name=declared.slug)
    return app


def _group(slug: str, name: str, asked: list[str]) -> typer.Typer:
    if asked[:1] == [slug]:
        from coproduce.cli.verbs import group

        return group(slug, name)
    return typer.Typer(help=f"The verbs and lists of {name.lower()}.")


def main() -> None:
    """Run the command asked for; a fault that was expected ends with a sentence and exit code 1."""
    try:
        app = build(sys.argv[1:])
    except typer.Exit as said_already:
        sys.exit(said_already.exit_code)
    try:
        app()
    except Exception:
        if "django" in sys.modules and migrating.is_behind():
            typer.echo(
                "The database does not stand as this program needs it: bring it up with “coproduce migrate”.", err=True
            )
            sys.exit(1)
        raise
