"""Many rows of one table at once: for histories, where an object for each row costs most of the time.

Each database has its own quickest way in; triggers and constraints look at every row on either.
"""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from django.db import connection, models

from coproduce.community.base.bulk import engine_postgresql, engine_sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": engine_sqlite, "postgresql": engine_postgresql}


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
    rest = " ON CONFLICT DO NOTHING" if may_be_there else ""
    _engine().insert(model._meta.db_table, fields, [*own, *ends], rest)


def change_many(model: type[models.Model], names: Sequence[str], values: Mapping[int, Sequence[Any]]) -> None:
    """Set the fields of these `names` in many rows, each to its own `values` in their order, by their numbers."""
    if not values:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = list(map(_stored, fields, zip(*values.values(), strict=True)))
    _engine().update(model._meta.db_table, model._meta.pk, fields, list(values), columns)


def get_ready(*among: type[models.Model]) -> None:
    """Tell the database, inside a transaction, that ids are looked up and rows written by the thousand in these."""
    _engine().get_ready([model._meta.db_table for model in among])


def _engine() -> ModuleType:
    return ENGINES[connection.vendor]


def _stored(field: Any, values: Sequence[Any]) -> list[Any]:
    """As the database keeps them. Numbers and words are kept as they are, and a day is looked at once."""
    if isinstance(field, models.UUIDField):
        return list(values) if connection.features.has_native_uuid_field else [value and value.hex for value in values]
    kept: dict[Any, Any] = {}
    for value in set(values):
        kept[value] = value if type(value) in (int, str) else field.get_db_prep_save(value, connection)
    return [kept[value] for value in values]
