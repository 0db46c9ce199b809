"""`coproduce doctor`: what is not as it should be, and what to do about it. Never shows members' content."""

import stat
from collections.abc import Iterator

import typer

from coproduce.cli.saying import django_ready


def doctor() -> None:
    """Look the installation over. Exit code 1 when something needs doing."""
    django_ready()
    findings = list(_findings())
    for finding in findings:
        typer.echo(f"• {finding}")
    if findings:
        raise typer.Exit(1)
    typer.echo("All is well.")


def _findings() -> Iterator[str]:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from coproduce.community import ledger
    from coproduce.community.base import sql_objects
    from coproduce.community.base.models import Schedule
    from coproduce.community.notices.queries import in_trouble

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The database is older than the program. Run: coproduce migrate"
        return
    if stale := sql_objects.stale():
        yield f"Triggers or functions are missing or changed: {', '.join(stale)}. Run: coproduce migrate"
    if settings.DATA.exists() and stat.S_IMODE(settings.DATA.stat().st_mode) & 0o077:
        yield f"Others on this machine can look into {settings.DATA}. Run: chmod 700 {settings.DATA}"
    if "Outbox" in settings.EMAIL_BACKEND:
        yield f"No mail server is named: letters are written to {settings.DATA / 'outbox'}. Set COPRODUCE_EMAIL."
    if unsent := in_trouble().count():
        yield f"{unsent} notices could not be sent by e-mail: the desk tells them. Check COPRODUCE_EMAIL."
    for row in Schedule.objects.exclude(trouble=""):
        yield f"The job {row.job} has trouble: {row.trouble}"
    for fault in ledger.verify().faults:
        yield f"The ledger does not add up: {fault.place} {fault.sentence}. Restore a backup and compare."
