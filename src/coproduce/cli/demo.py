"""The demo, on an empty database; and leaving it for a community of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from coproduce.cli.saying import django_ready, fail

app = typer.Typer(help="The demo: made-up people in two communities.", no_args_is_help=True)
app.callback()(lambda: None)

TownSize = Annotated[
    int, typer.Option("--town-size", min=0, max=2000, help="Made-up people in the town, besides the cast.")
]
TownDays = Annotated[int, typer.Option("--town-days", min=1, help="How many days the town has been there.")]
Seed = Annotated[int, typer.Option(help="The same number makes the same town.")]


@app.command("load")
def load(town_size: TownSize = 400, town_days: TownDays = 365, seed: Seed = 1) -> None:
    """Mark an empty database as the demo, and fill it with a year of a town."""
    django_ready()
    from django.db import transaction
    from rich.progress import track

    from coproduce.community.people.models import Community
    from coproduce.web import demo

    if Community.objects.exists():
        fail("There are communities here already. The demo goes into an empty database: choose another --data folder.")
    with transaction.atomic():
        demo.load(size=town_size, seed=seed, days=town_days)
    if so_far := demo.growth():
        for _ in track(demo.live_on(), "The town is growing", total=so_far.days):
            continue
    typer.echo("The demo is loaded.")


@app.command("leave")
def leave(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Put the demo aside as a backup, and make a fresh database for a community of your own."""
    django_ready()
    from django.core.management import call_command
    from django.db import connection

    from coproduce.cli.backup.before import make_before_leaving
    from coproduce.web import demo

    if not connection.introspection.table_names() or not demo.is_loaded():
        fail("This is not the demo, and nothing was changed. Real communities are never put aside.")
    if connection.vendor != "sqlite":
        fail("Make a new, empty database and name it in DATABASE_URL. The demo stays where it is.")
    if not yes:
        typer.confirm("Stop the server first. Put the demo aside and begin with nobody?", abort=True)
    made = make_before_leaving()
    connection.close()
    name = str(connection.settings_dict["NAME"])
    for file in (name, f"{name}-wal", f"{name}-shm"):
        Path(file).unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    typer.echo(f"The demo lies in {made}. Nobody is here now. Open your community:\ncoproduce community create --help")
