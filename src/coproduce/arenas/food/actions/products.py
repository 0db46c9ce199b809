"""The verb of what is grown and sold: a grower says it of their own, the desk of everybody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product
from coproduce.arenas.food.queries.here import here
from coproduce.arenas.food.rules import ALLERGENS
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.occasions.queries import speaks_for
from coproduce.community.people.models import Agent
from coproduce.core.quantity import Quantity, Unit
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_PACK, MOST_PRICE = 1_000_000, 10**8

#: What a price is for, where a product is counted so.
FOR = {"piece": 1, "g": 1000, "ml": 1000}


@dataclass(frozen=True, slots=True)
class ProductKept:
    """Which product, and whether it is new."""

    product: UUID
    is_new: bool


@action("food.keep_product", receipt=ProductKept)
def keep_product(
    actor: Actor,
    *,
    name: str,
    unit: str,
    pack: int,
    price: Quantity,
    storage: str = "ambient",
    producer: UUID | None = None,
    contains: tuple[str, ...] | None = None,
    traces: tuple[str, ...] | None = None,
    least_packs: int = 0,
    grams: int | None = None,
    dated: str = "",
    keeps_days: int | None = None,
    is_sold: bool = True,
    request_id: UUID,
) -> Done[ProductKept] | Refusal:
    """Say what a producer sells: by the piece, in grams or millilitres, in packs of so many, at which price.

    A price of grams or millilitres is for a thousand. `contains` and `traces` are allergens, and none of them is not
    the same as nothing said: leave them out as long as nobody knows. `grams` is what a piece weighs. The same name
    again changes it; its price and its pack stay while it is being ordered.
    """
    whose = _producer(actor, producer)
    if isinstance(whose, Refusal):
        return whose
    place = here(actor.community_id)
    fault = (
        may_say(name, "name", 80, "Say what it is, like “Leeks”.")
        or _may_count(unit, pack, least_packs, grams)
        or _may_cost(price, place.money)
        or _may_keep(storage, dated, keeps_days)
        or are_allergens(contains, "contains")
        or are_allergens(traces, "traces")
    )
    if fault:
        return fault
    said = {
        "unit": unit, "pack": pack, "least_packs": least_packs, "price_minor": price.minor, "per": FOR[unit],
        "grams": (grams or 0) if unit == "piece" else 1, "contains": _kept(contains), "traces": _kept(traces),
        "storage": storage, "dated": dated, "keeps_days": keeps_days, "is_sold": is_sold,
    }  # fmt: skip
    known = {"community": place.community, "producer": whose, "name": name.strip()}
    before = the_one(Product.objects.select_for_update().filter(**known))
    if before is None:
        return Done(ProductKept(Product.objects.create(**known, **said).public_id, True))
    is_other = any(getattr(before, field) != said[field] for field in ("unit", "pack", "price_minor"))
    if is_other and OrderLine.objects.filter(product=before, cycle__state=OrderCycle.OPEN).exists():
        return Refusal("IS_ORDERED", "It is being ordered now: change price, unit or pack once the order is closed.",
                       "price")  # fmt: skip
    had = set(before.contains or ()) | set(before.traces or ())
    for field, value in said.items():
        setattr(before, field, value)
    before.save()
    return Done(ProductKept(before.public_id, False), _warned(before, {*(contains or ()), *(traces or ())} - had))


def _producer(actor: Actor, producer: UUID | None) -> Agent | Refusal:
    """Whose product it is: one's own, that of a group one speaks for, or for the desk of anybody here."""
    which = {"pk": actor.agent_id or 0} if producer is None else {"public_id": producer}
    whose = the_one(Agent.objects.filter(community_id=actor.community_id, merged_into=None, **which))
    if whose is None:
        return Refusal("NOT_FOUND", "Choose a member or a group of here who grows or makes it.", "producer")
    relation: policy.Relation = "own" if speaks_for(actor, whose.pk) else "same community"
    return whose if policy.may(actor, "food.keep_product", relation) else NOT_ALLOWED


def _may_count(unit: str, pack: int, least_packs: int, grams: int | None) -> Refusal | None:
    if unit not in FOR:
        return Refusal("UNKNOWN_WORD", "Choose piece, g or ml.", "unit")
    if not 0 < pack <= MOST_PACK:
        return Refusal("NOT_POSITIVE", "Write how many are in a pack: one or more.", "pack")
    if not 0 <= least_packs <= 1000:
        return Refusal("NOT_POSITIVE", "Write how many packs have to be ordered at least; 0 is none.", "least_packs")
    if unit == "piece" and not 0 < (grams or 0) <= MOST_PACK:
        return Refusal("MISSING", "Write about how much a piece weighs, in grams: somebody carries it.", "grams")
    return None


def _may_cost(price: Quantity, money: Unit) -> Refusal | None:
    if price.unit != money or not 0 <= price.minor <= MOST_PRICE:
        return Refusal("UNIT_MISMATCH", "Write a price like %(example)s.", "price", {"example": str(money(250))})
    return None


def _may_keep(storage: str, dated: str, keeps_days: int | None) -> Refusal | None:
    if storage not in dict(Product.STORED):
        return Refusal("UNKNOWN_WORD", "Choose ambient or chilled.", "storage")
    if dated not in dict(Product.DATED):
        return Refusal("UNKNOWN_WORD", "Choose use by, best before, or neither.", "dated")
    if (keeps_days is None) is not (dated == "") or not 0 <= (keeps_days or 0) <= 3660:
        return Refusal("MISSING", "Say how many days it keeps, and whether that is use by or best before.",
                       "keeps_days")  # fmt: skip
    return None


def are_allergens(said: Iterable[str] | None, field: str) -> Refusal | None:
    for one in said or ():
        if one not in ALLERGENS:
            return Refusal("UNKNOWN_ALLERGEN", "This is none of the fourteen allergens. Choose from: %(names)s.",
                           field, {"names": ", ".join(ALLERGENS)})  # fmt: skip
    return None


def _kept(said: Iterable[str] | None) -> list[str] | None:
    return None if said is None else sorted(set(said))


def _warned(product: Product, more: set[str]) -> tuple[Notice, ...]:
    """Whoever ordered it and avoids what is now said to be in it."""
    live = (OrderCycle.OPEN, OrderCycle.CLOSED)
    ordered = OrderLine.objects.filter(product=product, cycle__state__in=live).values("agent")
    words = "%(what)s: it is now said that there is %(names)s in it, which you avoid. Leave it out."
    return tuple(
        Notice(one.agent_id, words, {"what": product.name, "names": ", ".join(sorted(more & set(one.avoids)))}, True)
        for one in (Eater.objects.filter(agent__in=ordered).order_by("pk") if more else ())
        if more & set(one.avoids)
    )
