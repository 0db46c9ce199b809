"""Which tools and materials are in the store, who has which, and until when: read from the books."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coproduce.arenas.homes import ARENA
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.core.quantity import PIECES

Sides = Sequence[ledger.Side]

STOCKED, LENT, RETURNED = "things stocked", "things lent", "things back"
#: The accounts of the community that things come out of, and are kept in.
ISSUED, STORE = "Things bought or given", "Store of tools and materials"


@dataclass(frozen=True, slots=True)
class Lent:
    """So many of a thing that somebody has, and until when."""

    agent_id: int
    name: str
    thing: str
    pieces: int
    until_on: date


def in_store(kept: Sides) -> Mapping[str, int]:
    """How many of each thing are there to be lent."""
    found: Counter[str] = Counter()
    for side in kept:
        if side.agent is None and side.name == STORE:
            found[side.category] += side.amount
    return {thing: number for thing, number in sorted(found.items()) if number > 0}


def held(kept: Sides) -> Mapping[tuple[int, str], int]:
    """How many of each thing somebody has."""
    found: Counter[tuple[int, str]] = Counter()
    for side in kept:
        if side.agent is not None:
            found[side.agent, side.category] += side.amount
    return {key: number for key, number in found.items() if number > 0}


def lent(actor: Actor, lend_days: int, kept: Sides) -> list[Lent]:
    """What is lent, the longest first: all of it for whoever lends, one's own for everybody else."""
    sides = [side for side in kept if side.agent is not None]
    if not policy.may(actor, "homes.lend_things"):
        sides = [side for side in sides if side.agent == actor.agent_id]
    since = {(side.agent, side.category): side.effective_on for side in sides if side.kind == LENT}
    number: Counter[tuple[int | None, str]] = Counter()
    for side in sides:
        number[side.agent, side.category] += side.amount
    names, days = {side.agent: side.name for side in sides}, timedelta(days=lend_days)
    found = [
        Lent(agent, names[agent], thing, pieces, since[agent, thing] + days)
        for (agent, thing), pieces in number.items()
        if agent is not None and pieces > 0
    ]
    return sorted(found, key=lambda one: (one.until_on, one.name, one.thing))


def moves(community_id: int) -> Sides:
    """Every time something was stocked, lent or brought back."""
    return ledger.arena_sides(community_id, ARENA.slug, PIECES)
