"""The demo, on an empty database."""

import typer

from coproduce.cli.saying import django_ready, fail

app = typer.Typer(help="The demo: made-up people in two communities.", no_args_is_help=True)
app.callback()(lambda: None)


@app.command("load")
def load() -> None:
    """Mark an empty database as the demo, and fill it."""
    django_ready()
    from django.db import transaction

    from coproduce.community.people.models import Community
    from coproduce.web import demo

    if Community.objects.exists():
        fail("There are communities here already. The demo goes into an empty database: choose another --data folder.")
    with transaction.atomic():
        demo.load()
    typer.echo("The demo is loaded.")
