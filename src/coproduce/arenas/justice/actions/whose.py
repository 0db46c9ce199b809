"""What every verb about a matter begins and ends with: whose it is, its receipt, and who is told without a name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.queries.matters import Here, held, here, parts_of
from coproduce.arenas.justice.rules import seal_on
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.core.refusal import Refusal

NOT_THERE = Refusal("NOT_FOUND", "There is nothing like that here.", "matter")

#: Said to everybody alike: no sentence tells what it is, nor who.
LOOK = "There is something for you to read. It is about a circle."
OVER = "A circle you were to be part of does not go on."
DONE = "What was agreed is done. Thank you."


@dataclass(frozen=True, slots=True)
class Moved:
    """Which matter, and how it stands."""

    matter: UUID
    state: str


def mine(actor: Actor, matter: UUID, *who: str) -> tuple[Matter, Here, frozenset[str]] | Refusal:
    """The matter, locked, where the actor is one of these in it; not there for anybody else."""
    row = held(actor, matter)
    parts = parts_of(actor, row) & set(who) if row else frozenset()
    return (row, here(actor.community_id), parts) if row and parts else NOT_THERE


def ended(row: Matter, outcome: str, place: Here) -> None:
    """It is closed: from the day it is due nothing of it is found any more."""
    row.state, row.outcome, row.closed_on = Matter.CLOSED, outcome, place.today
    row.seal_on = seal_on(place.today, place.rules, outcome)
    row.save()


def link(row: Matter) -> str:
    return f"/{row.community.slug}/justice/{row.public_id}/"


def told(row: Matter, whom: Collection[int | None], words: str = LOOK) -> tuple[Notice, ...]:
    return tuple(Notice(one, words, link=link(row)) for one in whom if one is not None)


def everybody(row: Matter, but: int | None = None) -> Iterator[int]:
    """Whoever has a part in it, but one."""
    seats = row.seats.filter(state__in=(Seat.DRAWN, Seat.SAT)).values_list("agent", flat=True)
    for one in dict.fromkeys([row.harmed_id, row.respondent_id, row.facilitator_id, *seats]):
        if one is not None and one != but:
            yield one
