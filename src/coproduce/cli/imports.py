"""`coproduce import`: lists people already have, taken row by row, nothing lost and nothing twice."""

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from coproduce.cli.acting import actor
from coproduce.cli.saying import answer, django_ready, fail

if TYPE_CHECKING:
    from coproduce.community.base.actor import Actor
    from coproduce.community.base.sheets import Map, SetAside, Setting, Sheet, Sorted

#: Rows of one transaction: small enough that a page never waits two seconds for the lock.
CHUNK = 1000


def command(
    files: Annotated[list[Path], typer.Argument(help="CSV files: members, offers or needs.")],
    community: Annotated[str, typer.Option(help="Its short name, as in the address.")],
    who: Annotated[
        str, typer.Option("--as", help="Who brings the list; left out: the broker, when there is one.")
    ] = "",
    map_: Annotated[Path | None, typer.Option("--map", help="Which heading is which, as --dry-run prints it.")] = None,
    set_aside: Annotated[Path, typer.Option(help="Folder for the rows that were not taken.")] = Path("."),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring lists in: the good rows are taken, the bad go to a file with row, field, reason and remedy."""
    django_ready()
    acting = actor(who or _only_broker(community), community, "import")
    setting = _setting(acting)
    prepared = [_prepare(file, map_, setting) for file in files]  # every file is read before any is taken
    if dry_run:
        for file, _, by, rows in prepared:
            _say(file, by, rows, {}, as_json)
            if not as_json:
                typer.echo(by.as_toml())
        return
    for file, sheet, by, rows in prepared:
        taken = _take(acting, by, rows, is_quiet=as_json)
        if rows.bad:
            taken["set_aside_in"] = str(_file_bad(set_aside, file, sheet, rows.bad))
        _say(file, by, rows, taken, as_json)


def _only_broker(community: str) -> str:
    from coproduce.community.people.models import Community, Membership

    if not Community.objects.filter(slug=community).exists():
        fail(f"There is no community called {community}. `coproduce community list` shows what is here.")
    members = Membership.objects.filter(community__slug=community, state=Membership.ACTIVE).select_related("agent")
    brokers = [member for member in members if "broker" in member.roles and member.person.account_id]
    if len(brokers) != 1:
        fail("Say who brings the list: --as and a broker's e-mail address.")
    return str(brokers[0].agent.public_id)


def _setting(acting: "Actor") -> "Setting":
    from coproduce.community.base import clock
    from coproduce.community.base.sheets import Setting
    from coproduce.community.people.models import Community

    here = Community.objects.get(pk=acting.community_id)
    return Setting(here.pk, clock.today(here.time_zone), here.time_zone)


def _prepare(file: Path, map_: Path | None, setting: "Setting") -> tuple[Path, "Sheet", "Map", "Sorted"]:
    from dataclasses import replace

    from coproduce.community.base import rooms
    from coproduce.community.base.sheets import SheetError, guess, read_map, read_sheet, sort_rows

    listings = [listing for room in rooms.with_file("imports") for listing in room.LISTINGS]
    try:
        sheet = read_sheet(file.read_bytes())
        by = (
            read_map(tomllib.loads(map_.read_text()), file.stem, listings)
            if map_
            else guess(sheet, file.stem, listings)
        )
        return file, sheet, by, sort_rows(sheet, by, replace(setting, dates=by.dates))
    except OSError as fault:
        fail(f"{fault.filename}: {fault.strerror}.")
    except (SheetError, tomllib.TOMLDecodeError) as fault:
        fail(f"{file.name}: {fault}")


def _take(acting: "Actor", by: "Map", rows: "Sorted", is_quiet: bool) -> dict[str, Any]:
    """Send the good rows through the list's verb, a chunk at a time, with a bar that shows how far it is."""
    from rich.progress import Progress

    from coproduce.core.refusal import Refusal

    added = known = 0
    with Progress(disable=is_quiet) as progress:
        bar = progress.add_task(by.listing.name, total=len(rows.good))
        for start in range(0, len(rows.good), CHUNK):
            chunk = rows.good[start : start + CHUNK]
            outcome = by.listing.send(acting, chunk, uuid4())
            if isinstance(outcome, Refusal):
                fail(f"{outcome.sentence} What was taken before this stays; run the same again once it is mended.")
            added, known = added + outcome.value.added, known + outcome.value.known
            progress.advance(bar, len(chunk))
    return {"added": added, "already_here": known}


def _file_bad(folder: Path, file: Path, sheet: "Sheet", bad: "tuple[SetAside, ...]") -> Path:
    """The rows that were not taken, as they came, with what to mend: mend them and import this file again."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{file.stem}-set-aside.csv"
    with place.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["row", "field", "reason", "remedy", *sheet.headings])
        writer.writerows([row.row, row.field, row.reason, row.remedy, *row.cells] for row in bad)
    return place


def _say(file: Path, by: "Map", rows: "Sorted", taken: dict[str, Any], as_json: bool) -> None:
    answer(
        {
            "file": file.name,
            "list": by.listing.name,
            "rows": len(rows.good) + len(rows.bad),
            "good": len(rows.good),
            "set_aside": len(rows.bad),
            "equal_lines_kept": rows.doubled,
            "unusual_numbers": rows.unusual,
            **taken,
        },
        as_json,
    )
