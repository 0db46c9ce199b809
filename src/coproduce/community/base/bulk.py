"""Many rows of one table in few statements: for histories, where an object for each row costs most of the time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

#: SQLite takes 32,766 parameters in one statement.
MOST_PARAMETERS = 32_000


def put_many(
    model: type[models.Model],
    shared: Mapping[str, Any],
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    may_be_there: bool = False,
) -> None:
    """Insert rows of `names`, each with the `shared` values beside its own. Fields left out are null.

    `may_be_there` passes over rows somebody else was first with.
    What a model fills in by itself when it is saved is not filled in here: whoever calls says it.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in (*names, *shared)]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    own, ends = fields[: len(names)], [*map(_stored, fields[len(names) :], shared.values())]
    one = f"({', '.join(['%s'] * len(fields))})"
    size = MOST_PARAMETERS // len(fields)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            parameters = [value for row in some for value in (*map(_stored, own, row), *ends)]
            cursor.execute(
                f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 # nosec B608 - names of columns
                + ", ".join([one] * len(some))
                + (" ON CONFLICT DO NOTHING" if may_be_there else ""),
                parameters,
            )


def _stored(field: Any, value: Any) -> Any:
    """As the database keeps it; numbers and words are kept as they are."""
    return value if type(value) in (int, str) else field.get_db_prep_save(value, connection)
