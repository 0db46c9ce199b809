"""Many rows on SQLite: one prepared statement, run for each row without a way round through objects."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def insert(table: str, fields: Sequence[Any], columns: Sequence[Sequence[Any]], rest: str) -> None:
    """Insert the columns as rows; `rest` ends the statement."""
    named = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(table)} ({named}) VALUES ({places}){rest}"  # noqa: S608 # nosec B608 - names of columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, strict=True)))


def update(table: str, key: Any, fields: Sequence[Any], keys: Sequence[int], columns: Sequence[Sequence[Any]]) -> None:
    """Set these fields of the rows with these keys, each to its own values."""
    set_to = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {_quoted(table)} SET {set_to} WHERE {_quoted(key.column)} = %s"  # noqa: S608 # nosec B608 - names of columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, keys, strict=True)))


def get_ready(tables: Sequence[str]) -> None:
    """A batch writes in thousands of places of every index: 64 MB stay in memory, and go over into the file at once."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size = -64000")
        cursor.execute("PRAGMA wal_autocheckpoint = 16000")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
