"""The pictures members handed in, in the file of the copy of the database: what its rows name and nothing else."""

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

TABLE, FOLDER = "coproduce_picture", "uploads/"


def into_sqlite(target: sqlite3.Connection) -> None:
    """Put the pictures the copied rows name beside them."""
    target.execute(f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
    if not _has(target, "people_upload"):
        return
    for [name] in target.execute("SELECT name FROM people_upload").fetchall():
        for content in _read(name):
            target.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", [name, content])  # noqa: S608 # nosec B608 - our own name


def into_archive(archive: zipfile.ZipFile) -> None:
    """The same in an archive; the rows are read in the transaction that is open."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_upload")
        names = [name for [name] in cursor.fetchall()]
    for name in names:
        for content in _read(name):
            archive.writestr(f"{FOLDER}{name}", content)


def put_back(file: Path, folder: Path) -> None:
    """Write the pictures of a copy into a folder, each whole or not at all."""
    from coproduce.community.people.uploads import files

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in _held(file):
        files.put(folder, files.place_of(name).name, content)


def _held(file: Path) -> Iterator[tuple[str, bytes]]:
    from django.db import connection

    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            if _has(copy, TABLE):
                yield from copy.execute(f"SELECT name, content FROM {TABLE}")  # noqa: S608 # nosec B608 - our own name
        return
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith(FOLDER):
                yield name.removeprefix(FOLDER), archive.read(name)


def _read(name: str) -> Iterator[bytes]:
    """What the file holds; nothing where it is missing, which the proof of the copy says."""
    from coproduce.community.people.uploads import files

    if files.place_of(name).is_file():
        yield files.place_of(name).read_bytes()


def _has(database: sqlite3.Connection, table: str) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone())
