"""The people: households with children and frail elders, ages, sexes, skills, wishes; drawn, or read from a list.

People stand sorted by neighbourhood, then household. Time is in quarter-hours a week,
one byte each: nobody's wish for paid work is above 62.5 hours.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.core.apportion import apportion
from coproduce.economy.draws import bell, uniform

Bytes = NDArray[np.uint8]
#: Six bands of (women, men), in any unit.
AgesSexes = Sequence[Sequence[float]]

#: The youngest age of each band.
BANDS = (16, 25, 35, 45, 55, 65)
#: How the sexes are numbered.
WOMEN, MEN = 0, 1

#: Adults of a town in thousandths, by band, women then men: Great Britain, mid-2023, rounded (ONS; verify locally).
AGE_SEX = ((63, 66), (82, 82), (82, 79), (76, 74), (79, 76), (127, 114))
#: Share who want paid work, how many hours a week and how far around it (ONS labour force survey, rounded).
WANTS_WORK = ((0.60, 0.62), (0.82, 0.92), (0.82, 0.94), (0.82, 0.91), (0.66, 0.75), (0.09, 0.14))
WISHED_HOURS = ((26, 28), (34, 39), (31, 40), (32, 40), (30, 38), (18, 22))
WISHES_VARY_HOURS = 9.0
#: Household work other than care, hours a week, women then men: ONS, March 2024, less care.
CHORES_HOURS, CHORES_VARY_HOURS = (17.0, 13.0), 5.0
#: Share of free time that goes to one's own family's needs when they are there, women then men.
WILLING = (0.75, 0.50)
#: Share of a band who live as a couple.
COUPLED = (0.10, 0.55, 0.65, 0.65, 0.65, 0.55)
#: Share of the youngest who live with parents, and of frail people living alone who live with a family instead.
AT_HOME, TAKEN_IN = 0.6, 0.3
#: Share of households by the eldest's band with a child under five, and with one at school.
SMALL_CHILD, SCHOOL_CHILD = (0.06, 0.24, 0.20, 0.03, 0.0, 0.0), (0.0, 0.14, 0.42, 0.34, 0.08, 0.0)
#: Share of those aged 65 and over who need help with daily living (Health Survey for England 2021, rounded).
FRAIL = 0.22
#: What a child under five, a child at school and a frail elder need of others, hours a week.
NEEDS_HOURS = (40, 14, 18)
#: Share of employers who want many hours more, or fewer, than a person would work, and how many (ONS, November 2014:
#: near 10 % want +11.3 h, near 10 % fewer by 11.2 h; a worker has three tenths of the say).
ASKED_OTHERWISE, ASKED_HOURS = 0.11, 16
#: Share who volunteer monthly where nobody organises it (Community Life Survey 2023/24: 16 %).
VOLUNTEERS = 0.16
#: Without work at the start, of those who want it.
JOBLESS = 0.05
#: Ties who take part before somebody copies them: two, or up to so many more; of ten ties a quarter is seldom reached.
THRESHOLDS = 12
#: A neighbourhood's adults.
NEIGHBOURS = 150
#: What is given and asked, beside care.
KINDS = ("looking after somebody", "company", "practical help", "showing how")


class PeopleError(ValueError):
    """A list of people that cannot be read: says which row, which field, and what to write."""


@dataclass(frozen=True, slots=True)
class People:
    """Adults, one row each, with what stays the same through a study. Times in quarter-hours a week.

    | field | what |
    |---|---|
    | ids | what draws are made by: travels with the person, whatever their row |
    | household, neighbourhood | whole numbers from 0, rising with the row |
    | band, sex, skill | place in `BANDS`, WOMEN or MEN, tenth of the town from 0 |
    | want, norm | paid work wished for (0: none), and what the employer would have |
    | chores, willing | other household work; 256ths of free time that own family's needs may take |
    | threshold | ties who take part before this person does, where seeing several counts |
    | gift, wish, asks | kind of help given; kind asked beside care, and how much |
    | volunteer, striving, jobless, frail | 0 or 1, at the start |
    | need | what the children and frail elders of the *household* need, on its first row |
    """

    ids: NDArray[np.uint32]
    household: NDArray[np.int32]
    neighbourhood: NDArray[np.int32]
    band: Bytes
    sex: Bytes
    skill: Bytes
    want: Bytes
    norm: Bytes
    chores: Bytes
    willing: Bytes
    threshold: Bytes
    gift: Bytes
    wish: Bytes
    asks: Bytes
    volunteer: Bytes
    striving: Bytes
    jobless: Bytes
    frail: Bytes
    need: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, order: NDArray[np.int64]) -> "People":
        """The same people in another order."""
        return People(*(getattr(self, one.name)[order] for one in fields(self)))


def quarters(hours: NDArray[np.float64], most: int) -> Bytes:
    """Hours as quarter-hours in a byte."""
    return np.clip(np.rint(hours * 4), 0, most).astype(np.uint8)


def draw(size: int, *, seed: int, age_sex: AgesSexes = AGE_SEX) -> People:
    """`size` adults with the town's ages and sexes exactly, in households of one to five.

    `age_sex` holds six bands of (women, men) in any unit; largest remainder makes people of them.
    Two draws with one seed are the same people. ValueError for fewer than one person or an empty table.
    """
    if size < 1:
        raise ValueError(f"A town has at least one person: {size}.")
    weights = [round(1_000_000 * share) for band in age_sex for share in band]
    if len(weights) != 2 * len(BANDS):
        raise ValueError(f"A table of ages and sexes has {len(BANDS)} bands of two, not {len(weights)} numbers.")
    counts = apportion(size, weights).amounts
    cell = np.repeat(np.arange(len(counts)), counts)
    return _settled(_together((cell // 2).astype(np.uint8), (cell % 2).astype(np.uint8), seed), seed)


@dataclass(frozen=True, slots=True)
class _Homes:
    """Who lives with whom, before neighbourhoods: one row a person, in any order of rows."""

    ids: NDArray[np.uint32]
    home: NDArray[np.int64]
    band: Bytes
    sex: Bytes
    frail: Bytes


def _together(band: Bytes, sex: Bytes, seed: int) -> _Homes:
    """Couples of a band, the young with parents, frail people with a family: everybody else lives alone."""
    size = len(band)
    ids = np.arange(size, dtype=np.uint32)
    home = np.arange(size)
    for place, share in enumerate(COUPLED):
        women, men = (np.flatnonzero((band == place) & (sex == kind)) for kind in (WOMEN, MEN))
        pairs = int(min(len(women), len(men)) * share)
        home[men[:pairs]] = women[:pairs]
    frail = ((band == len(BANDS) - 1) & (uniform(ids, seed, 1) < FRAIL)).astype(np.uint8)
    lives_alone = np.bincount(home, minlength=size)[home] == 1
    parents = np.flatnonzero((home == ids) & ~lives_alone & (band >= 3) & (band <= 4))
    for who, share in (((band == 0) & lives_alone, AT_HOME), ((frail == 1) & lives_alone, TAKEN_IN)):
        come = np.flatnonzero(who & (uniform(ids, seed, 2) < share))[: len(parents)]
        home[come] = parents[: len(come)]
        parents = np.roll(parents, -len(come))
    return _Homes(ids, home, band, sex, frail)


def _settled(homes: _Homes, seed: int, known: Mapping[str, NDArray[np.float64]] | None = None) -> People:
    """Homes put into neighbourhoods, and what each person is like and wishes, where it is not `known`."""
    known = known or {}
    names, place = np.unique(homes.home, return_inverse=True)
    if "neighbourhood" in known:
        order = np.lexsort((homes.ids, place, known["neighbourhood"]))
    else:
        order = np.lexsort((homes.ids, uniform(names, seed, 3)[place]))
    homes = _Homes(*(getattr(homes, one.name)[order] for one in fields(homes)))
    known = {name: column[order] for name, column in known.items()}
    begins = np.concatenate([[True], homes.home[1:] != homes.home[:-1]])
    household = np.cumsum(begins) - 1
    if "neighbourhood" in known:
        neighbourhood = np.unique(known["neighbourhood"], return_inverse=True)[1]
    else:
        neighbourhood = (np.flatnonzero(begins) // NEIGHBOURS)[household]
        neighbourhood = np.unique(neighbourhood, return_inverse=True)[1]
    ids, band, sex, size = homes.ids, homes.band, homes.sex, len(homes.ids)

    def share(stream: int) -> NDArray[np.float64]:
        return uniform(ids, seed, stream)

    def of(table: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
        return np.asarray(table, float)[band, sex]

    hours = known.get("hours_wanted")
    if hours is None:
        hours = of(WISHED_HOURS) + WISHES_VARY_HOURS * bell(ids, seed, 5)
        hours = np.where((share(4) < of(WANTS_WORK)) & (homes.frail == 0), np.maximum(hours, 2), 0)
    want = quarters(hours, 250)
    asked = share(6)
    shift = ASKED_HOURS * ((asked < ASKED_OTHERWISE).astype(int) - (asked > 1 - ASKED_OTHERWISE))
    norm = np.where(want > 0, np.maximum(quarters(np.maximum(hours + shift, 1), 250), 4), 0)
    skill = known.get("skill", np.floor(10 * share(7)))
    chores = np.asarray(CHORES_HOURS)[sex] + CHORES_VARY_HOURS * bell(ids, seed, 8)
    eldest = np.maximum.reduceat(band, np.flatnonzero(begins))
    first = ids[begins]
    small = (uniform(first, seed, 9) < np.asarray(SMALL_CHILD)[eldest]).astype(int)
    school = (uniform(first, seed, 10) < np.asarray(SCHOOL_CHILD)[eldest]).astype(int)
    for name, drawn in (("small_children", small), ("school_children", school)):
        if name in known:
            drawn[:] = np.maximum.reduceat(known[name], np.flatnonzero(begins)).astype(int)
    frail_here = np.add.reduceat(homes.frail.astype(int), np.flatnonzero(begins))
    need = np.zeros(size, np.uint16)
    need[begins] = 4 * (np.stack([small, school, frail_here], axis=1) @ np.asarray(NEEDS_HOURS))
    alone = np.bincount(household)[household] == 1
    return People(
        ids=ids,
        household=household.astype(np.int32),
        neighbourhood=neighbourhood.astype(np.int32),
        band=band,
        sex=sex,
        skill=skill.astype(np.uint8),
        want=want,
        norm=norm.astype(np.uint8),
        chores=quarters(chores, 112),
        willing=np.where(homes.frail == 1, 0, np.rint(256 * np.asarray(WILLING)[sex]).clip(0, 255)).astype(np.uint8),
        threshold=(2 + np.floor(THRESHOLDS * share(11))).astype(np.uint8),
        gift=np.floor(len(KINDS) * share(12)).astype(np.uint8),
        wish=(1 + np.floor((len(KINDS) - 1) * share(13))).astype(np.uint8),
        asks=(2 + 4 * alone + np.floor(4 * share(14))).astype(np.uint8),
        volunteer=((share(15) < VOLUNTEERS) & (homes.frail == 0)).astype(np.uint8),
        striving=(share(16) < 0.3).astype(np.uint8),
        jobless=((want > 0) & (share(17) < JOBLESS)).astype(np.uint8),
        frail=homes.frail,
        need=need,
    )


#: What a list of people must say, and what else it may; a household's children stand on any of its rows.
MUST = ("household", "age", "sex")
MAY = ("neighbourhood", "hours_wanted", "skill", "frail", "small_children", "school_children")
_SEXES = {"f": WOMEN, "female": WOMEN, "woman": WOMEN, "m": MEN, "male": MEN, "man": MEN}


def from_csv(path: Path | str, *, seed: int) -> People:
    """People from a list with a heading line: `household,age,sex` and what else is known; the rest is drawn.

    Ages in years, sex female or male, `hours_wanted` a week, `skill` a tenth 0 to 9, `frail` 1 for who needs help with
    daily living and 0 for others, children as whole numbers. A column left out is drawn; one that is there is filled in
    for every adult.
    Adults only: who is younger than 16 counts as a child of the household. PeopleError names row and field.
    """
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        rows.fieldnames = titles
        if missing := [name for name in MUST if name not in titles]:
            raise PeopleError(f"The list has no column {', '.join(missing)}. Its first line names its columns.")
        read = [_one(number, row) for number, row in enumerate(rows, 2)]
    adults = [row for row in read if row["age"] >= BANDS[0]]
    if not adults:
        raise PeopleError(f"The list has nobody aged {BANDS[0]} or older.")
    where: dict[str, float] = {}
    for number, row in enumerate(read, 2):
        here = row.get("neighbourhood")
        if here is not None and where.setdefault(row["household"], here) != here:
            before = where[row["household"]]
            raise PeopleError(
                f"Row {number}, neighbourhood: household {row['household']} is in {here:g}, and in {before:g} before."
            )
    names = {name: place for place, name in enumerate(dict.fromkeys(row["household"] for row in read))}
    children = {"small_children": dict.fromkeys(names, 0), "school_children": dict.fromkeys(names, 0)}
    for row in read:
        if row["age"] < BANDS[0]:
            children["small_children" if row["age"] < 5 else "school_children"][row["household"]] += 1
    known: dict[str, NDArray[np.float64]] = {}
    for name in MAY:
        if name in titles:
            known[name] = np.array([float(row[name]) for row in adults])
        elif name in children and len(adults) < len(read):
            known[name] = np.array([float(children[name][row["household"]]) for row in adults])
    ages = np.array([row["age"] for row in adults])
    band = (np.searchsorted(BANDS, ages, side="right") - 1).astype(np.uint8)
    ids = np.arange(len(adults), dtype=np.uint32)
    drawn = (band == len(BANDS) - 1) & (uniform(ids, seed, 1) < FRAIL)
    frail = (known.pop("frail") >= 1 if "frail" in known else drawn).astype(np.uint8)
    home = np.array([names[row["household"]] for row in adults])
    sex = np.array([row["sex"] for row in adults], np.uint8)
    return _settled(_Homes(ids, home, band, sex, frail), seed, known)


def _years(text: str | None) -> float:
    """An age, or infinity where it is none: that is said of the row where its turn comes."""
    try:
        return float(text or "")
    except ValueError:
        return float("inf")


#: Where a number of a list may lie.
LIMITS = {
    "age": (0, 120),
    "hours_wanted": (0, 62.5),
    "skill": (0, 9),
    "frail": (0, 1),
    "small_children": (0, 9),
    "school_children": (0, 9),
    "neighbourhood": (0, 10**6),
}


def _one(number: int, row: Mapping[str, str | None]) -> dict[str, Any]:
    """One row, with every number in its place; PeopleError otherwise."""
    said: dict[str, Any] = {}
    is_child = _years(row.get("age")) < BANDS[0]
    for name, given in row.items():
        text = (given or "").strip()
        if is_child and not text and name in MAY:
            continue
        if name == "household":
            if not text:
                raise PeopleError(f"Row {number}, household: empty. Give each household a name or number of its own.")
            said[name] = text
        elif name == "sex":
            if text.lower() not in _SEXES:
                raise PeopleError(f"Row {number}, sex: “{text}”. Write female or male; the diaries know no more.")
            said[name] = _SEXES[text.lower()]
        elif name in LIMITS:
            low, high = LIMITS[name]
            try:
                said[name] = float(text)
            except ValueError:
                raise PeopleError(f"Row {number}, {name}: “{text}” is not a number.") from None
            if not low <= said[name] <= high:
                raise PeopleError(f"Row {number}, {name}: {text} is not between {low} and {high}.")
    return said
