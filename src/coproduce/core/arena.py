"""What an arena, or a room every arena shares, declares about itself.

A declaration only: names, and dotted names of verbs that are resolved once the
applications are ready. Everything that can be derived from it is derived from
it: address, menu, API, command group, policy walk, docs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from coproduce.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Arena:
    """One folder of rules with its own nouns, verbs, pages and ask.

    `verbs` are dotted names of actions; `units` are codes of the units it
    recognises help in; `roles` are those it adds to the community's own; `ask`
    is the sentence with which whoever was helped is asked back; `rules` is the
    dotted name of its pure module, whose `may_record(help, today)` and
    `credits(help)` say what may be recognised, and with how much for the giver
    and the receiver: `pot` is the community's account that what neither of them
    is asked for comes out of. `rule_sets` is the dotted name of a tuple of
    RuleSet, the one a community starts with first: then `may_record` also takes
    a community's own values as `rules`, and `limits(rules)`, where there is one,
    says how far accounts may go by unit.
    Of its `roles`, those `earned` come by verbs of its own and are given by nobody
    by hand; those of whoever is only `looked_after` open nothing of others'.
    `hours_at` is the name of a page, where one and the same hour is more than a
    number: what came of its threads is said there and by its own verbs alone, and
    nobody is asked whether something belongs to it. Where nothing `in_threads` belongs to it, its own verbs bring
    people together; `where_named`, what belongs to it is named so, and of nothing else is anybody asked. `came_at`
    is the name of a page where its own verbs say who came to its occasions.
    """

    slug: str
    name: str
    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    earned: tuple[str, ...] = ()
    looked_after: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    ask: str = ""
    rules: str = ""
    rule_sets: str = ""
    pot: str = ""
    hours_at: str = ""
    in_threads: bool = True
    where_named: bool = False
    came_at: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """What one did for another, as someone tells it. `giver` and `receiver` are any ids that tell them apart."""

    giver: object
    receiver: object
    time: Quantity
    done_on: date


Kind = TypeVar("Kind")


def told_as(kind: type[Kind], said: "Kind | Mapping[str, Any]") -> Kind:
    """What a rule was told: the dataclass itself, or a plain mapping with its names. TypeError for other names.

    >>> told_as(Room, {"slug": "people", "name": "People"}).name
    'People'
    """
    return kind(**said) if isinstance(said, Mapping) else said


@dataclass(frozen=True, slots=True)
class Room:
    """A community application: nouns and verbs that every arena shares."""

    slug: str
    name: str
    verbs: tuple[str, ...] = ()
