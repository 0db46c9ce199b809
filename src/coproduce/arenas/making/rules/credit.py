"""Whom a thing comes from, through every generation of forks: credit travels with the work, and nobody drops out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.core.arena import told_as


@dataclass(frozen=True, slots=True)
class Work:
    """A design: who made it or helped on it, first to last, and what it was made from."""

    name: str
    people: tuple[str, ...]
    made_from: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """A work that counts towards another, and its people; generation 0 is the work itself, 1 what it was made from."""

    generation: int
    work: str
    people: tuple[str, ...]
    licence: str = ""


def credited(name: str, works: Iterable[Work | Mapping[str, Any]]) -> tuple[Credit, ...]:
    """Every work one comes from, the nearest first, each once and by its shortest way. MakingError for a circle, and
    for two works with one name: the people of one would drop out.

    >>> works = [Work("stool", ("Ana",)), Work("chair", ("Ben", "Ana"), ("stool",))]
    >>> works.append(Work("bench", ("Cleo",), ("chair",)))
    >>> [(one.generation, one.work, one.people) for one in credited("bench", works)]
    [(0, 'bench', ('Cleo',)), (1, 'chair', ('Ben', 'Ana')), (2, 'stool', ('Ana',))]
    """
    of: dict[str, Work] = {}
    for one in (told_as(Work, work) for work in works):
        if of.setdefault(one.name, one) != one:
            raise MakingError("TWICE", "works", f"Two works are called {one.name}: give one of them another name.")
    found: list[Credit] = []
    seen, now, generation = {name}, [name], 0
    while now:
        following: list[str] = []
        for each in sorted(now):
            if each not in of:
                raise MakingError("NOT_THERE", "made_from", f"Nothing is known of {each}: say who made it.")
            one = of[each]
            found.append(Credit(generation, each, tuple(dict.fromkeys(one.people)), one.licence))
            for before in one.made_from:
                if before not in seen:
                    seen.add(before)
                    following.append(before)
        now, generation = following, generation + 1
    _no_circle(name, of)
    return tuple(found)


def people_of(credits: Iterable[Credit]) -> tuple[str, ...]:
    """Everybody who is to be named, each once, the nearest first.

    >>> people_of([Credit(0, "bench", ("Cleo", "Ana")), Credit(1, "chair", ("Ben", "Ana"))])
    ('Cleo', 'Ana', 'Ben')
    """
    return tuple(dict.fromkeys(person for one in credits for person in one.people))


def attribution(name: str, works: Iterable[Work | Mapping[str, Any]]) -> str:
    """The page of names that goes along with a thing: each work, who made it, under which licence.

    >>> print(attribution("chair", [Work("stool", ("Ana",), (), "MIT"), Work("chair", ("Ben",), ("stool",), "MIT")]))
    chair, by Ben. MIT
      made from stool, by Ana. MIT
    """
    lines = []
    for one in credited(name, works):
        begins = "  " * one.generation + ("made from " if one.generation else "")
        by = ", ".join(one.people) or "nobody named"
        lines.append(f"{begins}{one.work}, by {by}. {one.licence or 'No licence: all rights reserved'}")
    return "\n".join(lines)


def _no_circle(name: str, of: Mapping[str, Work]) -> None:
    """Depth first and without recursion: a line of forks may be long."""
    # A dict keeps the order of the way, and answers at once whether somebody is on it.
    way, left, clear = {name: None}, [iter(of[name].made_from)], set[str]()
    while way:
        before = next(left[-1], None)
        if before is None:
            clear.add(way.popitem()[0])
            left.pop()
        elif before in way:
            names = list(way)
            circle = " → ".join([*names[names.index(before) :], before])
            raise MakingError("CIRCLE", "made_from", f"A work cannot come from itself: {circle}.")
        elif before not in clear:
            way[before] = None
            left.append(iter(of[before].made_from))
