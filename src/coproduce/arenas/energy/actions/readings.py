"""The verb of readings: a file as a meter or its operator gives it; what is not sure is set aside and said."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from coproduce.arenas.energy.models import Point, Readings
from coproduce.arenas.energy.queries.here import OLDEST, Here, here
from coproduce.arenas.energy.queries.readings import last_readings, packed
from coproduce.arenas.energy.rules import (
    Curve,
    Days,
    EnergyError,
    Flag,
    Reading,
    Sheet,
    at_steps_of,
    curves,
    from_days,
    from_long,
    from_wide,
    month_of,
)
from coproduce.arenas.energy.rules.readings import MEASURED, MISSING
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import SheetError, plain, read_sheet

#: What columns are called in files people have.
METER = ("meter", "meter_id", "number", "home", "point", "mpan", "cups", "pod", "id")
STAMP = ("time", "timestamp", "datetime", "date_time", "reading_datetime", "begins", "day", "date")
VALUE = ("value", "kwh", "wh", "kw", "w", "reading", "consumption", "general_supply_kwh")

SHAPES = ("long", "wide", "days")
UNITS = ("Wh", "kWh", "MWh", "W", "kW", "MW")
LONGEST_DAYS = 800
#: So many doubts are named one by one.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was set aside or is to be looked at: why, and on which line of the file (0: the meter as a whole)."""

    code: str
    row: int


@dataclass(frozen=True, slots=True)
class Brought:
    """How many intervals are new, changed and known already, of how many meters; and what is to be looked at."""

    meters: int
    new: int
    changed: int
    known: int
    doubts: tuple[Doubt, ...]
    doubted: int


class Read(NamedTuple):
    """A file as it was read: what each meter of ours says, and what is to be looked at, by row."""

    points: Mapping[str, Point]
    curves: Mapping[str, Curve]
    flags: Sequence[Flag]


def _read(
    actor: Actor,
    *,
    text: str,
    from_on: date,
    until_on: date,
    what: str = Readings.USED,
    shape: str = "long",
    unit: str = "kWh",
    step_minutes: int = 15,
    is_register: bool = False,
    marks_end: bool = False,
    has_comma: bool = False,
    stamp: str = "",
) -> Read | Refusal:
    """The file, read while everybody else goes on writing; or what to mend."""
    place = here(actor.community_id)
    if fault := _may_bring(place, what, shape, unit, from_on, until_on):
        return fault
    sheet = Sheet(
        place.community.time_zone, unit, has_comma, step_minutes, "register" if is_register else "interval",  # type: ignore[arg-type]
        "end" if marks_end else "begin", stamp,
    )  # fmt: skip
    points = {row.number: row for row in Point.objects.filter(community=place.community).exclude(number="")}
    try:
        found, flags = _curves(_readings(text, shape), sheet, points, from_on, until_on)
        whole = {meter: at_steps_of(curve, place.rules.step_minutes) for meter, curve in found.items()}
    except SheetError as fault_of_file:
        return Refusal("NOT_A_FILE", str(fault_of_file).replace("%", "%%"), "text")
    except EnergyError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), wrong.field)
    return Read(points, whole, flags)


@action("energy.bring_readings", receipt=Brought, beforehand=_read)
def bring_readings(
    actor: Actor,
    read: Read | Refusal,
    *,
    text: str,
    from_on: date,
    until_on: date,
    what: str = Readings.USED,
    shape: str = "long",
    unit: str = "kWh",
    step_minutes: int = 15,
    is_register: bool = False,
    marks_end: bool = False,
    has_comma: bool = False,
    stamp: str = "",
    request_id: UUID,
) -> Done[Brought] | Refusal:
    """Take a file (CSV) of what meters used, or made, from the first day to the last.

    Long: a reading in a row; wide: a time in a row and a column for each meter; days: a day of a meter in a row. A
    register runs on, the others are of intervals. What cannot be is set aside with its row; twice changes nothing; what
    comes late is a version of its own. `stamp` is how times are written, as of strptime; ISO 8601 needs none.
    """
    if not policy.may(actor, "energy.bring_readings"):
        return NOT_ALLOWED
    if isinstance(read, Refusal):
        return read
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    counts = _kept(actor, here(actor.community_id), read, what, from_on, until_on)
    doubts = tuple(dict.fromkeys(Doubt(one.code, one.row) for one in read.flags))
    return Done(
        Brought(
            len(read.curves), counts["new"], counts["changed"], counts["known"], doubts[:MOST_NAMED], len(doubts)
        )
    )  # fmt: skip


def _may_bring(place: Here, what: str, shape: str, unit: str, from_on: date, until_on: date) -> Refusal | None:
    for name, said, choices in (
        ("what", what, (Readings.USED, Readings.MADE)), ("shape", shape, SHAPES), ("unit", unit, UNITS),
    ):  # fmt: skip
        if said not in choices:
            return Refusal("UNKNOWN_WORD", "Choose one of %(choices)s.", name, {"choices": ", ".join(choices)})
    if from_on < OLDEST or not timedelta(0) <= until_on - from_on <= timedelta(LONGEST_DAYS):
        return Refusal("WRONG_DAYS", "Choose a last day after the first, and at most two years later.", "until_on")
    if until_on > place.today:
        return Refusal("IN_THE_FUTURE", "Nobody knows that yet: choose today or a day before.", "until_on")
    return None


def _readings(text: str, shape: str) -> Iterator[Reading]:
    """The numbers of a file by its headings. Raises SheetError naming the heading that is missing."""
    sheet = read_sheet(text.encode())
    rows = (dict(zip(sheet.headings, row, strict=False)) for row in sheet.rows)
    stamp = _heading(sheet.headings, STAMP, "when it was")
    if shape == "wide":
        return from_wide(rows, stamp=stamp)
    meter = _heading(sheet.headings, METER, "which meter it is")
    if shape == "days":
        return from_days(rows, meter=meter, day=stamp)
    return from_long(rows, meter=meter, stamp=stamp, value=_heading(sheet.headings, VALUE, "how much it is"))


def _heading(headings: Iterable[str], known: tuple[str, ...], what: str) -> str:
    said = {plain(one): one for one in headings}
    found = next((said[one] for one in known if one in said), None)
    if found is None:
        raise SheetError(f"No column says {what}. Call one of them {known[0]}.")
    return found


def _curves(
    readings: Iterable[Reading], sheet: Sheet, points: Mapping[str, Point], from_on: date, until_on: date
) -> tuple[dict[str, Curve], list[Flag]]:
    """The curve of each meter of ours, each against its own fuse, and what is to be looked at, by row."""
    by_fuse: dict[int | None, list[Reading]] = {}
    for one in readings:
        point = points.get(one.meter)
        by_fuse.setdefault(point.fuse_w if point else None, []).append(one)
    found: dict[str, Curve] = {}
    flags: list[Flag] = []
    for fuse_w, some in by_fuse.items():
        ours = {one.meter for one in some} if fuse_w is not None else set()
        most = fuse_w * sheet.step_minutes // 60 if fuse_w else None
        more, doubts = curves(some, replace(sheet, most_wh=most), from_on, until_on, meters=ours)
        found |= more
        flags += doubts
    return found, sorted(flags, key=lambda one: one.row)


def _kept(actor: Actor, place: Here, read: Read, what: str, from_on: date, until_on: date) -> Counter[str]:
    """Each month of each meter, as a version of its own where anything in it is new."""
    zone, counts = place.community.time_zone, Counter[str]()
    first_on = from_on.replace(day=1)
    known = last_readings((read.points[meter] for meter in read.curves), first_on, until_on)
    for meter, whole in read.curves.items():
        point, month_on = read.points[meter], first_on
        at = -Days(month_on, from_on - timedelta(1), zone, whole.step_minutes).many
        while month_on <= until_on:
            days = month_of(month_on, zone, whole.step_minutes)
            part = _part(whole, at, days.many)
            if set(part.quality) != {MISSING}:
                last = known.get((point.pk, what, month_on))
                _keep(actor, place, point, what, month_on, days.last_on, part, last, counts)
            at, month_on = at + days.many, days.last_on + timedelta(1)
    return counts


def _part(whole: Curve, at: int, many: int) -> Curve:
    """So many intervals of it from one on, which may be before its first; what is not there is missing."""
    wh = tuple(whole.wh[place] if 0 <= place < len(whole.wh) else None for place in range(at, at + many))
    letters = (whole.quality[place] if 0 <= place < len(whole.wh) else MISSING for place in range(at, at + many))
    return Curve(whole.meter, whole.step_minutes, wh, "".join(letters))


def _keep(
    actor: Actor, place: Here, point: Point, what: str, month_on: date, until_on: date, part: Curve,
    last: Readings | None, counts: Counter[str],
) -> None:  # fmt: skip
    """What is measured counts before what was known or guessed; what is not said stays as it was."""
    before = at_steps_of(last.curve(), part.step_minutes) if last else None
    wh, quality = list(part.wh), list(part.quality)
    for number, (one, letter) in enumerate(zip(part.wh, part.quality, strict=True)):
        was = before.wh[number] if before else None
        is_better = one is not None and (letter == MEASURED or before is None or before.quality[number] != MEASURED)
        if before and was is not None and not is_better:
            wh[number], quality[number] = was, before.quality[number]
        if one is not None:
            counts["new" if was is None else "known" if wh[number] == was else "changed"] += 1
    merged = replace(part, wh=tuple(wh), quality="".join(quality))
    if before and (merged.wh, merged.quality) == (before.wh, before.quality):
        return
    told, letters = packed(merged)
    Readings.objects.create(
        point=point, what=what, month_on=month_on, until_on=until_on, version=last.version + 1 if last else 1,
        step_minutes=part.step_minutes, wh=told, quality=letters, brought_on=place.today, brought_by_id=actor.agent_id,
    )  # fmt: skip
