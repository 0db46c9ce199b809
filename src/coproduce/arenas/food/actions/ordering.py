"""The verbs of ordering: so much in this order, or so much every time; and so much more to fill a pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from coproduce.arenas.food.models import OrderCycle, OrderLine, Product
from coproduce.arenas.food.queries.cycles import as_cycle
from coproduce.arenas.food.queries.here import Here, eater, here_in, speaker
from coproduce.arenas.food.queries.products import as_told
from coproduce.arenas.food.rules import fewer, may_change, may_stand_in
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent
from coproduce.core.cycle import accepts
from coproduce.core.refusal import Refusal

MOST = 1_000_000

NO_CYCLE = Refusal("NOT_FOUND", "There is no such order here.", "cycle")
NO_PRODUCT = Refusal("NOT_FOUND", "This is not sold here. Choose one of the list.", "product")


@dataclass(frozen=True, slots=True)
class Ordered:
    """Of which product a member has how much ordered now in all, and how much more they would take."""

    member: UUID
    product: UUID
    quantity: int
    tolerance: int


@action("food.order", receipt=Ordered)
def order(
    actor: Actor,
    *,
    cycle: UUID,
    product: UUID,
    quantity: int,
    tolerance: int = 0,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[Ordered] | Refusal:
    """Say how much of something one wants in this order in all, and how much more one would take to fill a pack.

    More than before is a later order, and stands behind those made meanwhile; less takes from the latest first; 0 is
    nothing of it. What somebody avoids, or what nobody has spoken of, is not ordered by who avoids something.
    """
    who = speaker(actor, "food.order", for_)
    if isinstance(who, Refusal):
        return who
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    now = clock.now()
    if not accepts(as_cycle(row), now):
        return Refusal("CLOSED", "This order is closed. Order in the next one.", "cycle")
    sold = _sold(actor, product)
    fault = NO_PRODUCT if sold is None else _may_want(sold, who, quantity, tolerance)
    if sold is None or fault:
        return fault or NO_PRODUCT
    lines = list(OrderLine.objects.filter(cycle=row, product=sold).order_by("said_at", "pk"))
    before, mine = _as_orders(lines), [line for line in lines if line.agent_id == who.pk]
    changed = _changed(mine, row, who, sold, quantity, tolerance, now)
    after = [*(line for line in lines if line.agent_id != who.pk), *changed]
    if fault := _fills(here_in(row.community), row, sold, before, _as_orders(after), now):
        return fault
    if gone := [line.pk for line in mine if line not in changed]:
        OrderLine.objects.filter(pk__in=gone).delete()
    for line in changed:
        line.save()
    return Done(Ordered(who.public_id, product, quantity, tolerance))


@action("food.order_standing", receipt=Ordered)
def order_standing(
    actor: Actor, *, product: UUID, quantity: int, tolerance: int = 0, for_: UUID | None = None, request_id: UUID
) -> Done[Ordered] | Refusal:
    """Say how much of something one wants in every order from the next one on. Said again, it is changed; 0 ends it."""
    who = speaker(actor, "food.order_standing", for_)
    if isinstance(who, Refusal):
        return who
    sold = _sold(actor, product)
    fault = NO_PRODUCT if sold is None else _may_want(sold, who, quantity, tolerance)
    if sold is None or fault:
        return fault or NO_PRODUCT
    if quantity:
        OrderLine.objects.update_or_create(
            cycle=None, agent=who, product=sold,
            defaults={"quantity": quantity, "tolerance": tolerance}, create_defaults={
                "quantity": quantity, "tolerance": tolerance, "said_at": clock.now(),
            },
        )  # fmt: skip
    else:
        OrderLine.objects.filter(cycle=None, agent=who, product=sold).delete()
    return Done(Ordered(who.public_id, product, quantity, tolerance))


def held(actor: Actor, cycle: UUID) -> OrderCycle | None:
    """An order of this community, held while it is changed."""
    rows = OrderCycle.objects.select_for_update(of=("self",)).select_related("community")
    return the_one(rows.filter(community_id=actor.community_id, public_id=cycle))


def _sold(actor: Actor, product: UUID) -> Product | None:
    found = Product.objects.filter(community_id=actor.community_id, public_id=product, is_sold=True)
    return the_one(found)


def _may_want(product: Product, who: Agent, quantity: int, tolerance: int) -> Refusal | None:
    for name, number in (("quantity", quantity), ("tolerance", tolerance)):
        if not 0 <= number <= MOST:
            return Refusal("NEGATIVE", "Write a whole number, 0 or more.", name)
    if tolerance and not quantity:
        return Refusal("NOTHING_WANTED", "Say how much you want first: then how much more you would take.",
                       "quantity")  # fmt: skip
    avoids = frozenset(eater(who).avoids)
    told = as_told(product)
    return may_stand_in(told, told, avoids) if quantity and avoids else None


def _changed(
    mine: Sequence[OrderLine],
    row: OrderCycle,
    who: Agent,
    product: Product,
    quantity: int,
    tolerance: int,
    now: datetime,
) -> list[OrderLine]:
    """One member's lines once they want so much in all, oldest first; what they would take more is with the first."""
    has = sum(line.quantity for line in mine)
    kept = list(mine)
    if quantity < has:
        left = fewer([(line.quantity, 0) for line in kept], has - quantity)
        for line, (wanted, _) in zip(kept, left, strict=True):
            line.quantity = wanted
        kept = [line for line in kept if line.quantity]
    elif quantity > has:
        kept.append(OrderLine(cycle=row, agent=who, product=product, quantity=quantity - has, said_at=now))
    for line in kept:
        line.tolerance = 0
    if kept:
        kept[0].tolerance = tolerance
    return kept


def _as_orders(lines: Sequence[OrderLine]) -> list[tuple[int, int]]:
    return [(line.quantity, line.tolerance) for line in lines]


def _fills(
    place: Here,
    row: OrderCycle,
    product: Product,
    before: Sequence[tuple[int, int]],
    after: Sequence[tuple[int, int]],
    now: datetime,
) -> Refusal | None:
    """None when no more is missing to fill a pack than before, or packs are not being filled yet."""
    if may_change(before, after, product.pack) or now < row.closes_at - timedelta(hours=place.rules.fill_hours):
        return None
    return Refusal("FILLING", "Packs are being filled now: this would leave more missing to fill one.", "quantity")
