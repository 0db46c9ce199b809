"""Backups that were proved: made by the database's own means, restored into a scratch place, added up again.

Never a copy of a live file: recent rows lie in its journal, and a copy of both
is not one moment.
"""

from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.backup import copies, pictures
from coproduce.cli.backup.proving import drill, faults
from coproduce.cli.saying import django_ready, fail

__all__ = ["backup", "drill", "make_before_leaving", "make_before_migrating", "restore"]


def backup(
    to: Annotated[Path | None, typer.Option(help="File to write. Left out: backups/ in the data folder.")] = None,
) -> None:
    """Back the database up and prove the copy."""
    django_ready()
    made = to or copies.name("backup")
    part = made.with_name(f"{made.name}.part")  # what stood under this name stays until this one is proved
    held = copies.make(part)
    if fault := faults(part):
        fail(f"{part} was written, but it should not be trusted: {fault}")
    part.replace(made)
    typer.echo(
        f"Backed up to {made}, restored it into a scratch place, and it adds up: "
        f"the same {held.entries:,} entries, balances and heads."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `coproduce backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database. What is there now is backed up first."""
    django_ready()
    from coproduce.community.base import restored
    from coproduce.community.ledger.mark import mark
    from coproduce.community.people.uploads import files
    from coproduce.community.privacy import erasure_log

    if not file.is_file():
        fail(f"There is no file {file}.")
    if fault := faults(file):
        fail(f"{file} was not restored: {fault}")
    if not yes:
        typer.confirm("Stop the server first. Replace the database with this backup?", abort=True)
    if before := copies.put_aside():
        typer.echo(f"What was there is in {before}.")
    made_at, held = copies.read(file)
    if not erasure_log.place().exists():
        typer.echo(
            f"There is no {erasure_log.place()}: nobody was forgotten here yet, or the file was lost. If somebody was "
            "forgotten since this copy was made, forget them again before anybody signs in."
        )
    erasure_log.add(copies.erasures(file))
    restored.note(made_at)  # before: killed half way, the program catches up once too often and never once too few
    copies.put_back(file)
    pictures.put_back(file, files.folder())
    if difference := held.difference(mark()):
        fail(f"The database was replaced, but it holds {difference}. Restore the backup from before, and try again.")
    typer.echo(
        f"Restored: the same {held.entries:,} entries, balances and heads. Start the program: it catches up first."
    )


def make_before_migrating() -> Path:
    """A backup made because the database is about to change."""
    return _made("before-migration")


def make_before_leaving() -> Path:
    """A backup of the demo, made because somebody begins with a community of their own."""
    return _made("demo")


def _made(why: str) -> Path:
    made = copies.name(why)
    copies.make(made)
    return made
