"""How simulated people make things: on Saturdays they design, fork, build, find what breaks, mend and look through.

Pure: what stands on an evening and a chance come in, intents go out. Whoever said yes to being asked back shows others
or mends a page; in the week the ring goes round as everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.making.behaviour.words import BROKE, DESIGNS, FORKS, MACHINES, WAYS, WENT
from coproduce.community.exchange.behaviour import Town, ask_once_a_week, go_round
from coproduce.core.intent import Evening, Intent
from coproduce.core.quantity import HOURS

#: Wednesdays people talk; on Saturdays they are in the shed.
EVENINGS = (2, 5)
SHED = 5

#: Something is built in a week or more, and what breaks shows soon after.
BUILT_AFTER, BREAKS_WITHIN = timedelta(days=7), timedelta(days=14)
MOST_FORKS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """A design: its name, who keeps it, and how its page reads now."""

    id: UUID
    name: str
    keeper: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Building:
    """Something begun or built: by whom, since when, and whether anything was found on it."""

    id: UUID
    who: UUID
    begun_on: date
    built_on: date | None
    has_defect: bool = False


@dataclass(frozen=True, slots=True)
class ToMend:
    """What was found and no change is handed in for."""

    id: UUID
    design: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits to be looked through."""

    id: UUID
    who: UUID


@dataclass(frozen=True, slots=True)
class Shed:
    """What the shed knows: designs, how many are forks, machines by name, builds, what is to be mended and waits."""

    designs: tuple[Seen, ...] = ()
    forks: int = 0
    machines: Mapping[str, UUID] = field(default_factory=dict)
    builds: tuple[Building, ...] = ()
    to_mend: tuple[ToMend, ...] = ()
    waiting: tuple[Waiting, ...] = ()


def evening(town: Town, day: date, chance: Random) -> list[Intent]:
    """What everybody means to do on one evening, in order. The same chance gives the same evening."""
    saying = Evening(town.people, chance)
    go_round(saying, replace(town, asks=()), WAYS, day)
    if day.weekday() != SHED:
        return saying.intents
    for ask in town.asks:
        ask_once_a_week(saying, ask, day)
    seen = town.own if isinstance(town.own, Shed) else Shed()
    able = [one.id for one in town.people if one.gives or one.id in town.willing]
    if able:
        _design(saying, seen, able)
        _fork(saying, seen, able)
        _build(saying, seen, able)
        _mend(saying, seen, able, [one for one in able if one in town.willing])
    _go_on_building(saying, seen, day)
    return saying.intents


def _design(saying: Evening, seen: Shed, able: list[UUID]) -> None:
    """Somebody puts a design there, and somebody says what they can make with: one of each at a time."""
    known = {one.name for one in seen.designs}
    if new := [one for one in DESIGNS if one["name"] not in known]:
        saying.speak("making.keep_design", saying.chance.choice(able), version="1.0.0", **new[0])
    if machines := [one for one in MACHINES if one["name"] not in seen.machines]:
        free = HOURS(60 * saying.chance.randint(1, 6))
        saying.speak("making.keep_machine", saying.chance.choice(able), free=free, **machines[0])


def _fork(saying: Evening, seen: Shed, able: list[UUID]) -> None:
    """Now and then somebody makes their own of one, and of a fork too."""
    if not seen.designs or seen.forks >= MOST_FORKS or saying.chance.random() > 0.3:
        return
    source, who = saying.chance.choice(seen.designs), saying.chance.choice(able)
    name = f"{source.name.partition(' ')[0]} {saying.chance.choice(FORKS)}"
    if all(one.name != name for one in seen.designs):
        saying.speak("making.fork_design", who, design=source.id, name=name)


def _build(saying: Evening, seen: Shed, able: list[UUID]) -> None:
    """Somebody begins to build what another designed; a few what is their own."""
    if not seen.designs or saying.chance.random() > 0.8:
        return
    design, who = saying.chance.choice(seen.designs), saying.chance.choice(able)
    if all(one.built_on or one.who != who for one in seen.builds):
        saying.speak("making.begin_build", who, design=design.id)


def _go_on_building(saying: Evening, seen: Shed, day: date) -> None:
    """What was begun is built, and on some of it something is found to mend."""
    for one in seen.builds:
        if one.who not in saying.people:
            continue
        if one.built_on is None and day - one.begun_on >= BUILT_AFTER and saying.chance.random() < 0.6:
            saying.speak("making.finish_build", one.who, build=one.id, words=saying.chance.choice(WENT))
        elif one.built_on and not one.has_defect and saying.chance.random() < 0.2:
            saying.speak("making.report_defect", one.who, build=one.id, words=saying.chance.choice(BROKE)[0])


def _mend(saying: Evening, seen: Shed, able: list[UUID], willing: list[UUID]) -> None:
    """Whoever said yes when asked mends a page, mostly; and what waits is looked through by somebody else."""
    pages = {one.id: one for one in seen.designs}
    for found in seen.to_mend:
        if found.design not in pages or saying.chance.random() > 0.5:
            continue
        who = saying.chance.choice(willing or able)
        remedy = dict(BROKE).get(found.words, "Look twice here.")
        words = f"{pages[found.design].words}\n\n{remedy}".strip()
        saying.speak("making.mend_page", who, design=found.design, words=words, why=found.words[:200], defect=found.id)
    for change in seen.waiting:
        others = [one for one in able if one != change.who]
        if others and saying.chance.random() < 0.7:
            saying.speak("making.look_through", saying.chance.choice(others), change=change.id)
