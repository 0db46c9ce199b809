"""What one bought and sold; and one purchase: its receipt, the next thing to do, and what is wrong with it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.market.actions.buying import hand_over, let_go, pay_sale
from coproduce.arenas.market.actions.disputes import answer_dispute, dispute_sale, settle_dispute
from coproduce.arenas.market.forms import AnswerForm, HandOverForm, LetGoForm, PaidForm, SettleForm, WrongForm
from coproduce.arenas.market.models import Sale
from coproduce.arenas.market.pages.words import shown_sale
from coproduce.arenas.market.queries import sales
from coproduce.arenas.market.queries.sales import Sides, sides, still_to_pay
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, page_of
from coproduce.community.people.doing import Button, shown


@never_cache
@for_another
def page(request: MemberRequest) -> HttpResponse:
    """One's own, the latest first; with `?all=1`, for the desk, everybody's."""
    actor = request.actor
    if not policy.may(actor, "market.read_sales", "own"):
        raise Http404
    is_all = "all" in request.GET and policy.may(actor, "market.read_sales")
    rows = sales.all_sales(actor) if is_all else sales.my_sales(actor)
    is_file = request.GET.get("as") == "csv"
    listed = page_of(rows, request, 1000 if is_file else 25)
    found = list(listed)
    if is_all:
        sales.read_all(actor, found, "file" if is_file else "list")
    lines = [shown_sale(one, request.community) for one in found]
    if is_file:
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("number"), _("day"), _("what"), _("bought by"), _("sold by"), _("amount"), _("how far"), _("note")]
        table = ((line["number"], line["row"].said_on, line["what"], line["buyer"], line["seller"], line["amount"],
                  line["state"], made_up) for line in lines)  # fmt: skip
        return as_csv(f"{request.community.slug}-market-bought", heads, table)
    return render(request, "market/sales.html", {"page": listed, "lines": lines, "is_all": is_all})


@never_cache
@for_another
def one(request: MemberRequest, sale: UUID) -> HttpResponse:
    """One purchase, as a receipt that prints, and what is to be done next by whoever reads it."""
    row = sales.sale_of(request.actor, sale)
    if row is None:
        raise Http404
    found = sides(request.actor, row)
    said = {
        "sale": shown_sale(row, request.community),
        "is_buyer": found.is_buyer,
        "place": row.stall.place,
        "is_seller": found.is_seller,
        "opened_by_buyer": row.opened_by_id is not None and row.opened_by_id == row.buyer_id,
        "till": row.ware is None,
    }
    buttons = {} if row.ware is None else _buttons(request, row, found)
    return shown(request, "market/receipt.html", buttons, said, {})


def _buttons(request: MemberRequest, row: Sale, found: Sides) -> dict[str, Button]:
    """What can be done with a purchase as far as it is, by who reads it."""
    known, does = {"sale": row.public_id}, dict[str, Button]()
    sells, takes_part = found.is_seller or found.is_desk, found.is_buyer or found.is_seller or found.is_desk
    if row.state == Sale.RESERVED:
        if sells and not (found.is_buyer and not found.is_desk):
            does["hand"] = Button(HandOverForm, hand_over, known, {"is_paid": "yes"})
        if takes_part:
            does["go"] = Button(LetGoForm, let_go, known, {})
    if sells and still_to_pay(row):
        does["paid"] = Button(PaidForm, pay_sale, known, {})
    if row.state == Sale.SOLD and takes_part:
        does["wrong"] = Button(WrongForm, dispute_sale, known, {})
    if row.state == Sale.DISPUTED:
        is_other = found.is_seller if row.opened_by_id == row.buyer_id else found.is_buyer
        if not row.answer and (is_other or found.is_desk):
            does["answer"] = Button(AnswerForm, answer_dispute, known, {})
        apart = not found.is_buyer and (row.stall.agent_id is None or not found.is_seller)
        if apart and policy.may(request.actor, "market.settle_dispute"):
            does["settle"] = Button(SettleForm, settle_dispute, known, {})
    return does
