"""Many rows of one table at once: for histories, where an object for each row costs most of the time.

Each database has its own quickest way in; triggers and constraints look at every row on either.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from coproduce.community.base.arrays import as_array


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
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in (*names, *shared)]
    own = map(_stored, fields[: len(names)], zip(*rows, strict=True))
    ends = (
        _stored(field, [value]) * len(rows) for field, value in zip(fields[len(names) :], shared.values(), strict=True)
    )
    columns = [*own, *ends]
    where = f"{_quoted(model._meta.db_table)} ({', '.join(_quoted(field.column) for field in fields)})"
    rest = "ON CONFLICT DO NOTHING" if may_be_there else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = map(as_array, columns)
            cursor.execute(f"INSERT INTO {where} SELECT * FROM {_unnested(fields)} {rest}", list(arrays))  # noqa: S608 # nosec B608 - names of columns
        else:
            one = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {where} VALUES ({one}) {rest}", list(zip(*columns, strict=True)))  # noqa: S608 # nosec B608 - names of columns


def change_many(model: type[models.Model], name: str, values: Mapping[int, Any]) -> None:
    """Set one field of many rows, each to its own of `values`, by their numbers."""
    if not values:
        return
    fields: list[Any] = [model._meta.pk, model._meta.get_field(name)]
    table, number, column = map(_quoted, (model._meta.db_table, *(field.column for field in fields)))
    changed = _stored(fields[1], list(values.values()))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET {column} = changed.value FROM {_unnested(fields)} AS changed (number, value) "  # noqa: S608 # nosec B608 - names of columns
                f"WHERE {table}.{number} = changed.number",
                [as_array(values), as_array(changed)],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {number} = %s",  # noqa: S608 # nosec B608 - names of columns
                list(zip(changed, values, strict=True)),
            )


def _unnested(fields: Iterable[Any]) -> str:
    return f"unnest({', '.join(f'%s::{field.db_type(connection)}[]' for field in fields)})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _stored(field: Any, values: Sequence[Any]) -> list[Any]:
    """As the database keeps them. Numbers and words are kept as they are, and a day is looked at once."""
    if isinstance(field, models.UUIDField):
        return list(values) if connection.features.has_native_uuid_field else [value and value.hex for value in values]
    kept: dict[Any, Any] = {}
    for value in set(values):
        kept[value] = value if type(value) in (int, str) else field.get_db_prep_save(value, connection)
    return [kept[value] for value in values]
