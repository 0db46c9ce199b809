"""Bringing a database up to this program: backed up first, and never down from a newer one."""

import sys
from pathlib import Path

import typer

from coproduce.cli.saying import django_ready, fail


def migrate() -> None:
    """Bring the database up to this program. An existing one is backed up first."""
    django_ready()
    from django.conf import settings

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = bring_up()
    typer.echo(f"Backed up to {made} first." if made else "The database is up to date.")


def is_behind() -> bool:
    """Whether what just failed was a question to a database that this program has not brought up yet."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if not isinstance(sys.exc_info()[1], DatabaseError):
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up() -> Path | None:
    """Migrate; answers where the backup lies when one was made. Refuses a database a newer program made."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from coproduce.cli.backup.before import make_before_migrating
    from coproduce.community.base import restored, sql_objects

    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    if unknown := sorted(name for name in applied if name not in executor.loader.disk_migrations):
        app, name = unknown[-1]
        fail(
            f"This database was made by a newer Coproduce (it has {app} {name}). "
            "Nothing was changed: install the newer program, or choose another --data folder."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    made = make_before_migrating() if plan and applied else None
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    elif sql_objects.stale():
        sql_objects.reapply()
    if restored.is_due():
        restored.catch_up()
    return made
