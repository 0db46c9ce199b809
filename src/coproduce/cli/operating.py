"""Who keeps this installation running, and its jobs."""

from typing import Annotated

import typer

from coproduce.cli.saying import django_ready, fail


def operator(
    email: Annotated[str, typer.Argument(help="The e-mail address they sign in with.")],
    end: Annotated[bool, typer.Option("--end", help="Take it back.")] = False,
) -> None:
    """Let somebody look after the jobs of this installation by page. It shows them no community's content."""
    django_ready()
    from coproduce.community.people.models import Account

    if not Account.objects.filter(email=email.strip().lower()).update(is_operator=not end):
        fail(f"Nobody signs in with {email} here. Welcome them in a community first, with this address.")
    typer.echo(f"{email} {'no longer looks' if end else 'now looks'} after the jobs, at /operations/.")


def jobs(again: Annotated[str, typer.Option(help="The name of a job to try again now.")] = "") -> None:
    """What the worker does by itself: when it did it last, what is in trouble; and try a job again."""
    django_ready()
    from coproduce.community.base import clock, schedule
    from coproduce.community.base.models import Schedule

    if again and not schedule.make_due(again, clock.now()):
        fail(f"There is no job {again}. `coproduce jobs` lists them.")
    for row in Schedule.objects.order_by("job"):
        last = f"{row.finished_at:%Y-%m-%d %H:%M}" if row.finished_at else "never yet"
        typer.echo(f"{row.job}: last {last}, next {row.due_at:%Y-%m-%d %H:%M} UTC. {row.trouble}".rstrip())
