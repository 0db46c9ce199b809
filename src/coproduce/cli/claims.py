"""The pages of what is claimed of the arenas: the words, what would have to be true, what was counted, and the verdict.

Made for one community, or for a demo town grown for the purpose in a folder
that goes away. Sums only, and no small numbers, so that an operator may make it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coproduce.cli.saying import answer, django_ready, fail
from coproduce.core.claims import Claim, Found, Judged, judge
from coproduce.core.stats.figure import DESIGNS

if TYPE_CHECKING:
    from coproduce.community.people.models import Community

#: What each claim says in a page and in JSON.
Row = tuple[Claim, Found | None, Judged]


def claims(
    arena: Annotated[str, typer.Argument(help="An arena by its short name. All of them unless said.")] = "",
    community: Annotated[str, typer.Option(help="The community whose books are counted.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Grow a demo town for it, and throw it away.")] = False,
    town_size: Annotated[
        int, typer.Option("--town-size", min=1, max=2000, help="Made-up people of the demo town.")
    ] = 400,
    seed: Annotated[int, typer.Option(help="The same number makes the same town.")] = 1,
    on: Annotated[str, typer.Option(help="The day it is, like 2026-11-24. Today unless said.")] = "",
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("docs/claims"),
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, and write no file.")] = False,
) -> None:
    """Count what the arenas' claims would have to show, and write the pages: supported, not, or cannot tell."""
    declared = _declared(arena)
    if demo is bool(community):
        fail("Say whose books: --community and its short name, or --demo.", 2)
    day = _day(on)
    slug, whose = community, f"--community {community} --on {day}"
    if demo:
        slug, whose = "wenbrook", f"--demo --town-size {town_size} --seed {seed} --on {day}"
    with _demo_town(town_size, seed, day) if demo else nullcontext():
        django_ready()
        place = _place(slug)
        found = {name: _counted(name, those, place.pk, place.is_demo, day) for name, those in declared.items()}
    if as_json:
        said = [_said(name, place, day, rows) for name, rows in found.items()]
        answer(said[0] if arena else {"arenas": said}, True)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in found.items():
        how = f"coproduce claims {name} {whose}"
        to = out / f"{name}.md"
        to.write_text(page(called(name), place.name, place.is_demo, day, how, rows), encoding="utf-8")
        typer.echo(f"Written to {to}.")


def called(arena: str) -> str:
    """An arena's name by its short one."""
    return str(import_module(f"coproduce.arenas.{arena}").ARENA.name)


def page(
    of: str, name: str, is_demo: bool, day: date, how: str, rows: list[Row], *, whose: str = "the books show"
) -> str:
    """The page as Markdown, of an arena by its name. Where people are made up, every heading says so."""
    whose = "the demo shows" if is_demo else whose
    made_up = " (demo)" if is_demo else ""
    lines = [
        f"# {of}: what is claimed, and what {name} shows{made_up}",
        "",
        f"Made by `{how}`. Up to {day}. Numbers of people from 1 to 7 are hidden.",
        "",
    ]
    if is_demo:
        lines += [
            "**Everybody here is made up.** A demo town can show that the tool measures, never that a claim is",
            "true: no verdict on this page says more than *cannot tell*.",
            "",
        ]
    lines += [
        "A claim is *supported* where the whole 95 % interval is at or above its line, *not* where the whole of it is",
        "below, by a design that is strong enough; the lines were drawn before anybody counted. The letters:",
        f"{', '.join(f'{letter} {words}' for letter, words in DESIGNS.items())}.",
    ]
    for claim, found, judged in rows:
        words = f"“{claim.words}”" if claim.is_quoted else claim.words
        source = claim.source if claim.is_quoted else f"{claim.source}, in our words"
        lines += [
            "",
            f"## {words}{made_up}",
            "",
            f"- **Said by**: {source}",
            f"- **What would have to be true**: {claim.would_have_to_be_true}",
            f"- **What {whose}**: {_shown(claim, found)}",
            f"- **Design**: {_design(claim, found)}",
            f"- **Verdict**: *{judged.verdict}*{f'. {judged.why}' if judged.why else ''}",
        ]
    return "\n".join(lines) + "\n"


def _shown(claim: Claim, found: Found | None) -> str:
    if not claim.measure:
        return "nothing: it is not measured."
    if found is None:
        return "too few to be shown."
    at = found.estimate
    if at.share is None or at.low is None or at.high is None:
        return f"{found.says} (n = {found.n}; a sum, with no interval)" if found.n else "nobody yet (n = 0)."
    share, low, high = (_per_cent(number) for number in (at.share, at.low, at.high))
    return f"{found.says} {share} (n = {found.n}; could be {low} to {high}); the line is {_per_cent(claim.at_least)}."


def _per_cent(number: Any) -> str:
    return f"{float(100 * number):.1f} %"


def _design(claim: Claim, found: Found | None) -> str:
    used = f"{found.design}, {DESIGNS[found.design]}" if found else "none that can be shown"
    return f"{used}; it takes {claim.needs}{'' if claim.needs == 'F' else ' or stronger'}."


def _said(arena: str, place: "Community", day: date, rows: list[Row]) -> dict[str, Any]:
    claims = [_plain(*row) for row in rows]
    return {"arena": arena, "community": place.name, "on": str(day), "is_demo": place.is_demo, "claims": claims}


def _plain(claim: Claim, found: Found | None, judged: Judged) -> dict[str, Any]:
    at = found.estimate if found else None
    return {
        "claim": claim.slug,
        "words": claim.words,
        "is_quoted": claim.is_quoted,
        "source": claim.source,
        "would_have_to_be_true": claim.would_have_to_be_true,
        "says": found.says if found else None,
        "n": found.n if found else None,
        "share": at.share if at else None,
        "low": at.low if at else None,
        "high": at.high if at else None,
        "at_least": str(claim.at_least),
        "design": found.design if found else None,
        "needs": claim.needs,
        "verdict": judged.verdict,
        "why": judged.why,
    }


def _declared(arena: str) -> dict[str, tuple[Claim, ...]]:
    """What is claimed of this arena, or of each of which something is claimed."""
    from coproduce.arenas import ARENAS

    if arena and arena not in ARENAS:
        fail(f"There is no arena called {arena}. There is: {', '.join(ARENAS)}.", 2)
    found = {}
    for name in [arena] if arena else ARENAS:
        if find_spec(f"coproduce.arenas.{name}.claims"):
            found[name] = import_module(f"coproduce.arenas.{name}.claims").CLAIMS
    if not found:
        fail(f"Nothing is claimed of {arena} yet: write its claims.py.")
    return found


def _day(said: str) -> date:
    if not said:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        fail(f"{said} is not a day. Write it like 2026-11-24.", 2)


def _place(slug: str) -> "Community":
    from coproduce.community.people.models import Community

    place = Community.objects.filter(slug=slug).first()
    if place is None:
        fail(f"There is no community called {slug}. `coproduce community list` shows what is here.")
    return place


def _counted(arena: str, declared: tuple[Claim, ...], community: int, is_demo: bool, day: date) -> list[Row]:
    from rich.progress import track

    measure = import_module(f"coproduce.arenas.{arena}.queries.claims").measure
    rows = []
    for claim in track(declared, f"Counting {arena}", transient=True, disable=not os.isatty(2)):
        found = measure(claim.measure, community, day) if claim.measure else None
        rows.append((claim, found, judge(claim, found, is_demo)))
    return rows


@contextmanager
def _demo_town(size: int, seed: int, day: date) -> Iterator[None]:
    """A demo on a database of its own, a year old on this day."""
    with TemporaryDirectory(prefix="coproduce-claims-") as folder:
        os.environ |= {"COPRODUCE_DATA": folder, "DATABASE_URL": ""}
        django_ready()
        from django.core.management import call_command
        from django.db import connection, transaction
        from rich.progress import track

        from coproduce.community.base import clock
        from coproduce.web import demo

        with clock.at(datetime.combine(day, time(21), UTC)):
            call_command("migrate", verbosity=0, interactive=False)
            with transaction.atomic():
                demo.load(day, size, seed)
            so_far = demo.growth()
            for _ in track(
                demo.live_on(), "The town is growing", total=so_far.days if so_far else 0, disable=not os.isatty(2)
            ):
                continue
            yield
        connection.close()
