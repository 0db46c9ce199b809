"""How far accounts may go, by the rules a community counts by. An arena says it in `limits` of its rules; reading only.

Of several arenas that limit one unit, the first of the house counts: an account is one, whatever it was given in.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import Any

from coproduce.community.people.rule_sets.queries import Book, counted
from coproduce.core.arena import Arena
from coproduce.core.journal import Limit


def limit_of(book: Book, unit: str, on: date) -> Limit:
    """How far a member's account in this unit may go on that day; no limit where no rules say so."""
    limits = (_limits(arena, book.rules(arena.slug, on)).get(unit, Limit()) for arena in counted(book))
    return next((limit for limit in limits if limit != Limit()), Limit())


def limits_until(book: Book, unit: str, on: date) -> set[Limit]:
    """Every limit the rules of this community gave accounts in this unit up to that day; no limit is one of them."""
    return {Limit(), *(limit for code, limit in _every_limit(book, on) if code == unit)}


def units_limited(book: Book, on: date) -> list[str]:
    """The units whose accounts the rules of this community ever spoke of, up to that day."""
    return sorted({code for code, _ in _every_limit(book, on)})


def _every_limit(book: Book, on: date) -> Iterator[tuple[str, Limit]]:
    for arena in counted(book):
        for choice in book.all(arena.slug):
            if choice.from_on <= on:
                yield from _limits(arena, choice.rule_set.values).items()


def _limits(arena: Arena, values: Any) -> Mapping[str, Limit]:
    limits = getattr(import_module(arena.rules), "limits", None) if arena.rules else None
    found: Mapping[str, Limit] = limits(values) if limits else {}
    return found
