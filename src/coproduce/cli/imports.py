"""`coproduce import`: lists people already have, taken row by row, and books, taken whole; nothing twice."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coproduce.cli.acting import actor
from coproduce.cli.saying import answer, django_ready, fail

if TYPE_CHECKING:
    from coproduce.community.base.actor import Actor
    from coproduce.community.base.cells import Setting
    from coproduce.community.base.sheets import Map, SetAside, Sorted
    from coproduce.interop.sheets_reading import Sheet


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was handed over: its rows, and what they are taken for."""

    file: Path
    sheet: "Sheet"
    by: "Map"


def command(
    files: Annotated[
        list[Path], typer.Argument(help="CSV or XLSX: members, offers, needs, openings or contributions.")
    ],
    community: Annotated[str, typer.Option(help="Its short name, as in the address.")],
    who: Annotated[
        str, typer.Option("--as", help="Who brings the list; left out: the broker, when there is one.")
    ] = "",
    map_: Annotated[Path | None, typer.Option("--map", help="Which heading is which, as --dry-run prints it.")] = None,
    set_aside: Annotated[Path, typer.Option(help="Folder for the rows that were not taken.")] = Path("."),
    balances: Annotated[
        Path | None, typer.Option(help="Everybody's hours at the end: compared with the books once all is taken.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bring lists in: good rows are taken, bad ones go to a file. Books come in whole, or not at all."""
    django_ready()
    acting = actor(who or _only_broker(community), community, "import")
    setting = _setting(acting)
    # Every file is read before any is taken; who a history names may stand in a list beside it.
    given = [_open(file, map_) for file in files]
    closing = _open(balances, None, "openings") if balances else None
    lists = [(one, _sort(one, setting)) for one in given if not one.by.listing.is_history]
    if dry_run:
        for one, rows in [*lists, *((one, _sort(one, setting)) for one in given if one.by.listing.is_history)]:
            _say(one, rows, {}, as_json)
            if not as_json:
                typer.echo(one.by.as_toml())
        return
    for one, rows in lists:
        taken = _take(acting, one, rows, is_quiet=as_json)
        if rows.bad:
            taken["set_aside_in"] = str(_file_bad(set_aside, one, rows.bad))
        _say(one, rows, taken, as_json)
    _take_histories([one for one in given if one.by.listing.is_history], acting, setting, set_aside, as_json)
    if closing:
        _compare(closing, _sort(closing, setting), setting, set_aside, as_json)


def _take_histories(given: list[Given], acting: "Actor", setting: "Setting", set_aside: Path, as_json: bool) -> None:
    """Books are taken whole: one bad row in any of them, and nothing of any is posted."""
    histories = [(one, _sort(one, setting)) for one in given]
    for one, rows in histories:
        if rows.bad:
            _say(one, rows, {"added": 0, "set_aside_in": str(_file_bad(set_aside, one, rows.bad))}, as_json)
    if any(rows.bad for _, rows in histories):
        fail("Nothing of the books was taken. Put the rows set aside right in the file itself, and bring it again.")
    for one, rows in histories:
        _say(one, rows, _take(acting, one, rows, is_quiet=as_json), as_json)
    for one, rows in histories:
        if one.by.says_balances:
            _compare(one, rows, setting, set_aside, as_json)


def _compare(closing: Given, rows: "Sorted", setting: "Setting", folder: Path, as_json: bool) -> None:
    """The hours a list ends with against those in the books; ends with 1 where they differ."""
    from coproduce.community.base import bringing
    from coproduce.core.quantity import HOURS

    different = bringing.differences(closing.by, rows, setting)
    said: dict[str, Any] = {
        "file": closing.file.name,
        "balances_checked": len(rows.good),
        "balances_different": len(different),
    }
    if rows.bad:
        said |= {"set_aside": len(rows.bad), "set_aside_in": str(_file_bad(folder, closing, rows.bad))}
    if different:
        table: list[tuple[object, ...]] = [("member", "in the list", "in the books", "difference in minutes")]
        table += [
            (one.who, HOURS(one.said_minutes), HOURS(one.held_minutes), one.held_minutes - one.said_minutes)
            for one in different
        ]
        said["differences_in"] = str(_file(folder, f"{closing.file.stem}-differences.csv", table))
    answer(said, as_json)
    if different or rows.bad:
        fail("The books do not agree with the list of balances. What was taken stays.")


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
    from coproduce.community.base import bringing
    from coproduce.community.people.models import Community

    return bringing.setting_in(Community.objects.get(pk=acting.community_id))


def _open(file: Path, map_: Path | None, wanted: str = "") -> Given:
    """A file read, and matched to our words; ends with a sentence when it cannot be, or is not what is `wanted`."""
    from coproduce.community.base import bringing
    from coproduce.community.base.sheets import UnmatchedError, guess, read_map
    from coproduce.interop.sheets_reading import SheetError, read_sheet

    listings = bringing.listings(wanted)
    source = bringing.called(file.name)
    try:
        sheet = read_sheet(file.read_bytes())
        by = read_map(tomllib.loads(map_.read_text()), source, listings) if map_ else guess(sheet, source, listings)
        return Given(file, sheet, by)
    except OSError as fault:
        fail(f"{fault.filename}: {fault.strerror}.")
    except UnmatchedError as fault:
        fail(
            f"{file.name}: {fault} Say which is which in a file and hand it over with --map; "
            f"lists are {', '.join(one.name for one in listings)}."
        )
    except (SheetError, tomllib.TOMLDecodeError) as fault:
        fail(f"{file.name}: {fault}")


def _sort(given: Given, setting: "Setting") -> "Sorted":
    from coproduce.community.base.sheets import UnmatchedError, sort_rows
    from coproduce.interop.sheets_reading import SheetError

    try:
        return sort_rows(given.sheet, given.by, setting)
    except UnmatchedError as fault:
        fail(f"{given.file.name}: {fault} Name it in a file under [columns] and hand it over with --map.")
    except SheetError as fault:
        fail(f"{given.file.name}: {fault}")


def _take(acting: "Actor", given: Given, rows: "Sorted", is_quiet: bool) -> dict[str, Any]:
    """Send the good rows a batch at a time, with a bar that shows how far it is."""
    from rich.progress import Progress

    from coproduce.community.base import bringing
    from coproduce.core.refusal import Refusal

    listing = given.by.listing
    added = known = 0
    with Progress(disable=is_quiet) as progress:
        bar = progress.add_task(listing.name, total=len(rows.good))
        for batch in bringing.batches(listing, rows):
            outcome = bringing.send(acting, listing, batch)
            if isinstance(outcome, Refusal):
                before = "What was taken before this stays" if added or known else "Nothing of it was taken"
                fail(f"{outcome.sentence} {before}; run the same again once it is mended.")
            added, known = added + outcome.value.added, known + outcome.value.known
            progress.advance(bar, len(batch.rows))
    return {"added": added, "already_here": known}


def _file_bad(folder: Path, given: Given, bad: "tuple[SetAside, ...]") -> Path:
    """The rows that were not taken, as they came, with what to mend: mend them and import this file again."""
    from coproduce.community.base import bringing

    return _file(folder, f"{given.file.stem}-set-aside.csv", bringing.rows_set_aside(given.sheet, bad))


def _file(folder: Path, name: str, table: list[tuple[object, ...]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(table)
    return folder / name


def _say(given: Given, rows: "Sorted", taken: dict[str, Any], as_json: bool) -> None:
    answer(
        {
            "file": given.file.name,
            "list": given.by.listing.name,
            "rows": len(rows.good) + len(rows.bad),
            "good": len(rows.good),
            "set_aside": len(rows.bad),
            "equal_lines_kept": rows.doubled,
            "unusual_numbers": rows.unusual,
            **taken,
        },
        as_json,
    )
