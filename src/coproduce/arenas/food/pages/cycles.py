"""The desk's orders: opened, closed, shared when it comes, settled, put right; the list to pack by."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.food.actions.cycles import cancel_cycle, close_cycle, open_cycle
from coproduce.arenas.food.actions.deliveries import put_instead, receive_delivery
from coproduce.arenas.food.actions.rounds import plan_round
from coproduce.arenas.food.actions.settling import put_cycle_right, settle_cycle
from coproduce.arenas.food.forms import (
    CameForm,
    CloseForm,
    InsteadForm,
    OpenForm,
    RightForm,
    RoundForm,
    SettleForm,
    WhyForm,
)
from coproduce.arenas.food.models import OrderCycle, OrderLine
from coproduce.arenas.food.pages.words import STATES, lines_as_csv, shown_line, shown_wanted
from coproduce.arenas.food.queries import cycles
from coproduce.arenas.food.queries.cycles import Wanted
from coproduce.arenas.food.queries.products import products
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, page_of
from coproduce.community.people.doing import Button, people, shown
from coproduce.community.people.models import Neighbourhood
from coproduce.core.quantity import unit_of_money


def page(request: MemberRequest) -> HttpResponse:
    """All orders, and a new one."""
    actor = request.actor
    if not policy.may(actor, "food.read_orders"):
        raise Http404
    buttons = {}
    rows = cycles.cycles(actor)
    if policy.may(actor, "food.open_cycle"):
        today = clock.today(request.community.time_zone)
        said = {"closes_on": today + timedelta(days=2), "closes": time(18), "comes_on": today + timedelta(days=4)}
        buttons["open"] = Button(OpenForm, open_cycle, {}, said)
    found = page_of(rows, request)
    here_now = {"page": found, "rows": [{"row": one, "state": STATES[one.state]} for one in found]}
    return shown(request, "food/cycles.html", buttons, here_now, {})


def one(request: MemberRequest, cycle: UUID) -> HttpResponse:
    """One order, and what is to be done with it next."""
    actor = request.actor
    row = cycles.cycle_of(actor, cycle) if policy.may(actor, "food.read_orders") else None
    if row is None:
        raise Http404
    money = unit_of_money(request.community.currency)
    how = request.GET.get("as", "")
    lines = cycles.read_lines(actor, row, {"csv": "file", "paper": "paper"}.get(how, "page"))
    if how == "csv":
        return lines_as_csv(request, row, cycles.together(lines), money)
    boxes = [
        {"name": mine[0].agent.name, "lines": [shown_line(line, money) for line in mine]}
        for mine in cycles.by_member(cycles.together(lines)).values()
    ]
    said: dict[str, Any] = {"cycle": row, "state": STATES[row.state], "boxes": boxes}
    if how == "paper":
        return render(request, "food/packing.html", said)
    wanted = cycles.wanted(row, lines)
    said |= {"wanted": [shown_wanted(found) for found in wanted], "is_due": row.closes_at <= clock.now()}
    buttons = _buttons(request, row, wanted)
    return shown(request, "food/cycle.html", buttons, said, _choices(request, row, lines, wanted))


def _buttons(request: MemberRequest, row: OrderCycle, wanted: list[Wanted]) -> dict[str, Button]:
    """What can be done with an order as far as it is, by whoever may."""
    actor, known = request.actor, {"cycle": row.public_id}
    found: dict[str, Button] = {}
    if policy.may(actor, "food.close_cycle"):
        if row.state == OrderCycle.OPEN:
            early = row.closes_at > clock.now()
            found["close"] = Button(CloseForm, close_cycle, {**known, "is_early": early}, {})
        if row.state == OrderCycle.CLOSED and row.packs:
            found["came"] = Button(CameForm, receive_delivery, known, {})
            if row.came:
                found["instead"] = Button(InsteadForm, put_instead, known, {})
        if row.state in (OrderCycle.CLOSED, OrderCycle.SETTLED):
            found["round"] = Button(RoundForm, plan_round, known, {})
        if row.state in (OrderCycle.OPEN, OrderCycle.CLOSED):
            found["cancel"] = Button(WhyForm, cancel_cycle, known, {})
    if policy.may(actor, "food.settle_cycle"):
        if row.state == OrderCycle.CLOSED and not set(row.packs) - set(row.came):
            found["settle"] = Button(SettleForm, settle_cycle, known, {})
        if row.state == OrderCycle.SETTLED:
            found["right"] = Button(RightForm, put_cycle_right, known, {})
    return found


def _choices(request: MemberRequest, row: OrderCycle, lines: list[OrderLine], wanted: list[Wanted]) -> dict[str, Any]:
    if row.state not in (OrderCycle.CLOSED, OrderCycle.SETTLED):
        return {}
    came = [
        (one.product.public_id, _("%(what)s: of %(ordered)s") % {"what": one.product.name, "ordered": one.ordered},
         one.ordered if one.came is None else one.came)
        for one in wanted if one.packs
    ]  # fmt: skip
    areas = Neighbourhood.objects.filter(community_id=row.community_id).order_by("name").values_list("name", flat=True)
    return {
        "came": came,
        "product": [(one.product.public_id, one.product.name) for one in wanted],
        "instead": [(one.public_id, one.name) for one in products(request.actor)],
        "who": sorted({(line.agent.public_id, line.agent.name) for line in lines}, key=lambda one: one[1]),
        "depot": [(name, name) for name in areas],
        "driver": people(
            request, sorted({(line.agent.public_id, line.agent.name) for line in lines}, key=lambda one: one[1])
        ),
    }
