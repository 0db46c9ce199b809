"""The market place: what is sold, found by a word; a stall; one thing, kept for whoever wants it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.actions.buying import reserve
from coproduce.arenas.market.actions.stalls import keep_stall, keep_ware, relation
from coproduce.arenas.market.forms import KINDS, ReserveForm, StallForm, StallForOthersForm, WareForm
from coproduce.arenas.market.models import Ware
from coproduce.arenas.market.pages.words import shown_ware
from coproduce.arenas.market.queries import stalls
from coproduce.arenas.market.queries.here import here_in
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, page_of, refused
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.exchange.occasions.queries import groups_of
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import Unit, unit_of_money
from coproduce.core.refusal import Refusal


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """What is sold here, a page at a time. `?q=` finds things by their name, their stall or its place."""
    actor = request.actor
    if not policy.may(actor, "market.read_page"):
        raise Http404
    money, words = unit_of_money(request.community.currency), request.GET.get("q", "").strip()[:80]
    found = stalls.wares(actor, words)
    if request.GET.get("as") == "csv":
        return _file(request, found, money)
    listed = page_of(found, request, 12)
    said = {
        "page": listed,
        "wares": [shown_ware(one, money) for one in listed],
        "stalls": list(stalls.stalls(actor)[:12]) if not words else (),
        "mine": list(stalls.my_stalls(actor)),
        **asked_here(actor, ARENA.slug),
        "sees_money": policy.may(actor, "market.close_year"),
        "sees_all": policy.may(actor, "market.read_sales"),
        "may_sell": policy.may(actor, "market.keep_stall", "own"),
    }
    return shown(request, "market/place.html", {}, said, {})


@for_another
def stall(request: MemberRequest, stall: UUID) -> HttpResponse:
    """One stall, what is at it, and for whoever keeps it what to change. `?ware=` begins with one thing."""
    actor, row = request.actor, stalls.stall_of(request.actor, stall)
    if row is None:
        raise Http404
    money = unit_of_money(request.community.currency)
    keeps = policy.may(actor, "market.keep_ware", relation(actor, row))
    every = row.wares.order_by("-is_sold", "name", "pk") if keeps else stalls.wares(actor, of=row)
    buttons = {}
    if keeps:
        chosen = request.GET.get("ware", "")
        first = next((one for one in every if str(one.public_id) == chosen), None)
        typed = "" if first is None else f"{first.price_minor / money.minor_per_major:.2f}"
        start = {"is_sold": "yes", "kind": "thing"} if first is None else {
            "name": first.name, "kind": first.kind, "words": first.words, "left": first.left, "price": typed,
            "is_sold": "yes" if first.is_sold else "no",
        }  # fmt: skip
        buttons["ware"] = Button(WareForm, keep_ware, {"stall": row.public_id}, start)
        open_now = {"name": row.stall, "words": row.words, "place": row.place, "near_of_100": row.near_of_100,
                    "is_open": "yes" if row.is_open else "no"}  # fmt: skip
        known = {"is_ours": True} if row.agent is None else {"for_": row.agent.public_id}
        buttons["stall"] = Button(StallForm, keep_stall, known, open_now)
    listed = page_of(every, request)
    said = {
        "stall": row,
        "whose": row.agent.name if row.agent else request.community.name,
        "page": listed,
        "wares": [shown_ware(one, money) for one in listed],
        "keeps": keeps,
        "is_mine": row.agent_id is not None and row.agent_id == actor.agent_id,
    }
    return shown(request, "market/stall.html", buttons, said, {})


def sell(request: MemberRequest) -> HttpResponse:
    """Open a stall: one's own, a firm's, or by the desk anybody's or the community's own."""
    actor = request.actor
    if not policy.may(actor, "market.keep_stall", "own"):
        raise Http404
    is_desk, groups = policy.may(actor, "market.keep_stall"), list(groups_of(actor.agent_id))
    start = {"is_open": "yes"}
    mine = [(one.public_id, one.name) for one in groups]
    found: list[tuple[str | UUID, str]]
    if is_desk:
        button = Button(StallForOthersForm, keep_stall, {}, start)
        found = [("", _("The community’s own")), *people(request, mine)]
    else:
        button = Button(StallForm, keep_stall, {}, start)
        found = []
    said = {"is_desk": is_desk, "mine": list(stalls.my_stalls(actor))}
    return shown(request, "market/sell.html", {"stall": button}, said, {"for_": found})


@for_another
def ware(request: MemberRequest, ware: UUID) -> HttpResponse:
    """One thing: how many shall be kept?"""
    actor, row = request.actor, stalls.ware_of(request.actor, ware)
    if row is None or not policy.may(actor, "market.reserve", "own"):
        raise Http404
    place = here_in(request.community)
    form = ReserveForm(request.POST or None, initial={"request_id": uuid4(), "quantity": 1})
    if request.method == "POST" and form.is_valid():
        outcome = reserve(actor, ware=row.public_id, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("It is kept for you."))
            address = {"community": request.community.slug, "sale": outcome.value.sale}
            return SeeOther(reverse("market_sale", kwargs=address))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {
        **shown_ware(row, place.money), "form": form, "days": place.rules.reserved_days,
        "whose": row.stall.agent.name if row.stall.agent else request.community.name,
        "is_mine": row.stall.agent_id == actor.agent_id,
    }  # fmt: skip
    return render(request, "market/ware.html", said, status=422 if form.errors else 200)


def _file(request: MemberRequest, found: QuerySet[Ware], money: Unit) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("what"), _("thing or service"), _("stall"), _("place"), _("price"), _("left"), _("note")]
    rows = (
        [one.name, KINDS[one.kind], one.stall.stall, one.stall.place, money(one.price_minor),
         "" if one.left is None else one.left, made_up] for one in found
    )  # fmt: skip
    return as_csv(f"{request.community.slug}-market", heads, rows)
