"""Who looks to whom, and when each took something up: read from lists and old studies, with what did not fit counted.

A tie leads from who named somebody to whom they named; a person's exposure is how many of those they named had taken
it up in an earlier period.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coproduce.economy.draws import uniform

Places = NDArray[np.int64]

#: How often adoption is dealt out anew to see what exposure chance alone would bring.
DEALS = 199


class UptakeError(ValueError):
    """A study that cannot be read: says which row and field, and what to write."""


@dataclass(frozen=True, slots=True)
class Uptake:
    """One row a person: `adoption` is the period, 1 to `periods`, or 0 for never; `groups` are whole numbers from 0.

    `ties[tie] = (who, whom)`, places, int64: none with oneself, none twice. `named` counts all that was said;
    of it `dangling` led to nobody in the study, `own` to oneself, `repeated` to somebody already named.
    """

    ties: Places
    adoption: Places
    groups: Places
    periods: int
    named: int
    dangling: int = 0
    own: int = 0
    repeated: int = 0

    @classmethod
    def of(
        cls,
        people: int,
        ties: ArrayLike,
        adoption: ArrayLike,
        groups: ArrayLike | None = None,
        *,
        periods: int | None = None,
    ) -> "Uptake":
        """From arrays. A tie with a negative end is dangling. `periods` may go on after the last adoption.

        UptakeError where lengths differ, a tie leads beyond the people, or a period lies outside.
        """
        pairs, when = np.asarray(ties, np.int64).reshape(-1, 2), np.asarray(adoption, np.int64)
        group = np.zeros(people, np.int64) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
        if when.shape != (people,) or group.shape != (people,):
            raise UptakeError(f"There are {people} people, {when.size} periods of adoption and {group.size} groups.")
        last = int(when.max(initial=0)) if periods is None else periods
        if ((when < 0) | (when > last)).any():
            raise UptakeError(f"A person adopts in a period from 1 to {last}, or never (0).")
        if (pairs >= people).any():
            raise UptakeError(f"A tie leads to {pairs.max()}; places go from 0 to {people - 1}.")
        dangling, own = (pairs < 0).any(axis=1), pairs[:, 0] == pairs[:, 1]
        kept = pairs[~dangling & ~own]
        once = np.unique(kept, axis=0)
        return cls(
            once, when, group.astype(np.int64), last, len(pairs),
            int(dangling.sum()), int((own & ~dangling).sum()), len(kept) - len(once),
        )  # fmt: skip

    @property
    def people(self) -> int:
        return len(self.adoption)

    def degrees(self) -> Places:
        """How many each person named."""
        return np.bincount(self.ties[:, 0], minlength=self.people)

    def exposure(self) -> Places:
        """`[person, period]`, periods from 0: how many of those they named had taken it up before."""
        who, whom = self.ties.T
        when = self.adoption[whom]
        shape = (self.people, self.periods + 2)
        place = (who * shape[1] + when + 1)[when > 0]
        added = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
        counted: Places = np.cumsum(added, axis=1)[:, :-1]
        return counted

    def chance(self, *, seed: int, deals: int = DEALS) -> tuple[float, float, float]:
        """Ties an adopter had adopting before them: as seen, by chance, and how seldom chance brings as many.

        Adoption is dealt out anew among the people of each group, so each group keeps its curve and its ties.
        It shows that those tied adopt one after another. That one made the other do it, it does not show.
        """
        ids = np.arange(self.people)
        seats = np.argsort(self.groups, kind="stable")
        seen, by_chance = self._before(self.adoption), np.empty(deals)
        for deal in range(deals):
            dealt = np.empty_like(self.adoption)
            dealt[seats] = self.adoption[np.lexsort((uniform(ids, seed, deal), self.groups))]
            by_chance[deal] = self._before(dealt)
        return seen, float(by_chance.mean()), float((1 + (by_chance >= seen).sum()) / (1 + deals))

    def _before(self, adoption: Places) -> float:
        who, whom = adoption[self.ties].T
        return float(((whom > 0) & (whom < who)).sum() / max(1, (adoption > 0).sum()))


def read_uptake(ties: Path | str, adoption: Path | str) -> Uptake:
    """From two lists: ties `from,to` and adoption `id,time`; both may have `group`, where ids are of the group alone.

    `time` is a whole number, a year or a period, empty for never. UptakeError names row and field.
    """
    titles, rows = _rows(adoption, ("id", "time"))
    grouped, people, when = "group" in titles, dict[tuple[str, str], int](), list[int | None]()
    of_group = grouped and "group" in _rows(ties, ("from", "to"))[0]
    groups = []
    for number, row in rows:
        key = (row["group"] if of_group else "", row["id"])
        if people.setdefault(key, len(people)) < len(when):
            raise UptakeError(f"Row {number}, id: {row['id']} stands there twice.")
        when.append(_number(row["time"], f"Row {number}, time") if row["time"] else None)
        groups.append(row["group"] if grouped else "")
    pairs = []
    for _, row in _rows(ties, ("from", "to"))[1]:
        group = row["group"] if of_group else ""
        pairs.append([people.get((group, row[end]), -1) for end in ("from", "to")])
    first = min((time for time in when if time is not None), default=1)
    periods = [0 if time is None else time - first + 1 for time in when]
    return Uptake.of(len(people), np.array(pairs, np.int64), periods, groups)


def read_study(path: Path | str, *, questions: Sequence[str] = ("net",)) -> Uptake:
    """One of netdiffuseR's three studies, or a file like them: `id`, `toa`, `city` or `village`, and whom each named.

    `questions` are beginnings of the columns of names (“net1” alone: friends, say). The last period stands for
    never, nobody adopted in it; 0 and empty name nobody; ids are of the group alone. UptakeError names row and field.
    """
    titles, rows = _rows(path, ("id", "toa"))
    group = next((name for name in ("city", "village") if name in titles), None)
    asked = [name for name in titles if re.fullmatch(rf"({'|'.join(map(re.escape, questions))})\d*(_\d+)?", name)]
    if group is None or not asked:
        raise UptakeError("The study has no column city or village, or none of whom people named.")
    people, when, groups, said = dict[tuple[str, int], int](), list[int](), list[str](), list[tuple[int, str, int]]()
    for number, row in rows:
        one = _number(row["id"], f"Row {number}, id")
        if people.setdefault((row[group], one), len(people)) < len(when):
            raise UptakeError(f"Row {number}, id: {one} stands twice in {group} {row[group]}.")
        when.append(_number(row["toa"], f"Row {number}, toa"))
        groups.append(row[group])
        named = (_number(row[name], f"Row {number}, {name}") for name in asked if row[name])
        said += [(len(when) - 1, row[group], other) for other in named if other]
    never = max(when, default=1)
    pairs = np.array([(place, people.get((of, other), -1)) for place, of, other in said], np.int64)
    return Uptake.of(len(when), pairs, [time % never for time in when], groups, periods=never - 1)


def _rows(path: Path | str, needed: Sequence[str]) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Titles, and rows with their number, stripped."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        rows.fieldnames = titles
        if missing := [name for name in needed if name not in titles]:
            raise UptakeError(
                f"{Path(path).name} has no column {', '.join(missing)}. Its first line names its columns."
            )
        read = [{name: (row[name] or "").strip() for name in titles} for row in rows]
    return titles, iter(enumerate(read, 2))


def _number(text: str, where: str) -> int:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number < 0 or number != int(number):
        raise UptakeError(f"{where}: “{text}” is not a whole number, 0 or more.")
    return int(number)
