"""What is over and goes: counted, or let go now. Numbers alone, nothing of what it says."""

from typing import Annotated

import typer

from coproduce.cli.saying import answer, django_ready


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Let go of what was kept long enough, as the worker does once a day; or count how many rows of what would go."""
    django_ready()
    from coproduce.community.privacy.jobs import let_what_is_over_go
    from coproduce.community.privacy.retention import due

    found = {one.name: f"{one.number} ({one.why})" for one in due()}
    if not dry_run:
        from coproduce.community.base import clock

        let_what_is_over_go(clock.now())
    if not found and not as_json:
        typer.echo("Nothing was kept too long.")
    answer(found, as_json)
