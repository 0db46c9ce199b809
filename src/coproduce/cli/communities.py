"""Opening communities: an operator's right, which shows no member's content."""

from decimal import Decimal, InvalidOperation
from typing import Annotated
from uuid import uuid4

import typer

from coproduce.cli.saying import answer, django_ready, fail

app = typer.Typer(help="Open communities and list them.", no_args_is_help=True)


@app.command("create")
def create(
    slug: Annotated[str, typer.Argument(help="Short name for its address: small letters, figures, dashes.")],
    name: Annotated[str, typer.Option(help="Its name, as members read it.")],
    broker_name: Annotated[str, typer.Option(help="Who runs the desk first.")],
    broker_email: Annotated[str, typer.Option(help="Where the broker's codes to sign in are sent.")] = "",
    time_zone: Annotated[str, typer.Option(help="Like Europe/London.")] = "Europe/London",
    language: Annotated[str, typer.Option(help="Like en-gb.")] = "en-gb",
    currency: Annotated[str, typer.Option(help="Like GBP.")] = "GBP",
    phone: Annotated[str, typer.Option(help="The desk's telephone.")] = "",
    area: Annotated[
        list[str] | None, typer.Option(help="A neighbourhood: NAME,LATITUDE,LONGITUDE. Repeat for more.")
    ] = None,
    arena: Annotated[
        list[str] | None, typer.Option(help="Arenas to switch on; all unless said. Repeat for more.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Open a community with its first broker."""
    django_ready()
    from coproduce.community.base import wire
    from coproduce.community.base.actor import operator
    from coproduce.community.people.actions import open_community
    from coproduce.community.people.rules import Area
    from coproduce.core.refusal import Refusal

    areas = tuple(Area(*_area(text)) for text in area or ())
    outcome = open_community(
        operator(),
        slug=slug,
        name=name,
        time_zone=time_zone,
        language=language,
        currency=currency,
        phone=phone,
        broker_name=broker_name,
        broker_email=broker_email,
        neighbourhoods=areas,
        arenas=tuple(arena or ()),
        request_id=uuid4(),
    )
    if isinstance(outcome, Refusal):
        fail(outcome.sentence)
    answer(wire.receipt_to_json(outcome.value), as_json)


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """The communities of this installation: short name and name, nothing of what is in them."""
    django_ready()
    from coproduce.community.people.models import Community

    answer(dict(Community.objects.order_by("slug").values_list("slug", "name")), as_json)


def _area(text: str) -> tuple[str, Decimal, Decimal]:
    parts = [part.strip() for part in text.rsplit(",", 2)]
    try:
        return parts[0], Decimal(parts[1]), Decimal(parts[2])
    except (IndexError, InvalidOperation):
        fail(f"--area {text}: write it like “Mill Lane,51.746,-2.215”.", 2)
