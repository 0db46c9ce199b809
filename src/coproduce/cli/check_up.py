"""`coproduce doctor`: what is not as it should be, and what to do about it. Never shows members' content."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from coproduce.cli import machine
from coproduce.cli.saying import django_ready


def doctor(
    mail: Annotated[str, typer.Option(help="Also send a letter to this address, to see that it arrives.")] = "",
) -> None:
    """Look the installation over. Exit code 1 when something needs doing."""
    django_ready()
    findings = [*_findings(), *_mail(mail)]
    for finding in findings:
        typer.echo(f"• {finding}")
    if findings:
        raise typer.Exit(1)
    typer.echo("All is well.")


def _drill(now: datetime) -> Iterator[str]:
    from coproduce.cli.backup import drills
    from coproduce.community.base.models import AuditRow

    last = drills.last()
    if last:
        typer.echo(f"A backup was last restored to try it on {last:%Y-%m-%d}.")
    if drills.is_due(now, AuditRow.objects.order_by("id").values_list("recorded_at", flat=True).first()):
        yield "Nobody tried for three months whether a backup can be restored. Run: coproduce drill"


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
    yield from _drill(datetime.now(UTC))
    yield from machine.findings(settings.DATA, datetime.now(UTC), latest=_latest(), server=_servers_clock())
    for fault in ledger.verify().faults:
        yield f"The ledger does not add up: {fault.place} {fault.sentence}. Restore a backup and compare."


def _latest() -> datetime | None:
    """The last moment anything was written down."""
    from coproduce.community.base.models import AuditRow

    return AuditRow.objects.order_by("-id").values_list("recorded_at", flat=True).first()


def _servers_clock() -> datetime | None:
    """What PostgreSQL's own clock says; SQLite has none."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [now] = cursor.fetchone()
    return now  # type: ignore[no-any-return]


def _mail(address: str) -> Iterator[str]:
    """Whether the mail server answers; and where asked, takes a letter."""
    from django.conf import settings
    from django.core.mail import EmailMessage, get_connection

    if "Outbox" in settings.EMAIL_BACKEND and not address:
        return
    try:
        with get_connection() as post:
            if address:
                words = "This letter was sent by `coproduce doctor`, to see that letters arrive. Nothing needs doing."
                EmailMessage("A letter to see that letters arrive", words, to=[address], connection=post).send()
                typer.echo(f"A letter to {address} was handed over. Look whether it arrives, and not among the spam.")
    except (OSError, ValueError) as fault:
        yield f"The mail server does not take letters ({type(fault).__name__}). Check COPRODUCE_EMAIL."
