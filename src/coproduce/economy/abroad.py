"""One country's unpaid hours from another's behaviour: what the model of who does them is held against.

Behaviour is the share of the time left, after personal care and paid work, that women and men of a country spend
on unpaid work. A fact foretold, not one the model was fitted to.
"""

import csv
from collections.abc import Iterable, Mapping
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np

DAY = 24 * 60

#: Nine tenths of a bell lie below so many deviations: four fifths lie between it and its negative.
FAN = 1.2816


class DayError(ValueError):
    """A table of days that cannot be read: says which row and field, or whose day is missing."""


class Day(NamedTuple):
    """Minutes of an average day, weekends and people without work included."""

    unpaid: float
    paid: float
    personal: float

    @property
    def share(self) -> float:
        """Of the time left after personal care and paid work, what goes to unpaid work."""
        return self.unpaid / (DAY - self.paid - self.personal)


Days = Mapping[tuple[str, str], Day]

_GROUPS = {"UPW": "unpaid", "PAW": "paid", "PCA": "personal"}
_SEXES = {"Women": "female", "Men": "male"}


def read_days(path: Path | str) -> dict[tuple[str, str], Day]:
    """Days by country code and sex (female, male) from the OECD's time-use table, ages 15 to 64.

    Columns `Country_Code,DESC,Sex,Minutes_per_day`. DayError names row and field, or the group a day lacks.
    """
    read: dict[tuple[str, str], dict[str, float]] = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                sex, minutes = _SEXES[row["Sex"]], float(row["Minutes_per_day"])
            except KeyError as error:
                raise DayError(
                    f"Row {number}, {error}: columns are Country_Code, DESC, Sex (Women, Men), Minutes_per_day."
                ) from None
            except ValueError:
                raise DayError(f"Row {number}, Minutes_per_day: “{row['Minutes_per_day']}” is not a number.") from None
            if row["DESC"] in _GROUPS:
                read.setdefault((row["Country_Code"], sex), {})[_GROUPS[row["DESC"]]] = minutes
    for (country, sex), known in read.items():
        if missing := sorted(set(Day._fields) - set(known)):
            raise DayError(f"{country}, {sex}: no minutes of {', '.join(missing)}.")
    return {key: Day(**known) for key, known in read.items()}


def foretold(days: Days, sex: str, *, of: str, by: str) -> float:
    """Minutes a day of unpaid work of one country's women or men, had they another's behaviour. DayError if unknown."""
    for country in (of, by):
        if (country, sex) not in days:
            raise DayError(f"There is no day of {country}, {sex}.")
    there = days[of, sex]
    return days[by, sex].share * (DAY - there.paid - there.personal)


def spread(days: Days, sex: str, countries: Iterable[str]) -> float:
    """How far such a foretelling falls from what was seen, among these countries: root mean square, minutes a day.

    DayError for fewer than two countries.
    """
    errors = [foretold(days, sex, of=of, by=by) - days[of, sex].unpaid for of, by in permutations(countries, 2)]
    if not errors:
        raise DayError("It takes two countries to foretell one from the other.")
    return float(np.sqrt(np.mean(np.square(errors))))
