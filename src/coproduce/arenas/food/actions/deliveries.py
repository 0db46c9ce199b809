"""The verbs of what comes: shared in the order of the orders, short or not, and what may stand in for what is missing.

What an allergen stops is stopped: what is in it and was not in what was ordered, what somebody avoids, and whatever
nobody has spoken of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from coproduce.arenas.food.actions.ordering import MOST, NO_CYCLE, NO_PRODUCT, held
from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product
from coproduce.arenas.food.queries.cycles import lines_of
from coproduce.arenas.food.queries.products import as_told, priced
from coproduce.arenas.food.queries.words import much
from coproduce.arenas.food.rules import Frozen, PiecesCame, distribute, left_over, may_stand_in, never_dearer
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.bulk import change_many
from coproduce.community.base.done import Done, Notice
from coproduce.core.refusal import Refusal

NOT_CLOSED = Refusal("STATE", "Say what came once the order is closed, and before it is settled.", "cycle")


@dataclass(frozen=True, slots=True)
class Received:
    """Of an order: of how many products was said what came, how many members got less, and what nobody takes."""

    cycle: UUID
    products: int
    short: int
    left_over: int


@dataclass(frozen=True, slots=True)
class StoodIn:
    """To how many members something was given instead, to how many it was not, and how much of it is left."""

    cycle: UUID
    given: int
    stopped: int
    left_over: int


@action("food.receive_delivery", receipt=Received)
def receive_delivery(
    actor: Actor, *, cycle: UUID, came: tuple[PiecesCame, ...], request_id: UUID
) -> Done[Received] | Refusal:
    """Say what came of what was ordered: it is shared in the order of the orders, and whoever gets less is told.

    It may be said anew until the order is settled; what is not named stays as it was said.
    """
    if not policy.may(actor, "food.receive_delivery"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    if row.state != OrderCycle.CLOSED:
        return NOT_CLOSED
    if not 0 < len(came) <= 1000:
        return Refusal("MISSING", "Say how much of each product came.", "came")
    ordered = {one.public_id: one for one in Product.objects.filter(pk__in=row.packs)}
    changed: list[OrderLine] = []
    over, less = 0, set[int]()
    lines = [line for line in lines_of(row) if line.instead_of_id is None]
    for one in came:
        product = ordered.get(one.product)
        if product is None:
            return Refusal("NOT_ORDERED", "This was not ordered: choose from what was.", "came")
        if not 0 <= one.pieces <= MOST:
            return Refusal("NEGATIVE", "Write how much came: 0 or more.", "came")
        mine = [line for line in lines if line.product_id == product.pk]
        amounts = distribute([(line.quantity, line.tolerance) for line in mine], one.pieces, product.pack)
        over += left_over(one.pieces, amounts)
        row.came[str(product.pk)] = one.pieces
        for line, amount in zip(mine, amounts, strict=True):
            if amount < (line.allotted or 0):
                less.add(line.agent_id)
            if line.received != amount:
                line.received = amount
                changed.append(line)
    row.save(update_fields=["came"])
    change_many(OrderLine, ["received"], {line.pk: [line.received] for line in changed})
    return Done(Received(cycle, len(came), len(less), over), tuple(_short(row, changed)))


@action("food.put_instead", receipt=StoodIn)
def put_instead(
    actor: Actor, *, cycle: UUID, product: UUID, instead: UUID, pieces: int, request_id: UUID
) -> Done[StoodIn] | Refusal:
    """Give something else to whoever got too little of a product, in the order of the orders, and never dearer.

    An allergen that is new in it, that somebody avoids, or of which nobody has spoken, stops it: for them, or for all.
    """
    if not policy.may(actor, "food.put_instead"):
        return NOT_ALLOWED
    row = held(actor, cycle)
    if row is None:
        return NO_CYCLE
    if row.state != OrderCycle.CLOSED:
        return NOT_CLOSED
    found = {one.public_id: one for one in Product.objects.filter(community=row.community)}
    if product not in found or instead not in found or product == instead:
        return NO_PRODUCT
    if not 0 < pieces <= MOST:
        return Refusal("NOT_POSITIVE", "Write how much of it there is.", "pieces")
    ordered, other = found[product], found[instead]
    if fault := may_stand_in(as_told(ordered), as_told(other)):
        return replace(fault, field="instead")
    lines = list(lines_of(row).prefetch_related("substitutes"))
    short = [
        (line, missing)
        for line in lines
        if line.product_id == ordered.pk and line.instead_of_id is None and line.received is not None
        and (missing := (line.allotted or 0) - line.received - sum(s.received or 0 for s in line.substitutes.all())) > 0
    ]  # fmt: skip
    if not short:
        return Refusal("NOT_SHORT", "Nobody got too little of it, or it was not said yet what came.", "product")
    avoids = dict(Eater.objects.filter(agent__in=[line.agent_id for line, _ in short]).values_list("agent", "avoids"))
    given, stopped = _given(short, other, pieces, avoids)
    if not given:
        return Refusal("AVOIDED", "Whoever got too little avoids what is in it. Leave it out.", "instead")
    OrderLine.objects.bulk_create(given)
    words = "Instead of %(what)s you get %(other)s. In it: %(names)s. You pay no more for it."
    names = ", ".join(sorted(as_told(other).all_of_it or ())) or "–"
    told = [
        Notice(line.agent_id, words, {"what": ordered.name, "other": much(other, line.received or 0), "names": names})
        for line in given
    ]
    words = (
        "Too little of %(what)s came. What there was instead, %(other)s, is left out for you: look at what is in it."
    )
    told += [Notice(one.agent_id, words, {"what": ordered.name, "other": other.name}) for one in stopped]
    taken = sum(line.received or 0 for line in given)
    return Done(StoodIn(cycle, len(given), len(stopped), pieces - taken), tuple(told))


def _given(
    short: Sequence[tuple[OrderLine, int]], other: Product, pieces: int, avoids: dict[int, list[str]]
) -> tuple[list[OrderLine], list[OrderLine]]:
    """Lines of what is given instead, and those for whom it is stopped."""
    given, stopped = [], []
    for line, missing in short:
        if may_stand_in(as_told(line.product), as_told(other), frozenset(avoids.get(line.agent_id, ()))):
            stopped.append(line)
            continue
        amount = min(missing, pieces)
        if not amount:
            continue
        pieces -= amount
        price = never_dearer(Frozen(line.price_minor or 0, line.per or 1), priced(other))
        given.append(
            OrderLine(
                cycle=line.cycle, agent=line.agent, product=other, quantity=0, said_at=clock.now(), allotted=0,
                received=amount, price_minor=price.price_minor, per=price.per, band_percent=line.band_percent,
                instead_of=line,
            )
        )  # fmt: skip
    return given, stopped


def _short(row: OrderCycle, lines: Iterable[OrderLine]) -> Iterable[Notice]:
    words = "%(cycle)s: of %(what)s less came than was ordered. You get %(got)s, and pay for no more."
    for line in lines:
        if (line.received or 0) < (line.allotted or 0):
            said = {"cycle": row.words, "what": line.product.name, "got": much(line.product, line.received or 0)}
            yield Notice(line.agent_id, words, said)
