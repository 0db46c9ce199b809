"""Many rows of one table in few statements: for histories, where an object for each row costs most of the time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

#: SQLite takes 32,766 parameters in one statement.
MOST_PARAMETERS = 32_000


def put_many(
    model: type[models.Model], shared: Mapping[str, Any], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of `names`, each with the `shared` values beside its own. Fields left out are null.

    What a model fills in by itself when it is saved is not filled in here: whoever calls says it.
    """
    fields = [model._meta.get_field(name) for name in (*names, *shared)]
    assert all(isinstance(field, models.Field) for field in fields)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)  # type: ignore[union-attr]
    ends = [
        field.get_db_prep_save(said, connection)
        for field, said in zip(fields[len(names) :], shared.values(), strict=True)
    ]  # type: ignore[union-attr]
    one = f"({', '.join(['%s'] * len(fields))})"
    size = MOST_PARAMETERS // len(fields)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            stored = [
                [field.get_db_prep_save(value, connection) for value in column]  # type: ignore[union-attr]
                for field, column in zip(fields, zip(*some, strict=True), strict=False)
            ]
            parameters = [value for row in zip(*stored, strict=True) for value in (*row, *ends)]
            cursor.execute(
                f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 # nosec B608 - names of columns
                + ", ".join([one] * len(some)),
                parameters,
            )
