"""A rule set in plain words, in the language of whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from coproduce.core.quantity import HOURS
from coproduce.core.rule_sets import Leaf, RuleSet, leaves


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what it is called, what it is, and a hint."""

    label: str
    says: str
    hint: str


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that would be another: what it says now, and what it would say."""

    label: str
    now: str
    then: str


def lines(rule_set: RuleSet[Any]) -> list[Line]:
    """Every rule of a set, in the order of the arena."""
    return [
        Line(called(leaf), value_in_words(leaf), _(leaf.says.hint) if leaf.says.hint else "")
        for leaf in leaves(rule_set.values)
    ]


def changes(now: RuleSet[Any], then: RuleSet[Any]) -> list[Change]:
    """The rules that differ between two sets of one arena."""
    before = {leaf.path: leaf for leaf in leaves(now.values)}
    after = {leaf.path: leaf for leaf in leaves(then.values)}
    return [
        Change(called(leaf), _shown(before.get(path)), _shown(after.get(path)))
        for path, leaf in (before | after).items()
        if _shown(before.get(path)) != _shown(after.get(path))
    ]


def changed_in_words(rule_set: RuleSet[Any], names: Iterable[str]) -> list[Line]:
    """The rules of these names alone: what a community says otherwise than the set it copied."""
    wanted = set(names)
    return [
        line
        for leaf, line in zip(leaves(rule_set.values), lines(rule_set), strict=True)
        if leaf.path[0] in wanted
    ]  # fmt: skip


def called(leaf: Leaf) -> str:
    """What a rule is called; of several in a mapping or a list, with the key or the place."""
    return " · ".join((_(leaf.says.label), *leaf.keys))


def value_in_words(leaf: Leaf) -> str:
    """What a rule says: a time as people say it, a number with its unit, a choice by its sentence."""
    value = leaf.value
    if value is None:
        return _(leaf.says.none)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, str):
        return _(leaf.says.choices.get(value, value)) if value else _("Nothing")
    if isinstance(value, int):
        return _with_unit(value, leaf.unit)
    return str(value)


def _with_unit(number: int, unit: str) -> str:
    if unit == "minutes":
        return str(HOURS(number))
    said = {"number": number}
    if unit == "hours":
        return ngettext("%(number)s hour", "%(number)s hours", number) % said
    if unit == "days":
        return ngettext("%(number)s day", "%(number)s days", number) % said
    if unit == "weeks":
        return ngettext("%(number)s week", "%(number)s weeks", number) % said
    if unit == "months":
        return ngettext("%(number)s month", "%(number)s months", number) % said
    if unit == "years":
        return ngettext("%(number)s year", "%(number)s years", number) % said
    return str(number)


def _shown(leaf: Leaf | None) -> str:
    return value_in_words(leaf) if leaf else "–"
