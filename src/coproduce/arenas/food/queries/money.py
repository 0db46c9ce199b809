"""What everybody still pays for food or has from it, and what bands added: read from the books."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.models import OrderCycle, OrderLine
from coproduce.arenas.food.rules import Frozen, Note, credit_notes
from coproduce.community import ledger
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.core.quantity import Unit

#: Kinds of entry.
SETTLED, CREDIT, PAID = "food order", "food credit note", "food payment"
#: Accounts of the community: what bands add and leave, and the world outside.
SOLIDARITY, OUTSIDE = "Food, what prices add and leave", "Food, paid in and out"


@dataclass(frozen=True, slots=True)
class Stand:
    """What somebody still pays, less than nothing, or has from it, more."""

    agent: int
    name: str
    minor: int


def stands(community_id: int, money: Unit) -> tuple[tuple[Stand, ...], int]:
    """Everybody's stand by name, those left out who are even; and what bands added so far."""
    sums, names, added = Counter[int](), dict[int, str](), 0
    for side in ledger.arena_sides(community_id, ARENA.slug, money):
        if side.agent is not None:
            sums[side.agent] += side.amount
            names[side.agent] = side.name
        elif side.name == SOLIDARITY:
            added += side.amount
    rows = [Stand(agent, names[agent], minor) for agent, minor in sums.items() if minor]
    return tuple(sorted(rows, key=lambda one: (one.name, one.agent))), added


def read_stands(actor: Actor, money: Unit, why: str) -> tuple[tuple[Stand, ...], int]:
    """The same for whoever handles the money: the reading is written down."""
    if not policy.may(actor, "food.read_money"):
        return (), 0
    found, added = stands(actor.community_id, money)
    audit.reading(actor, "food.read_money", [one.agent for one in found], why)
    return found, added


def my_stand(actor: Actor, money: Unit) -> int:
    """One's own."""
    found, _ = stands(actor.community_id, money)
    return next((one.minor for one in found if one.agent == actor.agent_id), 0)


def notes_of(row: OrderCycle, lines: Iterable[OrderLine]) -> tuple[Note, ...]:
    """A credit note for whatever was allotted at the close and did not come: members and products by their numbers."""
    charged, came, bands = Counter[tuple[str, str]](), Counter[tuple[str, str]](), dict[str, int]()
    prices: dict[str, Frozen] = {}
    for line in lines:
        if line.received is None or line.allotted is None or line.instead_of_id is not None:
            continue
        key = str(line.agent_id), str(line.product_id)
        charged[key] += line.allotted
        came[key] += line.received
        prices[key[1]] = Frozen(line.price_minor or 0, line.per or 1)
        bands[key[0]] = 100 if line.band_percent is None else line.band_percent
    return credit_notes(row.words, charged, came, prices, bands)
