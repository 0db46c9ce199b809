"""Hours of unpaid work a person does, by sex and age: read from time-use diaries.

The ones that come along are of the United States, 2003 to 2016: there is no diary survey of so many years that may
be passed on for Britain. Time on the way and care done beside something else are not in them, so they understate.
"""

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: What counts as unpaid work, and the diary codes (first digits) it is made of. Being a patient, a customer of a
#: bank, or on the way is not in it.
ACTIVITIES = {
    "household": ("02",),
    "shopping": ("07", "09"),
    "own_children": ("0301", "0302"),
    "own_adults": ("0304", "0305"),
    "own_others": ("0300",),
    "others": ("04",),
    "volunteering": ("15",),
}
#: As they stand in a sentence or a table.
SAYS = {
    "household": "household work",
    "shopping": "shopping and arranging services",
    "own_children": "care of one's own household's children",
    "own_adults": "care of one's own household's adults",
    "own_others": "other care at home",
    "others": "care and help for people of other households",
    "volunteering": "volunteering for an organisation",
}
SEXES = ("female", "male")
SOURCE = "US Bureau of Labor Statistics, American Time Use Survey 2003-2016"

#: An interval over fewer years would say next to nothing.
LEAST_YEARS = 3

_COLUMNS = ("year", "sex", "age_band", "employment", "activity", "person_days_k", "person_minutes_k")
_Cell = tuple[str, str, int]


class RatesError(ValueError):
    """Diaries that cannot be read: says which row and field, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Hours a week: `hours[activity, sex, band, year]`, float64, activities and sexes in the order of their names.

    `bands` are the youngest ages; the last one is open. `source` is who is to be cited.
    """

    bands: tuple[int, ...]
    years: tuple[int, ...]
    hours: NDArray[np.float64]
    source: str

    def names(self) -> tuple[str, ...]:
        """The bands as they are written: 15-24 … 65+."""
        ends = (f"-{until - 1}" for until in self.bands[1:])
        return tuple(f"{start}{end}" for start, end in zip(self.bands, (*ends, "+"), strict=True))


def read_rates(path: Path | str, *, source: str = SOURCE) -> Rates:
    """Rates from weighted sums of diaries, one row for each year, sex, age band, employment and activity.

    A cell's rate in a year is Σ `person_minutes_k` ÷ Σ `person_days_k`, over its employments; the days stand on
    every activity of a group and are counted once. RatesError names the row and field, or the cell with no diary.
    """
    minutes: Counter[tuple[str, str, str, int]] = Counter()
    groups: dict[tuple[str, str, int, str], int] = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
            raise RatesError(f"The diaries have no column {', '.join(missing)}.")
        for number, row in enumerate(rows, 2):
            year, days, spent = (_whole(number, row, name) for name in ("year", "person_days_k", "person_minutes_k"))
            if row["sex"] not in SEXES:
                raise RatesError(f"Row {number}, sex: “{row['sex']}”. Write female or male.")
            group = (row["sex"], row["age_band"], year, row["employment"])
            if groups.setdefault(group, days) != days:
                raise RatesError(
                    f"Row {number}, person_days_k: {days}, and {groups[group]} before for the same people."
                )
            for name, codes in ACTIVITIES.items():
                if row["activity"].startswith(codes):
                    minutes[name, row["sex"], row["age_band"], year] += spent
    days_of: Counter[_Cell] = Counter()
    for (sex, band, year, _), days in groups.items():
        days_of[sex, band, year] += days
    return _rates(days_of, minutes, source)


def _whole(number: int, row: dict[str, str], name: str) -> int:
    try:
        return int(row[name])
    except (TypeError, ValueError):
        raise RatesError(f"Row {number}, {name}: “{row[name]}” is not a whole number.") from None


def _rates(days: Counter[_Cell], minutes: Counter[tuple[str, str, str, int]], source: str) -> Rates:
    try:
        bands = sorted({band for _, band, _ in days}, key=_youngest)
    except ValueError as error:
        raise RatesError(f"An age band is written 15-24 or 65+: {error}.") from None
    years = sorted({year for _, _, year in days})
    if len(years) < LEAST_YEARS:
        raise RatesError(f"There are diaries of {len(years)} years; an interval takes {LEAST_YEARS} or more.")
    hours = np.empty((len(ACTIVITIES), len(SEXES), len(bands), len(years)))
    for place in np.ndindex(hours.shape):
        name, sex = list(ACTIVITIES)[place[0]], SEXES[place[1]]
        cell = (sex, bands[place[2]], years[place[3]])
        if not days[cell]:
            raise RatesError(f"There is no diary of {', '.join(map(str, cell))}.")
        hours[place] = 7 * minutes[name, *cell] / days[cell] / 60
    return Rates(tuple(map(_youngest, bands)), tuple(years), hours, source)


def _youngest(band: str) -> int:
    return int(band.rstrip("+").split("-")[0])


def rates_toml(rates: Rates) -> str:
    """The rates as the file that comes along holds them, thousandths of an hour: `rates_toml(read_rates(path))`."""
    lines = [
        "# Hours of unpaid work a week for each person, year by year, from weighted one-day diaries; ages 15 and over.",
        f'source = "{rates.source}"',
        f"years = {list(rates.years)}",
        f"bands = {list(rates.bands)}",
    ]
    for activity, by_sex in zip(ACTIVITIES, rates.hours, strict=True):
        for sex, by_band in zip(SEXES, by_sex, strict=True):
            lines += ["", f"[{activity}.{sex}]"]
            for band, by_year in zip(rates.names(), by_band, strict=True):
                lines.append(f'"{band}" = [{", ".join(format(hour, ".3f") for hour in by_year)}]')
    return "\n".join(lines) + "\n"


@cache
def default_rates() -> Rates:
    """The rates that come along, `rates.toml`; not to be written to."""
    said = tomllib.loads(files("coproduce.economy").joinpath("rates.toml").read_text("utf-8"))
    hours = np.array([[list(said[name][sex].values()) for sex in SEXES] for name in ACTIVITIES])
    hours.flags.writeable = False
    return Rates(tuple(said["bands"]), tuple(said["years"]), hours, said["source"])
