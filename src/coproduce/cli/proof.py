"""The ledger's proof, on demand."""

from typing import Annotated

import typer

from coproduce.cli.saying import answer, django_ready, fail


def verify(
    community: Annotated[str, typer.Option(help="Only this one.")] = "",
    anchor: Annotated[str, typer.Option(help="A seal of this community that was kept outside, like 12:5f0c…")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Add everything up again and hold it against what is stored."""
    django_ready()
    from coproduce.community import ledger
    from coproduce.community.people.models import Community
    from coproduce.core.seal import Head

    found = Community.objects.filter(slug=community).first() if community else None
    if community and found is None:
        fail(f"There is no community called {community}.")
    if anchor and found is None:
        fail("A seal is of one community: name it with --community.")
    try:
        outside = Head.parse(anchor) if anchor else None
    except ValueError as fault:
        fail(str(fault))
    result = ledger.verify(found.pk if found else None, outside)
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
