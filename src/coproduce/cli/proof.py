"""The ledger's proof, on demand."""

from typing import Annotated

import typer

from coproduce.cli.saying import answer, django_ready, fail


def verify(
    community: Annotated[str, typer.Option(help="Only this one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Add everything up again and hold it against what is stored."""
    django_ready()
    from coproduce.community import ledger
    from coproduce.community.people.models import Community

    found = Community.objects.filter(slug=community).first() if community else None
    if community and found is None:
        fail(f"There is no community called {community}.")
    result = ledger.verify(found.pk if found else None)
    answer(
        {
            "accounts": result.accounts,
            "entries": result.entries,
            "postings": result.postings,
            "faults": [f"{fault.place} {fault.sentence}" for fault in result.faults],
        },
        as_json,
    )
    if not result:
        raise typer.Exit(1)
