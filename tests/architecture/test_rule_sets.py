"""Rule sets of every arena say where they come from, in names that say their unit, and the arena's rules take them."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest

from coproduce.community.base.rooms import arenas
from coproduce.community.people.rule_sets.queries import rule_sets_of
from coproduce.core.arena import Arena
from coproduce.core.rule_sets import RuleSet, in_force, leaves

#: What a number counts: the last word of its name, or the word before what it is given `by`.
UNITS = {
    "minutes", "hours", "days", "weeks", "months", "years", "people", "adults", "children", "homes", "times", "share",
    "percent", "kw", "kwh", "wh", "grams", "kg", "metres", "pence", "pounds", "cents", "euros", "minor", "age",
    "hour", "generation", "lessons", "offs", "kmh", "mm", "celsius", "litres", "pa",
}  # fmt: skip


def faults(one: RuleSet[Any]) -> Iterator[str]:
    """What a set does not say."""
    if "verify locally" not in one.note.lower():
        yield "its note says to verify locally"
    for leaf in leaves(one.values):
        name = next(step for step in reversed(leaf.path) if step not in leaf.keys and not step.isdecimal())
        if leaf.kind in (int, Decimal, Fraction) and name.partition("_by_")[0].rpartition("_")[2] not in UNITS:
            yield f"{name} says its unit"
        if leaf.says.label == name:
            yield f"{name} says what people call it"


@pytest.mark.parametrize("arena", [one for one in arenas() if one.rules], ids=lambda one: one.slug)
def test_rules_of_an_arena_are_data(arena: Arena) -> None:
    sets = rule_sets_of(arena.slug)
    assert sets, "it has a rule set to begin with"
    for one in sets:
        assert not list(faults(one)), (one.slug, one.version)
    assert in_force(sets, sets[0].slug, date(2001, 1, 1)), "a community can begin with the first on any day"
    taken = inspect.signature(import_module(arena.rules).may_record).parameters["rules"]
    assert taken.default == sets[0].values, "who says nothing is judged by the first"


@dataclass(frozen=True)
class Nameless:
    longest: int = 3


def test_a_planted_fault_is_seen() -> None:
    good = RuleSet("planted", 1, "Planted", date(2000, 1, 1), None, "a book", "Verify locally.", Nameless())
    assert list(faults(good)) == ["longest says its unit", "longest says what people call it"]
    assert "its note says to verify locally" in list(faults(replace(good, note="Sure.")))
