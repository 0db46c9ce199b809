"""Triggers and functions the database keeps by itself: applied after every migration, checked at start.

Django rebuilds SQLite tables when a field is added and drops their triggers on
the way; a trigger of another table that looks at the rebuilt one stops it half
way. PostgreSQL will not alter a column a trigger names. So these are not part of
migrations: they step aside before and come back after. Each `sql/<engine>/*.sql` of a
room is one or more statements that may be run again; a statement ends with `;;`.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections


def apply_after_migrate(*, app_config: Any, using: str, plan: Any = None, **_: Any) -> None:
    """Put one room's objects in place; called once for each room when migrations have run."""
    connection = connections[using]
    for file in _files(Path(app_config.path), connection.vendor):
        with connection.cursor() as cursor:
            for statement in _statements(file):
                cursor.execute(statement)
            _remember(cursor, _name(app_config.label, file), _checksum(file))


def step_aside_before_migrate(*, app_config: Any, using: str, plan: Any, **_: Any) -> None:
    """Take one room's triggers off a database that is about to be changed."""
    connection = connections[using]
    if not plan:
        return
    with connection.cursor() as cursor:
        ours = {name for file in _files(Path(app_config.path), connection.vendor) for name in _declared(file)}
        cursor.execute(TRIGGERS[connection.vendor])
        for name, table in cursor.fetchall():
            if name in ours:
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def stale(using: str = "default") -> list[str]:
    """Names of files whose objects are missing or differ from what this program ships; empty when all is well."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, checksum FROM base_sql_object")
        applied = dict(cursor.fetchall())
        present = _present(cursor, connection.vendor)
    return [
        name
        for config in apps.get_app_configs()
        for file in _files(Path(config.path), connection.vendor)
        if applied.get(name := _name(config.label, file)) != _checksum(file) or not _declared(file) <= present
    ]


def reapply(using: str = "default") -> None:
    """Put every room's objects in place again."""
    for config in apps.get_app_configs():
        apply_after_migrate(app_config=config, using=using)


def _files(folder: Path, vendor: str) -> Iterator[Path]:
    return iter(sorted((folder / "sql" / vendor).glob("*.sql")))


def _statements(file: Path) -> list[str]:
    return [part.strip() for part in file.read_text(encoding="utf-8").split(";;") if part.strip()]


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _name(label: str, file: Path) -> str:
    return f"{label}/{file.stem}"


def _declared(file: Path) -> set[str]:
    """The triggers and functions a file makes, by name."""
    words = file.read_text(encoding="utf-8").split()
    made = set()
    for place, word in enumerate(words):
        if word in ("TRIGGER", "FUNCTION") and words[place - 1] in ("CREATE", "REPLACE", "CONSTRAINT"):
            made.add(words[place + 1].partition("(")[0])
    return made


#: The triggers that stand, with their tables.
TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


def _present(cursor: Any, vendor: str) -> set[str]:
    """The triggers and functions that stand, by name."""
    cursor.execute(TRIGGERS[vendor])
    present = {name for name, _ in cursor.fetchall()}
    if vendor == "postgresql":
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
        present |= {name for (name,) in cursor.fetchall()}
    return present


def _remember(cursor: Any, name: str, checksum: str) -> None:
    cursor.execute("DELETE FROM base_sql_object WHERE name = %s", [name])
    cursor.execute("INSERT INTO base_sql_object (name, checksum) VALUES (%s, %s)", [name, checksum])
