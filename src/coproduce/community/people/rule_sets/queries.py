"""By which rules a community counts on a day: those it chose, else the set the house ships first.

What a community never chose does not change by itself: the shipped set stands in the version its source held for on
the day the community began. Reading only; the room of decisions writes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import Any
from uuid import UUID

from coproduce.community.base.rooms import arenas
from coproduce.community.people.models import Community
from coproduce.core.arena import Arena
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, RuleSetError, in_force, values_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule set, the community's own changes in it, since when it counts, by which decision, and who wrote it down.

    What nobody chose has no id, no decision and nobody.
    """

    arena: str
    rule_set: RuleSet[Any]
    from_on: date
    id: UUID | None = None
    changed: Mapping[str, Any] | None = None
    decision: str = ""
    decision_id: UUID | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """Every choice of one community, the latest first, read at once."""

    since_on: date
    time_zone: str
    arenas: tuple[str, ...]
    choices: tuple[Choice, ...]

    def on(self, arena: str, day: date) -> Choice | None:
        """What counts in an arena on that day; None where it has no rule sets."""
        for choice in self.choices:
            if choice.arena == arena and choice.from_on <= day:
                return choice
        return _shipped(arena, self.since_on)

    def rules(self, arena: str, day: date) -> Any:
        """The values that count on that day, as the arena's dataclass; None where it has no rule sets."""
        choice = self.on(arena, day)
        return choice and choice.rule_set.values

    def all(self, arena: str) -> tuple[Choice, ...]:
        """Every choice in an arena, coming ones too, the latest first, and what the community began with."""
        chosen = tuple(choice for choice in self.choices if choice.arena == arena)
        first = _shipped(arena, self.since_on)
        return (*chosen, first) if first else chosen


@cache
def _shipped(arena: str, since_on: date) -> Choice | None:
    """What a community of that day began with, looked up once: a history asks for every row."""
    sets = rule_sets_of(arena)
    if not sets:
        return None
    return Choice(arena, in_force(sets, sets[0].slug, since_on) or sets[0], since_on)


def rules_of(community_id: int, arena: str, on: date) -> Any:
    """The values by which this community counts in an arena on that day; None where the arena has no rule sets."""
    return book_of(community_id).rules(arena, on)


_COLUMNS = ("arena", "rule_set", "version", "values", "changed", "from_on", "decision", "decision_id")


def book_of(community_id: int) -> Book:
    """Every choice of a community, in one query: for many rows of one day or of many, read it once.

    Of two choices for one day the later one counts. Raises Community.DoesNotExist for a number that is none.
    """
    found = list(
        Community.objects.filter(pk=community_id)
        .order_by("-chosen_rules__from_on", "-chosen_rules__pk")
        .values_list(
            "since_on", "time_zone", "arenas", "chosen_rules__public_id", "chosen_rules__chosen_by__name",
            *(f"chosen_rules__{name}" for name in _COLUMNS),
        )
    )  # fmt: skip
    if not found:
        raise Community.DoesNotExist
    since_on, time_zone, switched_on = found[0][:3]
    choices = (
        _choice(number, by, **dict(zip(_COLUMNS, row, strict=True))) for _, _, _, number, by, *row in found if number
    )
    return Book(since_on, time_zone, tuple(switched_on), tuple(filter(None, choices)))


@lru_cache
def _read(arena: str, values: str) -> Any:
    """Values as they were written down, read once: every verb of an arena begins by asking for them."""
    return values_of(json.loads(values), type(rule_sets_of(arena)[0].values))


def _choice(
    number: UUID,
    by: str,
    *,
    arena: str,
    rule_set: str,
    version: int,
    from_on: date,
    decision: str,
    decision_id: UUID,
    **said: Any,
) -> Choice | None:
    """A choice as it was written down; None when its arena is no longer in the house. Its values never change."""
    sets = rule_sets_of(arena)
    if not sets:
        return None
    values = _read(arena, json.dumps(said["values"]))
    if isinstance(values, Refusal):
        raise RuleSetError(f"{rule_set} {version}, {values.field}: {values.sentence}")
    shipped = next((one for one in sets if (one.slug, one.version) == (rule_set, version)), None)
    found = shipped or RuleSet(rule_set, version, rule_set, from_on, None, "", "", values)
    return Choice(arena, replace(found, values=values), from_on, number, said["changed"], decision, decision_id, by)


@cache
def rule_sets_of(arena: str) -> tuple[RuleSet[Any], ...]:
    """The sets an arena ships, the one a community starts with first; none for an arena without."""
    declared = next((one.rule_sets for one in arenas() if one.slug == arena), "")
    module, _, name = declared.rpartition(".")
    sets: tuple[RuleSet[Any], ...] = getattr(import_module(module), name) if module else ()
    return sets


def counted(book: Book) -> tuple[Arena, ...]:
    """The arenas this community has switched on that have rule sets, in the order of the house."""
    return tuple(one for one in arenas() if one.slug in book.arenas and rule_sets_of(one.slug))
