"""Backups that were proved: made by the database's own means, restored into a scratch place, added up again.

Never a copy of a live file: recent rows lie in its journal, and a copy of both
is not one moment.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.saying import django_ready, fail


def backup(
    to: Annotated[Path | None, typer.Option(help="File to write. Left out: backups/ in the data folder.")] = None,
) -> None:
    """Back the database up and prove the copy."""
    django_ready()
    typer.echo(f"Backed up to {make(to or _name('backup'))}, restored it into a scratch place, and it adds up.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `coproduce backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database. What is there now is backed up first."""
    django_ready()
    from django.conf import settings
    from django.db import connection

    if not file.is_file():
        fail(f"There is no file {file}.")
    if not yes:
        typer.confirm("Stop the server first. Replace the database with this backup?", abort=True)
    if connection.vendor != "sqlite":
        _postgresql(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "-d", _address(), str(file)]
        )
        typer.echo("Restored.")
        return
    place = Path(settings.DATABASES["default"]["NAME"])
    if fault := _faults(file):
        fail(f"{file} does not add up and was not restored: {fault}")
    if place.exists():
        typer.echo(f"What was there is in {make(_name('before-restore'))}.")
    connection.close()
    with sqlite3.connect(file) as source, sqlite3.connect(place) as target:
        source.backup(target)
    typer.echo("Restored.")


def backup_before_migrating() -> Path:
    """A backup made because the database is about to change."""
    return make(_name("before-migration"), is_proved=False)


def make(to: Path, is_proved: bool = True) -> Path:
    """Write a backup to `to` and, unless the program is newer than the database, add it up again elsewhere."""
    from django.db import connection

    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if connection.vendor != "sqlite":
        _postgresql(["pg_dump", "-Fc", "-f", str(to), _address()])
        return to
    connection.ensure_connection()
    target = sqlite3.connect(to)
    with target:
        connection.connection.backup(target)
    target.close()
    to.chmod(0o600)
    if is_proved and (fault := _faults(to)):
        fail(f"The backup does not add up and should not be trusted: {fault}")
    return to


def _name(why: str) -> Path:
    from django.conf import settings
    from django.db import connection

    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    return settings.DATA / "backups" / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}-{why}.{ending}"


def _faults(file: Path) -> str:
    """What does not agree when a copy is opened in a scratch place; empty when all does."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "coproduce.sqlite3"
        shutil.copyfile(file, copy)  # a finished backup, not a live file
        try:
            with sqlite3.connect(copy) as opened:
                said = opened.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as fault:
            return str(fault)
        if said != "ok":
            return str(said)
        proved = subprocess.run(
            [sys.executable, "-m", "coproduce", "verify"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COPRODUCE_DATA": scratch, "DATABASE_URL": ""},
        )
    return "" if proved.returncode == 0 else (proved.stdout + proved.stderr).strip()


def _address() -> str:
    from django.db import connection

    said = connection.settings_dict
    parts = {
        "host": said["HOST"],
        "port": said["PORT"],
        "user": said["USER"],
        "password": said["PASSWORD"],
        "dbname": said["NAME"],
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value)


def _postgresql(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        fail(f"{command[0]} is needed and was not found. On Debian: sudo apt install postgresql-client")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pg_dump, pg_restore
    if done.returncode:
        fail(f"{command[0]} refused: {done.stderr.strip()}")
