"""What is sold here, with everything that is in it; growers keep their own, the desk everybody's."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.food.actions.products import keep_product
from coproduce.arenas.food.forms import NONE_OF_THEM, ProductForm, ProductForOthersForm
from coproduce.arenas.food.models import Product
from coproduce.arenas.food.pages.words import shown_product
from coproduce.arenas.food.queries.products import products
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.occasions.queries import groups_of
from coproduce.community.people.doing import Button, people, shown
from coproduce.community.people.queries import agents
from coproduce.core.quantity import Unit, unit_of_money


def page(request: MemberRequest) -> HttpResponse:
    """All products; `?product=` fills the form with one, to change it."""
    actor = request.actor
    if not policy.may(actor, "food.read_page"):
        raise Http404
    money, rows = unit_of_money(request.community.currency), list(products(actor, only_sold=False))
    if request.GET.get("as") == "csv":
        return _file(request, rows)
    is_desk = policy.may(actor, "food.keep_product")
    chosen = next((one for one in rows if str(one.public_id) == request.GET.get("product", "")), None)
    buttons = {}
    if actor.agent_id and not actor.helped_by:
        mine = chosen if chosen and (is_desk or chosen.producer_id == actor.agent_id) else None
        form = ProductForOthersForm if is_desk else ProductForm
        buttons["keep"] = Button(form, keep_product, {}, _said(mine, money))
    known: list[tuple[UUID, str]] = []
    if is_desk:
        growers = {(one.producer.public_id, one.producer.name) for one in rows}
        groups = set(agents(actor).filter(kind="organisation").values_list("public_id", "name")[:20])
        known = sorted(growers | groups, key=lambda one: one[1])
    said = {
        "products": [shown_product(one, money) for one in rows],
        "chosen": chosen,
        "is_desk": is_desk,
        "mine": {actor.agent_id, *groups_of(actor.agent_id).values_list("pk", flat=True)},
    }
    return shown(request, "food/products.html", buttons, said, {"producer": people(request, known)})


def _said(product: Product | None, money: Unit) -> dict[str, Any]:
    if product is None:
        return {"pack": 1, "least_packs": 0, "is_sold": "yes", "unit": "piece", "storage": "ambient"}
    names = ("name", "unit", "pack", "least_packs", "grams", "storage", "dated", "keeps_days")
    return {
        **{name: getattr(product, name) for name in names},
        "producer": product.producer.public_id,
        "price": str(money(product.price_minor)),
        "contains": _ticked(product.contains),
        "traces": _ticked(product.traces),
        "is_sold": "yes" if product.is_sold else "no",
    }


def _ticked(said: list[str] | None) -> list[str]:
    return [] if said is None else said or [NONE_OF_THEM]


def _file(request: MemberRequest, rows: list[Product]) -> HttpResponse:
    """As `coproduce import` reads it."""
    made_up, money = _("demo") if request.community.is_demo else "", unit_of_money(request.community.currency)
    heads = ["product", "producer", "unit", "pack", "least packs", "price", "grams", "contains", "traces", "storage",
             "dated", "keeps days", "note"]  # fmt: skip
    table = [
        [one.name, one.producer.name, one.unit, one.pack, one.least_packs, money(one.price_minor).number, one.grams,
         _cell(one.contains), _cell(one.traces), one.storage, one.dated, one.keeps_days, made_up]
        for one in rows
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-food-products", heads, table)


def _cell(said: list[str] | None) -> str:
    return "unknown" if said is None else " ".join(said) or "none"
