"""Keys for scripts, made on the machine itself."""

from typing import Annotated
from uuid import uuid4

import typer

from coproduce.cli.acting import actor
from coproduce.cli.saying import answer, django_ready, fail


def token(
    who: Annotated[str, typer.Option("--as", help="E-mail address or id of the member the script acts as.")],
    community: Annotated[str, typer.Option(help="The community it acts in.")],
    may: Annotated[
        str, typer.Option(help="What it may do, by commas: read, figures, write, exchange:write …")
    ] = "read,write",
    name: Annotated[str, typer.Option(help="What it is for.")] = "Script",
    days: Annotated[int, typer.Option(help="Days until it ends.")] = 90,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a key for a script and print its code, this once. Keep it as you keep the key to your door."""
    django_ready()
    from coproduce.community.people.keys.actions import code_of, make_key
    from coproduce.community.people.models import ScriptKey
    from coproduce.core.refusal import Refusal

    scopes = tuple(part.strip() for part in may.split(",") if part.strip())
    made = make_key(actor(who, community), name=name, may=scopes, days=days, request_id=uuid4())
    if isinstance(made, Refusal):
        fail(made.sentence)
    code = code_of(ScriptKey.objects.get(public_id=made.value.id))
    if as_json:
        answer({"code": code, "id": str(made.value.id), "until": made.value.until.isoformat()}, as_json)
    else:
        typer.echo(code)
