"""The proof: a copy is restored into a scratch place, brought up to date, added up, and held against its mark."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from coproduce.cli.backup import copies, pictures
from coproduce.cli.saying import answer, django_ready, fail


def faults(file: Path) -> str:
    """What does not agree when a copy is restored into a scratch place; empty when all does."""
    from django.db import connection

    from coproduce.community.ledger.mark import Mark

    scratch = _scratch_sqlite if connection.vendor == "sqlite" else _scratch_postgresql
    try:
        _, held = copies.read(file)
        with scratch(file) as environment:
            if difference := held.difference(Mark.read(json.loads(_drilled(environment)))):
                return f"it holds {difference}."
    except copies.NoBackupError as fault:
        return str(fault)
    except sqlite3.DatabaseError as fault:
        return f"it is broken ({fault})."
    except subprocess.CalledProcessError as fault:
        return f"it does not add up: {((fault.stdout or '') + (fault.stderr or '')).strip()}"
    return ""


def add_up() -> None:
    """Bring a restored copy up to this program and add everything up; answers what it held before."""
    django_ready()
    from coproduce.cli.migrating import bring_up
    from coproduce.community import ledger
    from coproduce.community.ledger.mark import mark
    from coproduce.community.people.uploads import files
    from coproduce.community.privacy.told import remembered

    held = mark()
    bring_up()
    if faults := ledger.verify().faults:
        fail("; ".join(f"{fault.place} {fault.sentence}" for fault in faults[:5]))
    if lost := files.faults():
        fail("; ".join(lost[:5]))
    if back := remembered():
        fail(f"{back} people are there again who were forgotten")
    answer(held.said(), as_json=True)


def _drilled(environment: dict[str, str]) -> str:
    """What adding up answers there. Raises CalledProcessError when it refuses."""
    return subprocess.run(
        [sys.executable, "-m", "coproduce", "add-up"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "coproduce.web.settings"},
    ).stdout


@contextmanager
def _scratch_sqlite(file: Path) -> Iterator[dict[str, str]]:
    """The copy as the database of a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "coproduce.sqlite3"
        copies.put_back(file, str(place))
        _beside(file, Path(folder))
        with closing(sqlite3.connect(place)) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        yield {"COPRODUCE_DATA": folder, "DATABASE_URL": ""}


@contextmanager
def _scratch_postgresql(file: Path) -> Iterator[dict[str, str]]:
    """The copy as a database of its own on the same server, gone again afterwards."""
    from django.db import connection

    scratch = f"proof_{uuid4().hex}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{scratch}"')
    try:
        copies.put_back(file, scratch)
        url, mark, rest = os.environ["DATABASE_URL"].partition("?")
        with tempfile.TemporaryDirectory() as folder:
            _beside(file, Path(folder))
            yield {"COPRODUCE_DATA": folder, "DATABASE_URL": f"{url.rpartition('/')[0]}/{scratch}{mark}{rest}"}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{scratch}" WITH (FORCE)')


def _beside(file: Path, folder: Path) -> None:
    """What lies in the data folder of a restored copy: pictures, who must not come back, that it is to catch up."""
    from coproduce.community.base import outside, restored

    pictures.put_back(file, folder / "uploads")
    made_at, _ = copies.read(file)
    carried = copies.outside(file)
    for one in outside.files():
        lines = dict.fromkeys([*one.lines(), *carried.get(one.name, ())])
        (folder / one.name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / restored.NAME).write_text(made_at.isoformat(), encoding="utf-8")
