"""Orders of many together: how far each is, what is wanted, allotted and received, and what it comes to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.arenas.food.models import OrderCycle, OrderLine, Product
from coproduce.arenas.food.rules import Frozen, Got, charge, missing_pieces, packs_to_order
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.core.cycle import Amounts, Cycle, State


def as_cycle(row: OrderCycle, got: tuple[Got, ...] | None = None) -> Cycle[tuple[Got, ...]]:
    """An order as the engine of cycles takes it, with what everybody got of it so far."""
    said: tuple[Amounts, ...] = tuple({(key, unit): minor for key, unit, minor in one} for one in row.said)
    return Cycle(str(row.public_id), row.opens_at, row.closes_at, cast(State, row.state), got, said)


def said_of(cycle: Cycle[tuple[Got, ...]]) -> list[list[tuple[str, str, int]]]:
    """What was said of it, as JSON keeps it."""
    return [[(key, unit, minor) for (key, unit), minor in one.items()] for one in cycle.said]


def lines_of(row: OrderCycle) -> QuerySet[OrderLine]:
    """Its lines in the order in which they were made."""
    return _in_order(row.lines.all())


def _in_order(rows: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    known = rows.select_related("agent", "product__producer", "instead_of__product")
    return known.order_by("product__name", "product", "said_at", "pk")


def together(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """Lines of one thing as one: what somebody ordered later is with what they ordered first, at the same price.

    Copies, never saved. So it is packed, brought, said and paid for: a statement adds up to what is in the books.
    """
    found: dict[tuple[object, ...], OrderLine] = {}
    for line in lines:
        instead = line.instead_of.product_id if line.instead_of else None
        key = (line.cycle_id, line.agent_id, line.product_id, instead, line.price_minor, line.per, line.band_percent)
        kept = found.get(key)
        if kept is None:
            found[key] = copy(line)
            continue
        kept.quantity += line.quantity
        kept.tolerance += line.tolerance
        kept.allotted = _both(kept.allotted, line.allotted)
        kept.received = _both(kept.received, line.received)
    return list(found.values())


def _both(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def got_of(lines: Iterable[OrderLine]) -> tuple[Got, ...]:
    """What each got of each product at each price, added up, so that nothing is rounded twice."""
    return tuple(
        Got(
            line.agent_id, line.product.producer_id, line.received, Frozen(line.price_minor, line.per or 1),
            100 if line.band_percent is None else line.band_percent,
        )
        for line in together(lines) if line.received and line.price_minor is not None
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one product: what is wanted, what more would be taken, packs there are to be, and what is missing for one."""

    product: Product
    wanted: int
    more: int
    packs: int
    missing: int
    came: int | None
    given: int
    lines: tuple[OrderLine, ...]

    @property
    def ordered(self) -> int:
        """Pieces in the packs."""
        return self.packs * self.product.pack

    @property
    def left(self) -> int:
        """Of what came, what nobody has taken."""
        return max(0, (self.came or 0) - self.given)


def wanted(row: OrderCycle, lines: Iterable[OrderLine]) -> list[Wanted]:
    """What is wanted of each product in an order, by name; once it is closed, with the packs that were ordered."""
    by_product: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_product[line.product_id].append(line)
    found = []
    for rows in by_product.values():
        product = rows[0].product
        orders = [(line.quantity, line.tolerance) for line in rows]
        is_open = row.state in (OrderCycle.PLANNED, OrderCycle.OPEN)
        packs = (
            packs_to_order(orders, product.pack, product.least_packs) if is_open else row.packs.get(str(product.pk), 0)
        )
        found.append(
            Wanted(
                product, sum(q for q, _ in orders), sum(t for _, t in orders), packs,
                missing_pieces(orders, product.pack), row.came.get(str(product.pk)),
                sum(line.received or 0 for line in rows), tuple(rows),
            )
        )  # fmt: skip
    return found


def cycles(actor: Actor) -> QuerySet[OrderCycle]:
    """Orders of here, the latest first."""
    if not policy.may(actor, "food.read_page"):
        return OrderCycle.objects.none()
    return OrderCycle.objects.filter(community_id=actor.community_id).order_by("-closes_at", "-pk")


def cycle_of(actor: Actor, public_id: UUID) -> OrderCycle | None:
    """One of them."""
    return the_one(cycles(actor).filter(public_id=public_id))


def read_lines(actor: Actor, row: OrderCycle, why: str) -> list[OrderLine]:
    """Everybody's lines of an order, for the desk and whoever handles the money: the reading is written down."""
    if not policy.may(actor, "food.read_orders"):
        return []
    found = list(lines_of(row))
    audit.reading(actor, "food.read_orders", sorted({line.agent_id for line in found}), why)
    return found


def my_lines(actor: Actor, row: OrderCycle | None, *, and_standing: bool = False) -> list[OrderLine]:
    """One's own lines of an order; with what one wants every time, which is of none."""
    if not policy.may(actor, "food.read_orders", "own"):
        return []
    which = Q(cycle=row) if row else Q(pk=None)
    rows = OrderLine.objects.filter(which | Q(cycle=None) if and_standing else which, agent=actor.agent_id or 0)
    return list(_in_order(rows))


def cost(line: OrderLine, amount: int) -> int:
    """What so much of a line costs in smallest coins: as frozen, or as it would be now."""
    if line.price_minor is None:
        return charge(amount, Frozen(line.product.price_minor, line.product.per))
    return charge(
        amount, Frozen(line.price_minor, line.per or 1), 100 if line.band_percent is None else line.band_percent
    )


def by_member(lines: Sequence[OrderLine]) -> Mapping[int, list[OrderLine]]:
    """Lines by whose they are, in the order of names."""
    found: dict[int, list[OrderLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.agent.name, line.agent_id)):
        found[line.agent_id].append(line)
    return found
