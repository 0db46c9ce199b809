"""The model and a community from the command line: its figures, its forecast, and its ties."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from coproduce.cli.acting import actor
from coproduce.cli.economy.saying import SIMULATED, AsJson, Seed, shown, tried
from coproduce.cli.saying import answer, django_ready, fail

if TYPE_CHECKING:
    from coproduce.community.base.actor import Actor
    from coproduce.community.exchange.ring import Rate, ReturnRate
    from coproduce.community.exchange.weekly.rules import Chance

As = Annotated[str, typer.Option("--as", help="E-mail address or id of who reads.")]
Community = Annotated[str, typer.Option(help="Its short name, as in the address.")]

#: What a figure is, in words.
SAYS = {
    "active": "members who took part in the last thirteen weeks",
    "stopping": "stop taking part in a week",
    "by_word_of_mouth": "begin in a week, brought by a member",
    "by_the_desk": "begin in a week, brought by the desk or by others who are new",
    "asked": "who were ready and were asked back, or answered before",
    "came_round": "who were helped first and helped in turn (R)",
}

#: What stands under them.
COUNTED = "Counted from this community's own help. A dash is 1 to 7 people, or nobody. Ends: 95 %."

NOT_YOURS = "Who may read a community's own weeks is its desk and treasurer; commissioners and researchers read sums."


def _here(as_: str, community: str) -> "tuple[Actor, date, str]":
    """Who reads, what day it is there, and what every heading says where people are made up."""
    if not as_:
        fail("Say who reads it: --as and an e-mail address or id.", 2)
    django_ready()
    from coproduce.community.base import clock
    from coproduce.community.people.models import Community as Place

    who = actor(as_, community)
    place = Place.objects.get(pk=who.community_id)
    return who, clock.today(place.time_zone), " (demo)" if place.is_demo else ""


def ways(as_: str, community: str, count: int, chance: float, seed: int) -> tuple[list[dict[str, Any]], str]:
    """Whom to invite first on a community's own ties: a row for each way, and what stands above."""
    who, today, made_up = _here(as_, community)
    from coproduce.web.lab.inviting import whom_to_invite

    found = tried(lambda: whom_to_invite(who, today, count, chance=chance, seed=seed))
    if found is None:
        fail(NOT_YOURS)
    title = f"Inviting {count} first: {found.members} members, {found.tied} with ties, {found.pairs} ties{made_up}"
    return [asdict(way) for way in found.ways], title


def town(
    as_: As,
    community: Community,
    ahead: Annotated[int, typer.Option(min=1, max=104, help="How many weeks are foretold.")] = 26,
    seed: Seed = 1,
    draws: Annotated[int, typer.Option(min=30, help="How many towns are tried against the weeks that were.")] = 100,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the forecast, to be scored once its weeks come.")] = False,
    as_json: AsJson = False,
) -> None:
    """A community's own figures, what may come of them, and how earlier forecasts did."""
    who, today, made_up = _here(as_, community)
    from coproduce.community.exchange.weekly.queries import foretold, town_figures
    from coproduce.economy import StudyError
    from coproduce.web.lab.foretelling import foretell

    figures = town_figures(who, today)
    if figures is None:
        fail(NOT_YOURS)
    why = ""
    try:
        fan = foretell(who, today, ahead=ahead, seed=seed, draws=draws)
    except StudyError as nothing:
        fan, why = None, f"No forecast: {nothing}"
    earlier = foretold(who, today) or []
    rows = [
        {"what": says, "share": one.share if one else None, "low": one.low if one else None,
         "high": one.high if one else None, "of": one.n if one else None}
        for name, says in SAYS.items() for one in [_figure(getattr(figures, name))]
    ]  # fmt: skip
    kept = _keep(who, fan) if keep and fan else None
    if as_json:
        answer(
            {
                "is_demo": bool(made_up),
                "members": figures.members,
                "figures": rows,
                "forecast": {**asdict(fan), "first_on": str(fan.first_on), "next_on": str(fan.next_on)}
                if fan
                else None,
                "why": why,
                "kept": str(kept) if kept else None,
                "earlier": [{**asdict(one), "made_on": str(one.made_on)} for one in earlier],
            },
            True,
        )
        return
    shown(dashed(rows), False, False, f"{community}, {today}{made_up}", note=COUNTED)
    if fan:
        weeks = [
            {"weeks from now": place + 1, "at least": fan.low[place], "middle": fan.middle[place],
             "at most": fan.high[place]}
            for place in sorted({*range(3, ahead, 4), ahead - 1})
        ]  # fmt: skip
        title = f"Members who take part: {fan.seen[-1]} now, and what may come{made_up}"
        shown(weeks, False, False, title, note=f"{SIMULATED} Eight of ten draws. {fan.how}.")
    elif why:
        typer.echo(why)
    if kept:
        typer.echo(f"Kept as {kept}. It is scored once its weeks have come.")
    for one in earlier:
        came = f"{one.scored.k} of {one.scored.n} weeks that have come lay inside" if one.scored.n else "no week yet"
        typer.echo(f"Foretold on {one.made_on} for {len(one.middle)} weeks: {came}. ({one.how})")


def dashed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for people, with a dash where nothing is shown."""
    return [{name: "–" if said is None else said for name, said in row.items()} for row in rows]


def _figure(one: "Chance | Rate | ReturnRate | None") -> "Chance | Rate | ReturnRate | None":
    """A figure, or None where nothing can be said."""
    return one if one is not None and one.share is not None else None


def _keep(who: "Actor", fan: Any) -> Any:
    """The id under which a forecast was kept; ends with the sentence of a refusal."""
    from coproduce.community.base import rooms
    from coproduce.core.refusal import Refusal

    said = {"low": fan.low, "middle": fan.middle, "high": fan.high, "how": fan.how}
    outcome = rooms.verbs()["exchange.keep_forecast"](who, request_id=uuid4(), **said)
    if isinstance(outcome, Refusal):
        fail(outcome.sentence)
    return outcome.value.forecast
