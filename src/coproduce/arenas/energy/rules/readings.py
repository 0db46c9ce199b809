"""What meters say, made one: long or wide, quarters, halves or hours, by interval or as a register that runs on.

A period begins and ends with a day there; a day has 92, 96 or 100 quarters. What cannot be is flagged by its row and
taken as missing: nothing is mended in silence. A gap stays a gap unless a policy says how it is filled, and what was
filled is marked as estimated. Watt-hours are differences of the rounded running sum, so that a year adds up to what its
file says. Not here: bytes and spreadsheets (`interop.sheets_reading`), and what follows from late readings
(`core.cycle.correct` says the difference).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.core.arena import told_as
from coproduce.core.cycle import steps

Unit = Literal["Wh", "kWh", "MWh", "W", "kW", "MW"]
Policy = Literal["leave", "week before", "neighbours"]

#: What one of the unit is in watt-hours, or in watts.
_UNITS = {"Wh": 1, "kWh": 1000, "MWh": 10**6, "W": 1, "kW": 1000, "MW": 10**6}

#: A number with more figures before the point is no reading.
LARGEST_DIGITS = 15

MEASURED, ESTIMATED, MISSING = "m", "e", "x"


class Reading(NamedTuple):
    """A number as it was written: in which row, of which meter, for when; its place in that day, if it has one."""

    row: int
    meter: str
    stamp: str
    value: str
    place: int | None = None


class Flag(NamedTuple):
    """Something to look at, by row (0: the meter as a whole).

    | code | which |
    |---|---|
    | NOT_A_NUMBER, NOT_A_TIME | it cannot be read |
    | NO_SUCH_TIME | in the hour that the clocks leave out |
    | OFF_STEP | between two intervals |
    | OUTSIDE | before the first day or after the last |
    | WRONG_DAY | a row for a day that does not have so many intervals |
    | UNKNOWN_METER | nobody's here |
    | NEGATIVE, ABOVE_FUSE | less than nothing, more than the fuse lets through |
    | TWICE | the same once more: it counts once |
    | TWO_VALUES | another number for the same time: the first counts |
    | WENT_BACK | a register that fell: exchanged, or run over |
    | LOOKS_CUMULATIVE | it never falls: a register, told as intervals? |
    | WRONG_UNIT | half of it above the fuse, or all of it together no watt-hour |
    """

    code: str
    row: int
    meter: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a file says it: unit, point or comma, minutes of an interval, whose clock, what a stamp marks, and the fuse.

    `stamp` is a format as of `strptime`, or empty for ISO 8601; a stamp without an offset is of the clock in `zone`.
    `marks` says whether it is where an interval begins or ends: a register's is the moment itself. `most_wh` is what
    the fuse lets through in an interval.
    """

    zone: str
    unit: Unit = "kWh"
    has_comma: bool = False
    step_minutes: int = 15
    kind: Literal["interval", "register"] = "interval"
    marks: Literal["begin", "end"] = "begin"
    stamp: str = ""
    most_wh: int | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """How missing intervals are filled, and the longest gap that is. A longer one stays a gap.

    "leave": not at all; "week before": with what was measured at that time a week before; "neighbours": on a line
    between the one before and the one after.
    """

    policy: Policy = "leave"
    longest_steps: int = 0


@dataclass(frozen=True)
class Curve:
    """A meter's watt-hours, interval by interval from midnight of the first day, and what each number is.

    `quality` has a letter for each: m measured, e estimated, x missing. What is missing is None in `wh`.
    """

    meter: str
    step_minutes: int
    wh: tuple[int | None, ...]
    quality: str

    @cached_property
    def total_wh(self) -> int:
        return sum(one or 0 for one in self.wh)


def from_long(rows: Iterable[Mapping[str, str]], *, meter: str, stamp: str, value: str) -> Iterator[Reading]:
    """One number in a row: by the names of the columns. Rows count from 2, as a sheet with a head shows them.

    >>> list(from_long([{"home": "9", "t": "2026-05-01 12:00", "kwh": "0.2"}], meter="home", stamp="t", value="kwh"))
    [Reading(row=2, meter='9', stamp='2026-05-01 12:00', value='0.2', place=None)]
    """
    for number, row in enumerate(rows, start=2):
        yield Reading(number, row[meter], row[stamp], row[value])


def from_wide(rows: Iterable[Mapping[str, str]], *, stamp: str) -> Iterator[Reading]:
    """One time in a row, every other column a meter. An empty cell is no reading.

    >>> [one.meter for one in from_wide([{"t": "2026-05-01 12:00", "roof": "1", "mill": ""}], stamp="t")]
    ['roof']
    """
    for number, row in enumerate(rows, start=2):
        for meter, value in row.items():
            if meter != stamp and value.strip():
                yield Reading(number, meter, row[stamp], value)


def from_days(rows: Iterable[Mapping[str, str]], *, meter: str, day: str) -> Iterator[Reading]:
    """One day in a row, every other column an interval in its order; empty cells are those the day does not have.

    >>> row = {"id": "9", "day": "2026-05-01", "00:00": "1", "00:15": "2"}
    >>> [one.place for one in from_days([row], meter="id", day="day")]
    [0, 1]
    """
    for number, row in enumerate(rows, start=2):
        values = [value for name, value in row.items() if name not in (meter, day) and value.strip()]
        for place, value in enumerate(values):
            yield Reading(number, row[meter], row[day], value, place)


def curves(
    readings: Iterable[Reading],
    sheet: Sheet | Mapping[str, Any],
    first_on: date,
    last_on: date,
    *,
    meters: Collection[str] | None = None,
    gaps: Gaps | Mapping[str, Any] = Gaps(),
) -> tuple[dict[str, Curve], list[Flag]]:
    """The curve of each meter over these days, both included, and all that is to be looked at, in the order of rows.

    Every curve has as many intervals as the days there have. `meters` are those that are known, each with a curve even
    if nothing was said of it; left out, whoever is in the file.

    >>> rows = [Reading(2, "roof", "2026-05-01 00:00", "0.25"), Reading(3, "roof", "2026-05-01 12:00", "1.5")]
    >>> read, flags = curves(rows, Sheet("Europe/Lisbon", step_minutes=720), date(2026, 5, 1), date(2026, 5, 1))
    >>> read["roof"].wh, read["roof"].quality, flags
    ((250, 1500), 'mm', [])
    """
    sheet, gaps = told_as(Sheet, sheet), told_as(Gaps, gaps)
    grid = _Grid(sheet, first_on, last_on)
    flags: list[Flag] = []
    said: dict[str, dict[int, tuple[Decimal, Reading]]] = {meter: {} for meter in meters or ()}
    readings = tuple(readings)
    in_day = Counter((one.row, one.meter) for one in readings if one.place is not None)
    for reading in readings:
        place = _placed(reading, grid, said, meters, in_day)
        if isinstance(place, str):
            flags.append(Flag(place, reading.row, reading.meter, reading.stamp))
        else:
            at, value = place
            said.setdefault(reading.meter, {})[at] = (value, reading)
    read = {meter: _curve(meter, values, grid, flags) for meter, values in said.items()}
    flags.sort(key=lambda flag: flag.row)
    return {meter: filled(curve, gaps) for meter, curve in read.items()}, flags


def filled(curve: Curve, gaps: Gaps | Mapping[str, Any]) -> Curve:
    """The same with its gaps filled as the policy says; what was filled is marked as estimated.

    >>> curve = Curve("roof", 15, (10, None, None, 40), "mxxm")
    >>> filled(curve, Gaps("neighbours", 2)).wh, filled(curve, Gaps("neighbours", 1)).wh
    ((10, 20, 30, 40), (10, None, None, 40))
    """
    gaps = told_as(Gaps, gaps)
    wh, quality = list(curve.wh), list(curve.quality)
    week = 7 * 24 * 60 // curve.step_minutes
    for first, end in _gaps(curve.wh):
        if end - first > gaps.longest_steps:
            continue
        before, after = (curve.wh[place] if 0 <= place < len(wh) else None for place in (first - 1, end))
        for place in range(first, end):
            guess = None
            if gaps.policy == "week before" and place >= week:
                guess = curve.wh[place - week]
            elif gaps.policy == "neighbours" and before is not None and after is not None:
                guess = before + (after - before) * (place - first + 1) // (end - first + 1)
            if guess is not None:
                wh[place], quality[place] = guess, ESTIMATED
    return replace(curve, wh=tuple(wh), quality="".join(quality))


def at_steps_of(curve: Curve, step_minutes: int) -> Curve:
    """The same in longer intervals, added up, or in shorter ones, shared out evenly and marked as estimated.

    >>> halves = Curve("roof", 30, (101, None), "mx")
    >>> at_steps_of(halves, 15).wh, at_steps_of(at_steps_of(halves, 15), 30).wh
    ((50, 51, None, None), (101, None))
    """
    ours = curve.step_minutes
    if step_minutes <= 0 or max(ours, step_minutes) % min(ours, step_minutes):
        raise EnergyError("WRONG_STEP", "step_minutes", f"Intervals of {ours} min do not make up {step_minutes} min.")
    if many := ours // step_minutes:
        wh = tuple(
            None if one is None else one * (part + 1) // many - one * part // many
            for one in curve.wh
            for part in range(many)
        )
        letters = (ESTIMATED if one == MEASURED and many > 1 else one for one in curve.quality for _ in range(many))
        return Curve(curve.meter, step_minutes, wh, "".join(letters))
    many = step_minutes // ours
    parts = [(curve.wh[at : at + many], curve.quality[at : at + many]) for at in range(0, len(curve.wh), many)]
    if len(curve.wh) % many:
        raise EnergyError(
            "WRONG_STEP", "step_minutes", f"{len(curve.wh)} intervals are no whole number of {step_minutes} min."
        )
    summed = tuple(None if None in wh else sum(one or 0 for one in wh) for wh, _ in parts)
    return Curve(curve.meter, step_minutes, summed, "".join(max(quality, key="mex".index) for _, quality in parts))


class _Grid:
    """The intervals of a period: where a moment lies in it."""

    def __init__(self, sheet: Sheet, first_on: date, last_on: date) -> None:
        if last_on < first_on:
            raise EnergyError("TURNED", "last_on", f"The last day, {last_on}, is before the first, {first_on}.")
        if sheet.step_minutes <= 0 or 24 * 60 % sheet.step_minutes:
            raise EnergyError("WRONG_STEP", "step_minutes", f"A day is no whole number of {sheet.step_minutes} min.")
        self.sheet, self.zone = sheet, ZoneInfo(sheet.zone)
        self._days: dict[date, tuple[datetime, int]] = {}
        self._stamps: dict[str, tuple[datetime, list[datetime]]] = {}
        self.begins = self.midnight(first_on)
        self.step = timedelta(minutes=sheet.step_minutes)
        self.many = int((self.midnight(last_on + timedelta(1)) - self.begins) / self.step)

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day(self, day: date) -> tuple[datetime, int]:
        """When a day begins, and how many intervals it has."""
        if day not in self._days:
            self._days[day] = self.midnight(day), steps(day, self.sheet.zone, self.sheet.step_minutes)
        return self._days[day]

    def stamp(self, written: str) -> tuple[datetime, list[datetime]]:
        """What a stamp says, and the moment it is, read once however many readings have it. ValueError for none."""
        if written not in self._stamps:
            stamp = _stamp(written, self.sheet)
            self._stamps[written] = stamp, _moments(stamp, self.zone)
        return self._stamps[written]

    def place(self, moment: datetime) -> int | str:
        """The interval it begins; a register's moment may also be the end of the last one."""
        ends = self.sheet.kind == "interval" and self.sheet.marks == "end"
        whole, rest = divmod(moment - self.begins - (self.step if ends else timedelta()), self.step)
        if not 0 <= whole < self.many + (self.sheet.kind == "register"):
            return "OUTSIDE"
        return "OFF_STEP" if rest else whole


def _placed(
    reading: Reading,
    grid: _Grid,
    said: Mapping[str, Mapping[int, tuple[Decimal, Reading]]],
    meters: Collection[str] | None,
    in_day: Mapping[tuple[int, str], int],
) -> tuple[int, Decimal] | str:
    """Where a reading belongs and what it says; or the code of why it does not count."""
    if meters is not None and reading.meter not in meters:
        return "UNKNOWN_METER"
    try:
        value = Decimal(reading.value.replace(",", ".") if grid.sheet.has_comma else reading.value)
        stamp, moments = grid.stamp(reading.stamp)
    except InvalidOperation:
        return "NOT_A_NUMBER"
    except (ValueError, OverflowError):
        return "NOT_A_TIME"
    if not value.is_finite() or value.adjusted() > LARGEST_DIGITS:
        return "NOT_A_NUMBER"
    mine = said.get(reading.meter, {})
    places: Sequence[int | str]
    if reading.place is not None:
        midnight, many = grid.day(stamp.date())
        if in_day[reading.row, reading.meter] != many:
            return "WRONG_DAY"
        places = [grid.place(midnight + reading.place * grid.step)]
    else:
        places = [grid.place(moment) for moment in moments]
    if not places:
        return "NO_SUCH_TIME"
    at = next((place for place in places if place not in mine), places[0])
    if isinstance(at, str):
        return at
    if at in mine:
        return "TWICE" if mine[at][0] == value else "TWO_VALUES"
    if value < 0:
        return "NEGATIVE"
    return at, value


def _stamp(written: str, sheet: Sheet) -> datetime:
    return datetime.strptime(written, sheet.stamp) if sheet.stamp else datetime.fromisoformat(written)  # noqa: DTZ007


def _moments(stamp: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moment it says: two in the night when an hour comes twice, none in the hour that is left out."""
    if stamp.tzinfo:
        return [stamp.astimezone(UTC)]
    both = [stamp.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    there = [moment for moment in both if moment.astimezone(zone).replace(tzinfo=None, fold=0) == stamp]
    return sorted(set(there))


def _curve(meter: str, said: Mapping[int, tuple[Decimal, Reading]], grid: _Grid, flags: list[Flag]) -> Curve:
    """The watt-hours of one meter, and flags for what cannot be."""
    sheet = grid.sheet
    factor = Decimal(_UNITS[sheet.unit]) * (sheet.step_minutes if "h" not in sheet.unit else 60)
    in_order = [(at, *said[at]) for at in sorted(said)]
    wh: list[int | None] = [None] * grid.many
    quality = [MISSING] * grid.many
    running = Decimal()
    absurd = 0

    def put(first: int, end: int, amount: int, reading: Reading) -> None:
        nonlocal absurd
        if sheet.most_wh is not None and amount > sheet.most_wh * (end - first):
            absurd += 1
            flags.append(Flag("ABOVE_FUSE", reading.row, meter, reading.stamp))
            return
        for place in range(first, end):
            wh[place] = amount * (place - first + 1) // (end - first) - amount * (place - first) // (end - first)
            quality[place] = MEASURED if end - first == 1 else ESTIMATED

    if sheet.kind == "register":
        for (first, before, _), (end, after, reading) in pairwise(in_order):
            if after < before:
                flags.append(Flag("WENT_BACK", reading.row, meter, reading.stamp))
            else:
                put(first, end, _rounded(after * factor) - _rounded(before * factor), reading)
    else:
        for at, value, reading in in_order:
            before, running = running, running + value
            put(at, at + 1, _rounded(running * factor) - _rounded(before * factor), reading)
        if _never_falls([value for _, value, _ in in_order], 24 * 60 // sheet.step_minutes):
            flags.append(Flag("LOOKS_CUMULATIVE", 0, meter))
    if 2 * absurd > len(said) or (running and not any(wh) and not absurd):
        flags.append(Flag("WRONG_UNIT", 0, meter))
    return Curve(meter, sheet.step_minutes, tuple(wh), "".join(quality))


def _rounded(sixtieths: Decimal) -> int:
    """Whole watt-hours of sixtieths of them, half up."""
    return int((2 * sixtieths + 60) // 120)


def _never_falls(values: Sequence[Decimal], a_day: int) -> bool:
    return len(values) > a_day and values[0] < values[-1] and all(one <= other for one, other in pairwise(values))


def _gaps(wh: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Where each gap begins and ends."""
    first = None
    for place, one in enumerate((*wh, 0)):
        if one is None and first is None:
            first = place
        elif one is not None and first is not None:
            yield first, place
            first = None
