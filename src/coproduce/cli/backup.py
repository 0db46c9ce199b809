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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from coproduce.cli.saying import django_ready, fail


def backup(
    to: Annotated[Path | None, typer.Option(help="File to write. Left out: backups/ in the data folder.")] = None,
) -> None:
    """Back the database up and prove the copy."""
    django_ready()
    made = make(to or _name("backup"))
    if fault := faults(made):
        fail(f"{made} was written, but it does not add up and should not be trusted: {fault}")
    typer.echo(f"Backed up to {made}, restored it into a scratch place, and it adds up.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `coproduce backup`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database. What is there now is backed up first."""
    django_ready()
    from django.db import connection

    if not file.is_file():
        fail(f"There is no file {file}.")
    if fault := faults(file):
        fail(f"{file} does not add up and was not restored: {fault}")
    if not yes:
        typer.confirm("Stop the server first. Replace the database with this backup?", abort=True)
    if connection.introspection.table_names():
        typer.echo(f"What was there is in {make(_name('before-restore'))}.")
    connection.close()
    if connection.vendor == "sqlite":
        with sqlite3.connect(file) as source, sqlite3.connect(connection.settings_dict["NAME"]) as target:
            source.backup(target)
    else:
        _restore_postgresql(file, str(connection.settings_dict["NAME"]))
    typer.echo("Restored.")


def make_before_migrating() -> Path:
    """A backup made because the database is about to change."""
    return make(_name("before-migration"))


def make_before_leaving() -> Path:
    """A backup of the demo, made because somebody begins with a community of their own."""
    return make(_name("demo"))


def make(to: Path) -> Path:
    """Write a backup of the database, as it is at one moment, to `to`."""
    from django.db import connection

    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(to)
        with target:
            connection.connection.backup(target)
        target.close()
    else:
        _call(["pg_dump", "-Fc", "-f", str(to), _address(str(connection.settings_dict["NAME"]))])
    to.chmod(0o600)
    return to


def faults(file: Path) -> str:
    """What does not agree when a backup is restored into a scratch place and added up; empty when all does."""
    from django.db import connection

    scratch = _scratch_sqlite if connection.vendor == "sqlite" else _scratch_postgresql
    try:
        with scratch(file) as environment:
            proved = subprocess.run(
                [sys.executable, "-m", "coproduce", "verify"],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "coproduce.web.settings"},
            )
    except (sqlite3.DatabaseError, subprocess.CalledProcessError) as fault:
        return str(fault)
    return "" if proved.returncode == 0 else (proved.stdout + proved.stderr).strip()


@contextmanager
def _scratch_sqlite(file: Path) -> Iterator[dict[str, str]]:
    """The backup as the database of a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "coproduce.sqlite3"
        shutil.copyfile(file, copy)  # a finished backup, not a live file
        opened = sqlite3.connect(copy)
        said = opened.execute("PRAGMA integrity_check").fetchone()[0]
        opened.close()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        yield {"COPRODUCE_DATA": folder, "DATABASE_URL": ""}


@contextmanager
def _scratch_postgresql(file: Path) -> Iterator[dict[str, str]]:
    """The backup as a database of its own on the same server, gone again afterwards."""
    from django.db import connection

    scratch = f"proof_{uuid4().hex}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{scratch}"')
    try:
        _restore_postgresql(file, scratch)
        url, mark, rest = os.environ["DATABASE_URL"].partition("?")
        yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{scratch}{mark}{rest}"}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{scratch}" WITH (FORCE)')


def _restore_postgresql(file: Path, name: str) -> None:
    _call(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "-d", _address(name), str(file)]
    )


def _name(why: str) -> Path:
    """A name nothing has yet: a backup never takes the place of another, not even within one second."""
    from django.conf import settings
    from django.db import connection

    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    return settings.DATA / "backups" / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}-{why}.{ending}"


def _address(name: str) -> str:
    """How PostgreSQL's own programs are told where a database is."""
    from django.db import connection

    said = connection.settings_dict
    parts = {
        "host": said["HOST"],
        "port": said["PORT"],
        "user": said["USER"],
        "password": said["PASSWORD"],
        "dbname": name,
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value)


def _call(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        fail(f"{command[0]} is needed and was not found. On Debian: sudo apt install postgresql-client")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pg_dump, pg_restore
    if done.returncode:
        fail(f"{command[0]} refused: {done.stderr.strip()}")
