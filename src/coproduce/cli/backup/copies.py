"""Copies of the database, as it was at one moment, each with the mark of what it holds inside the same file.

On SQLite the file is a database; on PostgreSQL an archive of a dump and its mark.
"""

import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from coproduce.cli.backup import passphrase, pictures
from coproduce.cli.saying import fail

if TYPE_CHECKING:
    from coproduce.community.ledger.mark import Mark

#: The table that says of a file that it is a finished copy. A database that is in use has none.
TABLE = "coproduce_backup"
DUMP, MARK = "database.dump", "mark.json"

#: How the names of finished copies end; a part, and a damaged database that was put aside, end otherwise.
FINISHED = (".sqlite3", ".zip", passphrase.ENDING)


class NoBackupError(Exception):
    """The file was not made by `coproduce backup`; says what to do instead."""


def name(why: str, more: str = "") -> Path:
    """A name nothing has yet: a backup never takes the place of another, not even within one second."""
    from django.conf import settings
    from django.db import connection

    ending = "sqlite3" if connection.vendor == "sqlite" else "zip"
    return settings.DATA / "backups" / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}-{why}.{ending}{more}"


def newest() -> Path | None:
    """The backup in the data folder that was finished last; their names begin with the moment."""
    from django.conf import settings

    found = (settings.DATA / "backups").glob("*")
    return max((file for file in found if file.suffix in FINISHED), key=lambda file: file.name, default=None)


def make(to: Path) -> "Mark":
    """Write a copy of the database to `to`; answers what it holds, read in the same moment."""
    from django.db import connection

    from coproduce.community.people.uploads import files

    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    to.unlink(missing_ok=True)
    with files.copying():
        held = _copy_sqlite(to) if connection.vendor == "sqlite" else _copy_postgresql(to)
    to.chmod(0o600)
    return held


def put_aside() -> Path | None:
    """Copy what stands in the database's place; answers where it lies, None when nothing stood there.

    A database too damaged to be copied is no reason not to restore one: its files are moved as they are on SQLite.
    """
    from django.db import DatabaseError, connection

    before = name("before-restore")
    try:
        if not connection.introspection.table_names():
            return None
        make(before)
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        before.unlink(missing_ok=True)
        if connection.vendor != "sqlite":
            fail(f"What is there now cannot be copied ({fault}). Restore into a new database: name it in DATABASE_URL.")
        before = before.with_name(f"{before.name}.damaged")
        before.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for ending in ("", "-wal", "-shm"):
            part = Path(f"{connection.settings_dict['NAME']}{ending}")
            if part.exists():
                shutil.move(part, f"{before}{ending}")
    finally:
        connection.close()
    return before


def read(file: Path) -> tuple[datetime, "Mark"]:
    """When a copy was made and what it holds. Raises NoBackupError for any other file."""
    from django.db import connection

    from coproduce.community.ledger.mark import Mark

    said = json.loads(_mark_in_sqlite(file) if connection.vendor == "sqlite" else _mark_in_archive(file))
    return datetime.fromisoformat(said["made_at"]), Mark.read(said["mark"])


def outside(file: Path) -> dict[str, list[str]]:
    """What stood outside the database when the copy was made, by the name of the file: who was forgotten, and more."""
    from django.db import connection

    said = json.loads(_mark_in_sqlite(file) if connection.vendor == "sqlite" else _mark_in_archive(file))
    return dict(said.get("outside", {}))


def put_back(file: Path, name: str = "") -> None:
    """Put a copy in the place of the database in use, or of another of this `name` on the same server."""
    from django.db import connection

    place = name or str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(place)) as target:
            source.backup(target)
            target.execute(f"DROP TABLE {TABLE}")
            target.execute(f"DROP TABLE IF EXISTS {pictures.TABLE}")
            target.commit()
        return
    with zipfile.ZipFile(file) as archive, archive.open(DUMP) as dump:
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "-d", _address(place)]
        with _running(["pg_restore", *options], stdin=subprocess.PIPE) as running:
            _pour(dump, running.stdin)


def _said(held: "Mark") -> str:
    from coproduce.community.base import outside

    said = {"made_at": datetime.now(UTC).isoformat(), "mark": held.said(), "outside": outside.said()}
    return json.dumps(said)


def _copy_sqlite(to: Path) -> "Mark":
    from django.db import connection

    from coproduce.community.ledger.mark import mark

    with closing(sqlite3.connect(to)) as target:
        with _one_moment():
            held = mark()
            connection.connection.backup(target)
        pictures.into_sqlite(target)
        target.execute(f"CREATE TABLE {TABLE} (said TEXT NOT NULL)")
        target.execute(f"INSERT INTO {TABLE} VALUES (?)", [_said(held)])  # noqa: S608 # nosec B608 - our own name
        target.commit()
        target.execute("PRAGMA journal_mode = DELETE")  # one file alone: nothing of it lies in another beside it
    return held


@contextmanager
def _one_moment() -> Iterator[None]:
    """Reading, on SQLite, what stands now, whatever others write meanwhile; nobody waits for it."""
    from django.db import connection

    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
        return
    connection.connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.connection.execute("ROLLBACK")


def _copy_postgresql(to: Path) -> "Mark":
    from django.db import connection, transaction

    from coproduce.community.ledger.mark import mark

    address = _address(str(connection.settings_dict["NAME"]))
    with transaction.atomic(), zipfile.ZipFile(to, "w") as archive:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
        held = mark()
        command = ["pg_dump", "-Fc", f"--snapshot={snapshot}", address]
        with archive.open(DUMP, "w", force_zip64=True) as dump, _running(command, stdout=subprocess.PIPE) as running:
            _pour(running.stdout, dump)
        pictures.into_archive(archive)
        archive.writestr(MARK, _said(held))
    return held


def _mark_in_sqlite(file: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            if opened.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [TABLE]).fetchone() is None:
                raise NoBackupError(
                    "It was not made by `coproduce backup`. It may be a copy of the file of a running database: what "
                    "was written last is missing from such a copy. Make a backup with `coproduce backup`, or find one "
                    "in the folder backups."
                )
            [said] = opened.execute(f"SELECT said FROM {TABLE}").fetchone()  # noqa: S608 # nosec B608 - our own name
    except sqlite3.DatabaseError as fault:
        raise NoBackupError(f"It is no database, or it is broken ({fault}).") from None
    return str(said)


def _mark_in_archive(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.read(MARK).decode()
    except (zipfile.BadZipFile, KeyError):
        raise NoBackupError(
            "It was not made by `coproduce backup`. A dump of your own goes back with pg_restore; then migrate."
        ) from None


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


@contextmanager
def _running(command: list[str], **streams: int) -> Iterator["subprocess.Popen[bytes]"]:
    """One of PostgreSQL's own programs, until it ends; raises CalledProcessError with what it says when it refuses."""
    if shutil.which(command[0]) is None:
        fail(f"{command[0]} is needed and was not found. On Debian: sudo apt install postgresql-client")
    running = subprocess.Popen(command, stderr=subprocess.PIPE, **streams)  # type: ignore[call-overload]  # noqa: S603 - pg_dump, pg_restore
    with running:
        yield running
        for stream in (running.stdin, running.stdout):
            if stream:
                stream.close()
        said = running.stderr.read().decode()
        if running.wait():
            raise subprocess.CalledProcessError(running.returncode, command[0], stderr=said)


def _pour(source: IO[bytes] | None, target: IO[bytes] | None) -> None:
    if source and target:
        try:
            shutil.copyfileobj(source, target, 1 << 20)
        except BrokenPipeError:
            return  # it ended early, and says why itself
