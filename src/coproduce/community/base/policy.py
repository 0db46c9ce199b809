"""Who may do what: frozen rows, deny by default, the same for every mouth.

Each room lists its rows in its own `policy.py`; there is no table to edit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from coproduce.community.base.actor import Actor

Relation = Literal["own", "same community", "any"]
Result = Literal["allow", "mask", "deny"]

#: What a wider relation covers: who may act on anyone here may act on themselves.
COVERS: dict[Relation, frozenset[Relation]] = {
    "own": frozenset({"own"}),
    "same community": frozenset({"own", "same community"}),
    "any": frozenset({"own", "same community", "any"}),
}

#: Roles a community gives its members; an arena may add its own, `operator` is an installation right.
ROLES = ("member", "broker", "link worker", "treasurer", "safeguarding lead", "commissioner", "researcher", "auditor")


@dataclass(frozen=True, slots=True)
class Row:
    """`role` may do `verb` to what stands in `relation` to them. `why` is for the reference page."""

    verb: str
    role: str
    relation: Relation = "same community"
    result: Result = "allow"
    why: str = ""


def rule_on(actor: Actor, verb: str, relation: Relation = "same community") -> Result:
    """What the rows say. Of several roles the most generous counts, but a `deny` row always wins.

    In an arena that the actor's community has not switched on, nobody may do anything; for another, nobody does what
    is not named.
    """
    if actor.helped_by is not None and verb not in by_helper():
        return "deny"
    room = verb.partition(".")[0]
    if room not in actor.arenas and room in _arenas():
        return "deny"
    found = {
        row.result for role in actor.roles for row in _rows().get((verb, role), ()) if relation in COVERS[row.relation]
    }
    for result in ("deny", "allow", "mask"):
        if result in found:
            return result
    return "deny"


def towards(actor: Actor, agent_id: int) -> Relation:
    """In which relation an agent of the actor's own community stands to them."""
    return "own" if agent_id == actor.agent_id else "same community"


def may(actor: Actor, verb: str, relation: Relation = "same community") -> bool:
    """Whether the actor may do this in full."""
    return rule_on(actor, verb, relation) == "allow"


def every_row() -> Iterable[Row]:
    """All rows of all rooms, in the order of the rooms."""
    return (row for rows in _rows().values() for row in rows)


@cache
def by_helper() -> Mapping[str, str]:
    """What a trusted helper may do for a member, and the sentence they read of it; none where it was only read."""
    return _named("BY_HELPER")


@cache
def by_no_helper() -> Mapping[str, str]:
    """What members do themselves and no helper for them, with the reason."""
    return _named("BY_NO_HELPER")


def _named(what: str) -> Mapping[str, str]:
    """What the policies of all rooms say of verbs under one name."""
    from coproduce.community.base import rooms

    named: dict[str, str] = {}
    for room in rooms.with_file("policy"):
        named |= getattr(room, what, {})
    return named


@cache
def _arenas() -> frozenset[str]:
    from coproduce.community.base import rooms

    return frozenset(arena.slug for arena in rooms.arenas())


@cache
def _rows() -> dict[tuple[str, str], tuple[Row, ...]]:
    from coproduce.community.base import rooms

    table: dict[tuple[str, str], tuple[Row, ...]] = {}
    for room in rooms.with_file("policy"):
        for row in room.ROWS:
            table[row.verb, row.role] = (*table.get((row.verb, row.role), ()), row)
    return table
