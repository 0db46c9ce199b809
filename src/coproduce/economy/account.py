"""A town's core economy: the unpaid hours its people do, whoever they are a member of, and what they would cost.

All it takes is how many women and men of which age live there. How sure it is: the interval is of how the diaries'
yearly means vary (Student's, over the years), all cells moving together as they did. It holds chance and change over
those years. It does not hold that the town's people may live unlike those who kept the diaries.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.economy.interval import Interval, interval
from coproduce.economy.population import BANDS
from coproduce.economy.rates import ACTIVITIES, SAYS, SEXES, Rates, default_rates

WEEKS_A_YEAR = 365.25 / 7
#: The oldest age a row may name.
OLDEST = 130

_SEX = {"f": 0, "female": 0, "females": 0, "woman": 0, "women": 0, "m": 1, "male": 1, "males": 1, "man": 1, "men": 1}
_AGES = ("age", "ages", "age_band")

#: People by ages (“15-24”, “65+”, “7”) and sex.
AgeSex = Mapping[tuple[str, str], float]


class AccountError(ValueError):
    """A table of ages and sexes that cannot be read, or a question with no answer: says where, and what to write."""


@dataclass(frozen=True, slots=True)
class Account:
    """Unpaid hours of `people[sex, band]`, float64; `children` are too young for the diaries and not in it.

    `spread` people stood in rows across two bands, and were spread evenly over their years of age.
    """

    rates: Rates
    people: NDArray[np.float64]
    children: float
    spread: float

    def hours(self, activity: str | None = None, sex: str | None = None, band: str | None = None) -> Interval:
        """Hours a week in all; of one activity, sex or band where named. AccountError for a name that is not there."""
        names = (tuple(ACTIVITIES), SEXES, self.rates.names())
        at, chosen = [], (activity, sex, band)
        for asked, known in zip(chosen, names, strict=True):
            if asked is not None and asked not in known:
                raise AccountError(f"“{asked}” is not among {', '.join(known)}.")
            at.append(slice(None) if asked is None else slice(known.index(asked), known.index(asked) + 1))
        done = self.rates.hours[tuple(at)] * self.people[tuple(at[1:])][None, :, :, None]
        return interval(done.sum(axis=(0, 1, 2)))

    def adults(self, sex: str | None = None, band: str | None = None) -> float:
        """The people it is about."""
        some = self.people if sex is None else self.people[[SEXES.index(sex)]]
        return float(some.sum() if band is None else some[:, self.rates.names().index(band)].sum())

    def an_adult(self, activity: str | None = None, sex: str | None = None, band: str | None = None) -> Interval:
        """Hours a week for each of them. AccountError where there is nobody."""
        hours, people = self.hours(activity, sex, band), self.adults(sex, band)
        if not people:
            raise AccountError(
                f"Nobody in the table is {sex or 'of either sex'}, {band or 'of any age in the diaries'}."
            )
        return hours.times(1 / people)

    def adult_bands(self) -> tuple[tuple[int, int], ...]:
        """Women and men in the bands of the model's people, as `population.draw` takes them: those who were fifteen are
        left out of the youngest band, spread evenly over their years; whole people.

        AccountError where the diaries' bands are others.
        """
        if self.rates.bands[1:] != BANDS[1:]:
            raise AccountError(f"The model's bands begin at {BANDS}, and those of these diaries at {self.rates.bands}.")
        women, men = self.people.copy()
        first = (self.rates.bands[1] - BANDS[0]) / (self.rates.bands[1] - self.rates.bands[0])
        return tuple(
            (round(float(one) * (first if not place else 1)), round(float(other) * (first if not place else 1)))
            for place, (one, other) in enumerate(zip(women, men, strict=True))
        )

    def value(self, wage: float) -> Interval:
        """What a year of those hours would cost at `wage` an hour, in its money: replacement cost, one wage for all."""
        return self.hours().times(WEEKS_A_YEAR * wage)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row for each activity, sex and band, for a table or a file; hours a week."""
        for activity in ACTIVITIES:
            for sex in SEXES:
                for band in self.rates.names():
                    hours = self.hours(activity, sex, band)
                    yield {"activity": activity, "says": SAYS[activity], "sex": sex, "band": band,
                           "people": self.adults(sex, band), "hours": hours.mean, "low": hours.low,
                           "high": hours.high}  # fmt: skip


def core_economy(age_sex_table: AgeSex, *, rates: Rates | None = None) -> Account:
    """Any town's unpaid hours a week, from how many people of which age and sex it has; `rates` may be one's own.

    AccountError where a row cannot be read, overlaps another, is open before the diaries' last band, or nobody is left.
    """
    rates = rates or default_rates()
    edges = (0, *rates.bands, OLDEST + 1)
    bands = np.zeros((len(SEXES), len(rates.bands) + 1))
    spread, seen = 0.0, set()
    for (written, said), people in age_sex_table.items():
        where = f"{written}, {said}"
        sex, (first, last) = _sex(said, where), _ages(written, where)
        if not np.isfinite(people) or people < 0:
            raise AccountError(f"{where}: {people} people. Write a number, 0 or more.")
        if last is None and first < rates.bands[-1]:
            raise AccountError(f"{where}: write until what age; only {rates.bands[-1]} and over may stand open.")
        last = OLDEST if last is None else last
        seen.add((sex, first, last))
        years = [max(0, min(last + 1, end) - max(first, start)) for start, end in pairwise(edges)]
        bands[sex] += people * np.array(years) / (last + 1 - first)
        spread += people * (np.count_nonzero(years) > 1)
    rows = sorted(seen)
    for (sex, first, last), (other, start, end) in pairwise(rows):
        if sex == other and start <= last:
            raise AccountError(f"Ages {first}-{last} and {start}-{end} overlap, {SEXES[sex]}: leave out the totals.")
    if not bands[:, 1:].sum():
        raise AccountError(f"The table has nobody aged {rates.bands[0]} or over.")
    return Account(rates, bands[:, 1:], float(bands[:, 0].sum()), spread)


def _sex(text: str, where: str) -> int:
    if text.strip().lower() not in _SEX:
        raise AccountError(f"{where}: sex “{text}”. Write female or male; the diaries know no more.")
    return _SEX[text.strip().lower()]


def _ages(text: str, where: str) -> tuple[int, int | None]:
    """First and last age of a row; None where it is open."""
    plain = text.strip().replace("–", "-").removesuffix("+")
    parts = [part.strip() for part in plain.split("-")]
    if len(parts) > 2 or not all(part.isdecimal() for part in parts):
        raise AccountError(f"{where}: ages “{text}”. Write 15-24, 65+ or 7.")
    first, last = int(parts[0]), None if text.strip().endswith("+") else int(parts[-1])
    if not first <= (first if last is None else last) <= OLDEST:
        raise AccountError(f"{where}: ages “{text}” do not run upward to at most {OLDEST}.")
    return first, last


def read_table(path: Path | str) -> dict[tuple[str, str], float]:
    """Ages and sexes of a town from a file with a heading: `sex,people` and `age_from,age_to` or `age_band`.

    An empty `age_to` is open; thousands may have commas; rows of the same ages and sex (of several wards) are added.
    AccountError names row and field.
    """
    with open(path, newline="", encoding="utf-8-sig") as file:
        return read_lines(file)


def read_lines(lines: Iterable[str]) -> dict[tuple[str, str], float]:
    """The same from lines of text, as somebody pastes or sends them."""
    rows = csv.DictReader(lines)
    titles = [title.strip().lower() for title in rows.fieldnames or ()]
    rows.fieldnames = titles
    band = next((name for name in _AGES if name in titles), None)
    needed = ("sex", "people", *(() if band else ("age_from", "age_to")))
    if missing := [name for name in needed if name not in titles]:
        raise AccountError(f"The table has no column {', '.join(missing)}. Its first line names its columns.")
    table: dict[tuple[str, str], float] = {}
    for number, row in enumerate(rows, 2):
        said = {name: (text or "").strip() for name, text in row.items() if name in titles}
        first, last = (said[band], "") if band else (said["age_from"], said["age_to"])
        ages = first if band else f"{first}-{last}" if last else f"{first}+"
        try:
            people = float(said["people"].replace(",", ""))
        except ValueError:
            raise AccountError(f"Row {number}, people: “{said['people']}” is not a number.") from None
        _ages(ages, f"Row {number}, {band or 'age_from, age_to'}")
        _sex(said["sex"], f"Row {number}")
        table[ages, said["sex"].lower()] = table.get((ages, said["sex"].lower()), 0) + people
    return table
