"""Who near makes which part of something, over several places, and why not where nobody does.

The rarest way of making is placed first. Whoever is on the plan already comes before the others, so that few are asked
and little is carried; then whoever is nearest; among machines of one maker the one in which it lies plainest. Everybody
has the time they say they have, and no more. It is a plan to talk about: nobody has said yes to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.fitting import WAYS, Laid, Machine, Part
from coproduce.arenas.making.rules.kernels.matching import Flags, Machines
from coproduce.arenas.making.rules.numbers import Measure, Number, not_negative, positive
from coproduce.arenas.making.rules.processes import process
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Maker:
    """A place where people make things: its machines, how far it is, and for how many minutes they are free.

    No distance is not known, and comes last; no minutes is no limit said.
    """

    name: str
    machines: Sequence[Machine | Mapping[str, Any]]
    metres: int | None = None
    free_minutes: Number | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """So many of a part at one maker, on which machine, laid how (None needs no box), in how many minutes."""

    part: str
    maker: str
    machine: str
    quantity: Fraction
    minutes: Fraction
    laid: Laid | None


@dataclass(frozen=True, slots=True)
class Missing:
    """So many of a part that nobody makes, and each reason once: of the first machine, and of how many."""

    part: str
    quantity: Fraction
    why_not: tuple[tuple[Refusal, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who makes what, and what is missing. `makers` is how many are asked."""

    jobs: tuple[Job, ...]
    missing: tuple[Missing, ...]

    @property
    def makers(self) -> int:
        """How many places are asked."""
        return len({job.maker for job in self.jobs})


def plan(
    parts: Iterable[Part | Mapping[str, Any]], makers: Iterable[Maker | Mapping[str, Any]], clearance_mm: Measure = 0
) -> Plan:
    """Who makes how many of each part. What is placed fits its machine and is done in the time its maker has.

    MakingError for minutes or metres below nothing, and for two makers with one name.

    >>> ana = Maker("Ana", [Machine("printer", "FDM", (), (200, 200, 200))], 400, 60)
    >>> ben = Maker("Ben", [Machine("big printer", "FDM", (), (400, 400, 400)), Machine("saw", "sawing")], 900, 600)
    >>> found = plan([Part("knob", "3D printing", "", (30, 30, 30), quantity=5, minutes=20), Part("leg", "sawing"),
    ...               Part("seat", "sewing")], [ana, ben])
    >>> [(job.part, job.maker, int(job.quantity), job.laid) for job in found.jobs]
    [('knob', 'Ben', 5, 'straight'), ('leg', 'Ben', 1, None)]
    >>> [(one.part, one.why_not[0][0].code) for one in found.missing]
    [('seat', 'OTHER_PROCESS')]
    """
    return _Planning(
        [told_as(Part, part) for part in parts], [told_as(Maker, maker) for maker in makers], clearance_mm
    ).made()


class _Planning:
    """One plan in the making: who is on it, and how much time each has left."""

    def __init__(self, parts: Sequence[Part], makers: Sequence[Maker], clearance_mm: Measure) -> None:
        self.makers = sorted(makers, key=lambda one: (one.metres is None, one.metres or 0, one.name))
        if len({one.name for one in makers}) < len(self.makers):
            raise MakingError("TWICE", "makers", "Two makers have one name: give one of them another.")
        for one in makers:
            not_negative(one.metres or 0, "metres")
        self.parts = parts
        self.machines = Machines(
            [(place, told_as(Machine, one)) for place, maker in enumerate(self.makers) for one in maker.machines],
            clearance_mm,
        )
        self.left: list[Fraction | None] = [
            None if one.free_minutes is None else not_negative(one.free_minutes, "free_minutes") for one in self.makers
        ]
        self.has_time = np.ones(len(self.makers), bool)
        self.is_asked = np.zeros(len(self.makers), bool)
        rows = [(kind, owner) for kind, having in enumerate(self.machines.having) for owner, _ in having]
        self.kind_of, self.owner_of = (np.array([row[side] for row in rows], int) for side in (0, 1))
        self.own: list[list[tuple[int, str]]] = [[] for _ in self.makers]
        for kind, having in enumerate(self.machines.having):
            for owner, name in having:
                self.own[owner].append((kind, name))
        self.jobs: dict[int, list[Job]] = {}
        self.missing: dict[int, Missing] = {}

    def made(self) -> Plan:
        for place in self._rarest_first():
            self._put(place, self.parts[place])
        places = range(len(self.parts))
        return Plan(
            tuple(job for place in places for job in self.jobs.get(place, ())),
            tuple(self.missing[place] for place in places if place in self.missing),
        )

    def _rarest_first(self) -> list[int]:
        """Parts by how many makers make anything their way, then in the order they are told."""
        ways = {process(part.process): part for part in self.parts}
        many = {way: len(self._owners(self.machines.of_way(part))) for way, part in ways.items()}
        return sorted(range(len(self.parts)), key=lambda place: (many[process(self.parts[place].process)], place))

    def _owners(self, kinds: Flags) -> Any:
        """Who has one of these kinds, the nearest first."""
        having = np.zeros(len(self.makers), bool)
        having[self.owner_of[kinds[self.kind_of]]] = True
        return np.flatnonzero(having)

    def _put(self, place: int, part: Part) -> None:
        wanted, each = positive(part.quantity, "quantity"), not_negative(part.minutes, "minutes")
        able = self.machines.of(part)
        left = self._spread(place, part, wanted, each, able.sure)
        is_able = able.sure
        if left and able.bold.any():
            bold = able.bold.copy()
            for kind in np.flatnonzero(able.bold):
                bold[kind] = self.machines.fits(part, int(kind)) is True
            left = self._spread(place, part, left, each, bold)
            is_able = is_able | bold
        if left:
            self.missing[place] = Missing(part.name, left, self._why_not(part, is_able))

    def _spread(self, place: int, part: Part, wanted: Fraction, each: Fraction, kinds: Flags) -> Fraction:
        """Give what is wanted to those who can, one after another; what is left is answered."""
        owners = self._owners(kinds)
        owners = owners[self.has_time[owners] | (each == 0)]
        while wanted and owners.size:
            first = int(owners[np.argmax(self.is_asked[owners])])
            owners = owners[owners != first]
            if number := self._takes(first, wanted, each):
                machine, how = self._plainest(part, first, kinds)
                self.jobs.setdefault(place, []).append(
                    Job(part.name, self.makers[first].name, machine, number, number * each, how)
                )
                self._use(first, number * each)
                wanted -= number
        return wanted

    def _takes(self, owner: int, wanted: Fraction, each: Fraction) -> Fraction:
        """How many of it they have time for: whole ones, where whole ones are wanted."""
        left = self.left[owner]
        if left is None or each == 0:
            return wanted
        can = left / each
        return min(wanted, Fraction(can.numerator // can.denominator) if wanted.denominator == 1 else can)

    def _use(self, owner: int, minutes: Fraction) -> None:
        self.is_asked[owner] = True
        left = self.left[owner]
        if left is not None:
            self.left[owner] = left - minutes
            self.has_time[owner] = left > minutes  # either way: with no minute left nothing more is taken

    def _plainest(self, part: Part, owner: int, kinds: Flags) -> tuple[str, Laid | None]:
        found = []
        for kind, name in self.own[owner]:
            if kinds[kind]:
                how = self.machines.laid(part, kind)
                found.append((WAYS.index(how) if how else -1, name, how))
        _, name, how = min(found, key=lambda one: one[:2])
        return name, how

    def _why_not(self, part: Part, is_able: Flags) -> tuple[tuple[Refusal, int], ...]:
        found = self.machines.why_not(part, is_able)
        busy = sum(len(self.machines.having[kind]) for kind in np.flatnonzero(is_able))
        if busy:
            found["NO_TIME"] = (
                Refusal(
                    "NO_TIME", "Whoever could make %(part)s has no more time for it.", "minutes", {"part": part.name}
                ),
                busy,
            )
        if not self.machines.kinds:
            found["NOBODY"] = Refusal("NOBODY", "Nobody near says what they can make with.", "makers"), 0
        return tuple(sorted(found.values(), key=lambda one: (one[1], one[0].code)))
