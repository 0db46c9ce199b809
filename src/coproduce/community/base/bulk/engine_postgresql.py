"""Many rows on PostgreSQL: streamed in, or handed over as one array for each column."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from coproduce.community.base.bulk.arrays import as_array


def insert(table: str, fields: Sequence[Any], columns: Sequence[Sequence[Any]], rest: str) -> None:
    """Insert the columns as rows; `rest` ends the statement."""
    named = ", ".join(_quoted(field.column) for field in fields)
    if not rest:
        return stream(f"{_quoted(table)} ({named})", zip(*columns, strict=True))
    statement = f"INSERT INTO {_quoted(table)} ({named}) SELECT * FROM {_unnested(fields)}{rest}"  # noqa: S608 # nosec B608 - names of columns
    with connection.cursor() as cursor:
        cursor.execute(statement, list(map(as_array, columns)))
    return None


def stream(table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows into `table (columns)`; the database takes them while the next are made."""
    statement = f"COPY {table} FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def update(table: str, key: Any, fields: Sequence[Any], keys: Sequence[int], columns: Sequence[Sequence[Any]]) -> None:
    """Set these fields of the rows with these keys, each to its own values."""
    table, number, *named = map(_quoted, (table, key.column, *(field.column for field in fields)))
    statement = (
        f"UPDATE {table} SET {', '.join(f'{name} = changed.{name}' for name in named)} "  # noqa: S608 # nosec B608 - names of columns
        f"FROM {_unnested((key, *fields))} AS changed ({', '.join(('number', *named))}) "
        f"WHERE {table}.{number} = changed.number"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_array(keys), *map(as_array, columns)])


#: Those of these tables that grew fourfold since the planner last counted them.
GROWN = """SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[])
  AND pg_relation_size(oid) > 4 * greatest(relpages, 1) * current_setting('block_size')::bigint"""


def get_ready(tables: Sequence[str]) -> None:
    """What the planner does not know by itself of tables that a history fills within a minute.

    They are in memory, where one row is as near as the next; and how many rows there are, it counts a minute later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1")
        cursor.execute(GROWN, [as_array(tables)])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {_quoted(table)}")


def _unnested(fields: Iterable[Any]) -> str:
    return f"unnest({', '.join(f'%s::{field.db_type(connection)}[]' for field in fields)})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
