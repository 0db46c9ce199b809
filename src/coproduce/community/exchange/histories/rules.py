"""What may stand in the books a community brings along: help of before, and the hours members come with.

A history is facts: it may be older than the community, and the arena's rules hold for it as on the day it was done.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from coproduce.community.exchange.recognition import own_rules, rules_of
from coproduce.community.exchange.rules import LONGEST_CATEGORY, LONGEST_NAME, LONGEST_WORDS
from coproduce.community.people.rule_sets.queries import Book
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: The pure module of an arena, looked up once for all rows.
rules = cache(rules_of)

#: No time bank is older; a day before it is a slip of the keyboard.
EARLIEST = date(1970, 1, 1)

#: Hours nobody brings with them.
MOST_MINUTES = 100_000 * 60


@dataclass(frozen=True, slots=True)
class Happened:
    """One row of a history: who helped whom, for how long, on which day. `source_ref` is where the row came from."""

    arena: str
    giver: UUID
    receiver: UUID
    minutes: int
    done_on: date
    category: str
    source_ref: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The minutes a member brings with them on a day; fewer than none when they had been given more than they gave."""

    member: UUID
    minutes: int
    on: date
    source_ref: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows stand now that did not before, how many had been here already, and how many held no hours."""

    added: int
    known: int
    empty: int = 0


def may_have_happened(row: Happened, today: date, book: Book) -> Refusal | None:
    """None when this can stand in a history: by the rules of the day it was done; nothing is too old."""
    told, on = Help(row.giver, row.receiver, HOURS(row.minutes), row.done_on), min(today, row.done_on)
    fault: Refusal | None = rules(row.arena).may_record(told, on, **own_rules(book.rules(row.arena, on)))
    return (
        fault
        or _since_there_were_any(row.done_on, "done_on")
        or may_say(row.category, "category", LONGEST_CATEGORY, "Choose what kind of help it was.")
        or may_say(row.words, "words", LONGEST_WORDS)
        or may_say(row.source_ref, "source_ref", LONGEST_NAME, "Say where this row comes from, so that it counts once.")
    )


def may_open(row: Opening, today: date) -> Refusal | None:
    """None when a member may begin with these hours.

    >>> day = date(2026, 11, 17)
    >>> may_open(Opening(UUID(int=1), -90, day), day) is None
    True
    >>> may_open(Opening(UUID(int=1), 10**9, day), day).code
    'TOO_LARGE'
    """
    if abs(row.minutes) > MOST_MINUTES:
        return Refusal("TOO_LARGE", "Nobody brings so many hours: check the number, and what it counts.", "time")
    if row.on > today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "on")
    return _since_there_were_any(row.on, "on") or may_say(row.source_ref, "source_ref", LONGEST_NAME)


def _since_there_were_any(day: date, field: str) -> Refusal | None:
    if day < EARLIEST:
        return Refusal("TOO_OLD", "That is before there were time banks: check the year.", field)
    return None
