"""Who may become a visitor: what is heard, looked at, learnt and shadowed before a first visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coproduce.core.arena import told_as

REFERENCES, MODULES = 2, ("listening", "keeping safe", "what we do not do")


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is known of somebody who would visit: good words heard, modules learnt, whom they went along with."""

    references: int = 0
    modules: frozenset[str] = frozenset()
    shadowed_on: date | None = None
    supervisor: bool = False
    has_check: bool = False


def missing(told: Visitor | Mapping[str, Any]) -> tuple[str, ...]:
    """What is still to be done before they visit, in the order it is done; nothing when they may.

    >>> missing(Visitor(2, frozenset(MODULES), date(2026, 11, 1), True, True))
    ()
    >>> missing(Visitor(references=1))
    ('references', 'check', 'training', 'shadowing', 'supervisor')
    """
    one = told_as(Visitor, told)
    steps = (
        ("references", one.references >= REFERENCES),
        ("check", one.has_check),
        ("training", frozenset(MODULES) <= frozenset(one.modules)),
        ("shadowing", one.shadowed_on is not None),
        ("supervisor", one.supervisor),
    )
    return tuple(step for step, is_done in steps if not is_done)
