"""Products and orders from a list: all of it is looked at first, good rows are taken, bad ones say what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.food.actions.ordering import MOST, order
from coproduce.arenas.food.actions.products import FOR, keep_product
from coproduce.arenas.food.models import OrderCycle, OrderLine, Product
from coproduce.arenas.food.rules import ALLERGENS
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, whole_number
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.quantity import Quantity, QuantityError, unit_of_money
from coproduce.core.refusal import Refusal

UNKNOWN, NONE = ("unknown", "?", ""), ("none", "no", "-")
NO_ORDER = Refusal("NOT_FOUND", "No order is open.", "product")


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of somebody, as `food.keep_product` takes it."""

    name: str
    producer: str
    unit: str
    pack: int
    least_packs: int
    price: Quantity
    grams: int | None
    contains: tuple[str, ...] | None
    traces: tuple[str, ...] | None
    storage: str
    dated: str
    keeps_days: int | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """How much a member wants of a product in the order that is open."""

    member: str
    product: str
    quantity: int
    tolerance: int


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows are new or said otherwise, and how many were known already."""

    added: int
    known: int


def _agents(community_id: int) -> Mapping[str, UUID | None]:
    """Members and groups by name, where a name that several have stands for nobody."""
    found: dict[str, UUID | None] = {}
    members = Membership.objects.filter(community_id=community_id, state=Membership.ACTIVE)
    groups = Agent.objects.filter(community_id=community_id, kind=Agent.ORGANISATION, merged_into=None)
    for name, public_id in (
        *members.values_list("agent__name", "agent__public_id"), *groups.values_list("name", "public_id"),
    ):  # fmt: skip
        found[name.lower()] = None if name.lower() in found else public_id
    return found


def _products_setting(setting: Setting) -> Setting:
    currency = Community.objects.values_list("currency", flat=True).get(pk=setting.community_id)
    known = {"agents": _agents(setting.community_id), "money": unit_of_money(currency), "seen": set()}
    return replace(setting, known=known)


def _number(name: str, cells: Mapping[str, str], missing: int | None = None) -> int | None:
    number = whole_number(name, cells.get(name, ""))
    return missing if number is None else number


def _allergens(name: str, text: str) -> tuple[str, ...] | None:
    """`unknown` or nothing is unknown, `none` is none, else their names: unknown is not none."""
    said = text.strip().lower()
    if said in UNKNOWN:
        return None
    if said in NONE:
        return ()
    names = tuple(said.replace(",", " ").replace(";", " ").split())
    if wrong := [one for one in names if one not in ALLERGENS]:
        raise UnreadableError(name, f"“{wrong[0][:40]}” is none of the fourteen allergens.")
    return names


def _read_product(cells: Mapping[str, str], key: str, setting: Setting) -> ProductRow:
    try:
        price = setting.known["money"].parse(cells.get("price", ""))
    except QuantityError as fault:
        raise UnreadableError("price", str(fault)) from None
    return ProductRow(
        cells.get("name", "").strip(), cells.get("producer", "").strip(),
        cells.get("unit", "").strip().lower() or "piece",
        _number("pack", cells, 1) or 0, _number("least_packs", cells, 0) or 0, price, _number("grams", cells),
        _allergens("contains", cells.get("contains", "")), _allergens("traces", cells.get("traces", "")),
        cells.get("storage", "").strip().lower() or "ambient", cells.get("dated", "").strip().lower(),
        _number("keeps_days", cells),
    )  # fmt: skip


def _check_product(row: ProductRow, setting: Setting) -> Refusal | None:
    if not row.name:
        return Refusal("MISSING", "What it is is missing.", "name")
    if setting.known["agents"].get(row.producer.lower()) is None:
        return Refusal("NOT_FOUND", "No one member or group here is called that.", "producer")
    if row.unit not in FOR:
        return Refusal("UNKNOWN_WORD", "It is counted in pieces, g or ml.", "unit")
    if row.pack < 1:
        return Refusal("NOT_POSITIVE", "A pack of nothing is none.", "pack")
    if row.least_packs < 0:
        return Refusal("NEGATIVE", "Less than nothing cannot be ordered.", "least_packs")
    if row.price.minor < 0:
        return Refusal("NEGATIVE", "A price is no less than nothing.", "price")
    if row.unit == "piece" and not (row.grams or 0) > 0:
        return Refusal("MISSING", "What a piece weighs is missing.", "grams")
    if row.storage not in dict(Product.STORED):
        return Refusal("UNKNOWN_WORD", "It is kept ambient or chilled.", "storage")
    if row.dated not in dict(Product.DATED) or (row.keeps_days is None) is not (row.dated == ""):
        return Refusal("UNKNOWN_WORD", "Which date, and for how many days it keeps, go together.", "dated")
    seen = setting.known["seen"]
    if (row.producer.lower(), row.name.lower()) in seen:
        return Refusal("TWICE", "This stands in the file twice.", "name")
    seen.add((row.producer.lower(), row.name.lower()))
    return None


def _send_products(actor: Actor, rows: tuple[ProductRow, ...], request_id: UUID) -> Done[Brought] | Refusal:
    agents, known = _agents(actor.community_id), 0
    with transaction.atomic():
        for place, row in enumerate(rows):
            kept = keep_product(
                actor, name=row.name, producer=agents.get(row.producer.lower()), unit=row.unit, pack=row.pack,
                least_packs=row.least_packs, price=row.price, grams=row.grams, contains=row.contains,
                traces=row.traces, storage=row.storage, dated=row.dated, keeps_days=row.keeps_days,
                request_id=uuid5(request_id, str(place)),
            )  # fmt: skip
            if isinstance(kept, Refusal):
                transaction.set_rollback(True)
                return kept
            known += not kept.value.is_new
    return Done(Brought(len(rows) - known, known))


def _orders_setting(setting: Setting) -> Setting:
    products: dict[str, UUID | None] = {}
    sold = Product.objects.filter(community_id=setting.community_id, is_sold=True)
    for name, public_id in sold.values_list("name", "public_id"):
        products[name.lower()] = None if name.lower() in products else public_id
    known: dict[str, Any] = {"agents": _agents(setting.community_id), "products": products, "seen": set(),
             "open": _open(setting.community_id)}  # fmt: skip
    return replace(setting, known=known)


def _open(community_id: int) -> OrderCycle | None:
    return OrderCycle.objects.filter(community_id=community_id, state=OrderCycle.OPEN).order_by("-pk").first()


def _read_order(cells: Mapping[str, str], key: str, setting: Setting) -> OrderRow:
    quantity = whole_number("quantity", cells.get("quantity", ""))
    if quantity is None:
        raise UnreadableError("quantity", "How much is missing.")
    return OrderRow(
        cells.get("member", "").strip(), cells.get("product", "").strip(), quantity, _number("tolerance", cells, 0) or 0
    )


def _check_order(row: OrderRow, setting: Setting) -> Refusal | None:
    if setting.known["open"] is None:
        return NO_ORDER
    if setting.known["agents"].get(row.member.lower()) is None:
        return Refusal("NOT_FOUND", "No one member here is called that.", "member")
    if setting.known["products"].get(row.product.lower()) is None:
        return Refusal("NOT_FOUND", "No one product sold here is called that.", "product")
    for name, number in (("quantity", row.quantity), ("tolerance", row.tolerance)):
        if not 0 <= number <= MOST:
            return Refusal("NEGATIVE", "It is less than nothing, or far too much.", name)
    if row.tolerance and not row.quantity:
        return Refusal("NOTHING_WANTED", "Nothing is wanted of it.", "quantity")
    seen = setting.known["seen"]
    if (row.member.lower(), row.product.lower()) in seen:
        return Refusal("TWICE", "This stands in the file twice.", "product")
    seen.add((row.member.lower(), row.product.lower()))
    return None


def _send_orders(actor: Actor, rows: tuple[OrderRow, ...], request_id: UUID) -> Done[Brought] | Refusal:
    setting = _orders_setting(Setting(actor.community_id, None, ""))  # type: ignore[arg-type]
    cycle, known = setting.known["open"], 0
    if cycle is None:
        return NO_ORDER
    with transaction.atomic():
        for place, row in enumerate(rows):
            who = setting.known["agents"].get(row.member.lower())
            product = setting.known["products"].get(row.product.lower())
            mine = OrderLine.objects.filter(cycle=cycle, agent__public_id=who, product__public_id=product)
            has = list(mine.values_list("quantity", "tolerance"))
            if (sum(q for q, _ in has), sum(t for _, t in has)) == (row.quantity, row.tolerance):
                known += 1
                continue
            said = order(
                actor, cycle=cycle.public_id, product=product, quantity=row.quantity, tolerance=row.tolerance, for_=who,
                request_id=uuid5(request_id, str(place)),
            )  # fmt: skip
            if isinstance(said, Refusal):
                transaction.set_rollback(True)
                return said
    return Done(Brought(len(rows) - known, known))


_WHOLE = "Write a whole number."
_ALLERGENS = "Write unknown, none, or their names like gluten milk."

LISTINGS = (
    Listing(
        name="food-products",
        called=_("Food on offer"),
        columns=(
            Column("name", ("product", "name", "article"), "Write what it is.", True),
            Column("producer", ("producer", "supplier", "grower"), "Write who grows or makes it, as here.", True),
            Column("price", ("price", "net_price"), "Write a price like 2.50: of a piece, or of 1000 g or ml.", True),
            Column("unit", ("unit",), "Write piece, g or ml."),
            Column("pack", ("pack", "unit_quantity", "case"), _WHOLE),
            Column("least_packs", ("least_packs", "minimum", "minimum_order_quantity"), _WHOLE),
            Column("grams", ("grams", "weight_g"), _WHOLE),
            Column("contains", ("contains", "allergens"), _ALLERGENS),
            Column("traces", ("traces", "may_contain"), _ALLERGENS),
            Column("storage", ("storage",), "Write ambient or chilled."),
            Column("dated", ("dated", "date"), "Write use by or best before, or leave it out."),
            Column("keeps_days", ("keeps_days", "days"), _WHOLE),
        ),
        signs=("allergens", "contains", "pack", "least_packs", "traces"),
        setting=_products_setting,
        read=_read_product,
        check=_check_product,
        is_unusual=lambda row: row.contains is None or row.traces is None,
        send=_send_products,
    ),
    Listing(
        name="food-orders",
        called=_("Food ordered"),
        columns=(
            Column("member", ("member", "who", "group"), "Write the member’s name as it is here.", True),
            Column("product", ("product", "article"), "Write the product’s name as it is here.", True),
            Column("quantity", ("quantity", "amount", "ordered"), _WHOLE, True),
            Column("tolerance", ("tolerance", "more"), "Write how much more they would take, or leave it out."),
        ),
        signs=("tolerance", "quantity", "ordered"),
        setting=_orders_setting,
        read=_read_order,
        check=_check_order,
        is_unusual=lambda row: False,
        send=_send_orders,
    ),
)
