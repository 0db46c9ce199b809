"""Backups that were proved: made by the database's own means, restored into a scratch place, added up again.

Never a copy of a live file: recent rows lie in its journal, and a copy of both
is not one moment.
"""

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.backup import copies, drills, passphrase, pictures
from coproduce.cli.backup.before import lock
from coproduce.cli.backup.proving import add_up, faults
from coproduce.cli.saying import django_ready, fail

__all__ = ["add_up", "backup", "drill", "restore"]

PASSPHRASE_FILE = typer.Option(
    help=f"A file whose first line is the passphrase. Left out: what {passphrase.FROM_ENVIRONMENT} says."
)


def backup(
    to: Annotated[Path | None, typer.Option(help="File to write. Left out: backups/ in the data folder.")] = None,
    passphrase_file: Annotated[Path | None, PASSPHRASE_FILE] = None,
    ask: Annotated[bool, typer.Option("--ask-passphrase", help="Ask for a passphrase, and lock the file.")] = False,
) -> None:
    """Back the database up, prove the copy, and lock it where there is a passphrase."""
    django_ready()
    words = passphrase.to_lock(passphrase_file, asks=ask)
    made = to or copies.name("backup", passphrase.ENDING if words else "")
    # What stood under this name stays until this one is proved; and what is to be locked lies open here alone.
    part = copies.name("backup", ".part") if words else made.with_name(f"{made.name}.part")
    held = copies.make(part)
    if fault := faults(part):
        fail(f"{part} was written, but it should not be trusted: {fault}")
    lock(part, made, words)
    typer.echo(
        f"Backed up to {made}, restored it into a scratch place, and it adds up: "
        f"the same {held.entries:,} entries, balances and heads."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `coproduce backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    passphrase_file: Annotated[Path | None, PASSPHRASE_FILE] = None,
) -> None:
    """Put a backup in the place of the database. What is there now is backed up first."""
    django_ready()
    if not file.is_file():
        fail(f"There is no file {file}.")
    with passphrase.opened(file, passphrase_file) as copy:
        if fault := faults(copy):
            fail(f"{file} was not restored: {fault}")
        if not yes:
            typer.confirm("Stop the server first. Replace the database with this backup?", abort=True)
        _put_in_place(copy, passphrase.to_lock(passphrase_file))


def drill(
    file: Annotated[Path | None, typer.Argument(help="A backup. Left out: the newest in the folder backups.")] = None,
    passphrase_file: Annotated[Path | None, PASSPHRASE_FILE] = None,
) -> None:
    """Restore a backup into a scratch place, to see that it can be done; nothing here is changed."""
    django_ready()
    chosen = file or copies.newest()
    if chosen is None or not chosen.is_file():
        fail(f"There is no file {file}." if file else "There is no backup yet. Make one with `coproduce backup`.")
    if before := drills.last():
        typer.echo(f"The last drill was on {before:%Y-%m-%d}.")
    with passphrase.opened(chosen, passphrase_file) as copy:
        if fault := faults(copy):
            fail(f"{chosen} could not be restored: {fault}")
        made_at, held = copies.read(copy)
    drills.note()
    typer.echo(
        f"{chosen.name}, of {made_at:%Y-%m-%d %H:%M} UTC, was restored into a scratch place, and it adds up: the same "
        f"{held.entries:,} entries, balances and heads, and whoever was forgotten since is forgotten there too."
    )


def _put_in_place(copy: Path, words: str) -> None:
    from coproduce.community.base import outside, restored
    from coproduce.community.ledger.mark import mark
    from coproduce.community.people.uploads import files
    from coproduce.community.privacy import erasure_log

    if before := copies.put_aside():
        if words and before.suffix in copies.FINISHED:
            before = lock(before, before.with_name(f"{before.name}{passphrase.ENDING}"), words)
        typer.echo(f"What was there is in {before}.")
    made_at, held = copies.read(copy)
    if not erasure_log.place().exists():
        typer.echo(
            f"There is no {erasure_log.place()}: nobody was forgotten here yet, or the file was lost. If somebody was "
            "forgotten since this copy was made, forget them again before anybody signs in."
        )
    outside.take_in(copies.outside(copy))
    restored.note(made_at)  # before: killed half way, the program catches up once too often and never once too few
    try:
        copies.put_back(copy)
    except subprocess.CalledProcessError as fault:
        fail(f"PostgreSQL would not take it, and its tables are as they were. It says: {fault.stderr.strip()}")
    pictures.put_back(copy, files.folder())
    if difference := held.difference(mark()):
        fail(f"The database was replaced, but it holds {difference}. Restore the backup from before, and try again.")
    typer.echo(
        f"Restored: the same {held.entries:,} entries, balances and heads. Start the program: it catches up first."
    )
