"""How it is said on the pages: products, prices, how far an order is, and what is in something."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.food.forms import DATED, NAMES, STORED
from coproduce.arenas.food.models import OrderCycle, OrderLine, Product
from coproduce.arenas.food.queries.cycles import Wanted, cost
from coproduce.community.base.page import MemberRequest, as_csv, headed
from coproduce.core.quantity import Unit

STATES = {
    OrderCycle.OPEN: gettext_lazy("open"),
    OrderCycle.CLOSED: gettext_lazy("closed"),
    OrderCycle.SETTLED: gettext_lazy("settled"),
    OrderCycle.CANCELLED: gettext_lazy("called off"),
}


def allergens(said: Iterable[str] | None) -> str:
    """What is in something, as it is read before it is eaten."""
    if said is None:
        return _("nobody has said")
    return ", ".join(str(NAMES[one]) for one in said) or _("none of the fourteen")


def shown_product(product: Product, money: Unit) -> dict[str, Any]:
    """A product as a line of a list."""
    counted = {"piece": _("each"), "g": _("a kilogram"), "ml": _("a litre")}
    return {
        "row": product,
        "price": f"{money(product.price_minor)} {counted[product.unit]}",
        "pack": "" if product.pack == 1 else much_of(product.pack, product.unit),
        "contains": allergens(product.contains),
        "traces": allergens(product.traces),
        "is_unknown": product.contains is None or product.traces is None,
        "storage": str(STORED[product.storage]),
        "dated": _dated(product),
    }


def _dated(product: Product) -> str:
    if product.keeps_days is None:
        return ""
    return _("%(which)s: %(days)s days") % {"which": DATED[product.dated], "days": product.keeps_days}


def much_of(amount: int, unit: str) -> str:
    """So many pieces, grams or millilitres."""
    return str(amount) if unit == "piece" else f"{amount} {unit}"


def shown_line(line: OrderLine, money: Unit) -> dict[str, Any]:
    """A line of an order: what is wanted, allotted and received, and what it comes to."""
    amount = next(one for one in (line.received, line.allotted, line.quantity) if one is not None)
    unit = line.product.unit
    return {
        "row": line,
        "name": line.product.name,
        "wanted": much_of(line.quantity, unit),
        "more": much_of(line.tolerance, unit) if line.tolerance else "",
        "allotted": "" if line.allotted is None else much_of(line.allotted, unit),
        "received": "" if line.received is None else much_of(line.received, unit),
        "instead_of": line.instead_of.product.name if line.instead_of else "",
        "cost": money(cost(line, amount)),
        "minor": cost(line, amount),
    }


def lines_as_csv(request: MemberRequest, cycle: OrderCycle, lines: Iterable[OrderLine], money: Unit) -> HttpResponse:
    """Lines of an order as a table to save: everybody's for the desk, or one's own."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("member"), _("product"), _("producer"), _("unit"), _("wanted"), _("more"), _("allotted"), _("received"),
             _("instead of"), headed(_("cost"), money), _("note")]  # fmt: skip
    table = []
    for line in lines:
        one = shown_line(line, money)
        table.append(
            [line.agent.name, one["name"], line.product.producer.name, line.product.unit, line.quantity, line.tolerance,
             line.allotted, line.received, one["instead_of"], one["cost"].number, made_up]
        )  # fmt: skip
    return as_csv(f"{request.community.slug}-food-order-{cycle.comes_on}", heads, table)


def shown_wanted(one: Wanted) -> dict[str, Any]:
    """What is wanted of a product, and how its packs stand."""
    unit = one.product.unit
    return {
        "name": one.product.name,
        "producer": one.product.producer.name,
        "id": one.product.public_id,
        "wanted": much_of(one.wanted, unit),
        "more": much_of(one.more, unit) if one.more else "",
        "packs": one.packs,
        "ordered": much_of(one.ordered, unit),
        "missing": much_of(one.missing, unit) if one.missing else "",
        "came": "" if one.came is None else much_of(one.came, unit),
        "left": much_of(one.left, unit) if one.left else "",
    }
