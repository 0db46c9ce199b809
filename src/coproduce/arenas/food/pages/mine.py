"""What can be ordered now, what one ordered, what one wants every time; and being asked for the next season."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.actions.ordering import order, order_standing
from coproduce.arenas.food.forms import OrderForm, StandingForm
from coproduce.arenas.food.models import OrderCycle
from coproduce.arenas.food.pages.words import lines_as_csv, much_of, shown_line, shown_product
from coproduce.arenas.food.queries import cycles
from coproduce.arenas.food.queries.money import my_stand, notes_of
from coproduce.arenas.food.queries.products import products
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, for_another, page_of
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.people.doing import Button, shown
from coproduce.core.cycle import accepts
from coproduce.core.quantity import unit_of_money

#: So many products are seen at a glance; of more, somebody looks for one.
AT_A_GLANCE = 8


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The order that is open, what is sold, one's own lines. `?q=` finds products by their name, or who grows them."""
    actor = request.actor
    if not policy.may(actor, "food.read_page"):
        raise Http404
    money, rows = unit_of_money(request.community.currency), list(products(actor))
    last = cycles.cycles(actor).exclude(state=OrderCycle.CANCELLED).first()
    is_open = last is not None and accepts(cycles.as_cycle(last), clock.now())
    own = cycles.my_lines(actor, last, and_standing=True)
    lines = [shown_line(line, money) for line in cycles.together(own) if line.cycle_id is not None]
    chosen = request.GET.get("product", "")
    first = next((one.public_id for one in rows if str(one.public_id) == chosen), None)
    buttons: dict[str, Button] = {}
    if actor.agent_id and rows:
        if last is not None and is_open:
            buttons["order"] = Button(OrderForm, order, {"cycle": last.public_id}, {"product": first})
        buttons["standing"] = Button(StandingForm, order_standing, {}, {"product": first})
    words = request.GET.get("q", "").strip()[:80]
    found = [one for one in rows if words.lower() in f"{one.name} {one.producer.name}".lower()]
    stand = my_stand(actor, money)
    said = {
        "cycle": last,
        "is_open": is_open,
        "products": [shown_product(one, money) for one in found],
        "q": words,
        "is_chosen": first is not None,
        "are_many": len(rows) > AT_A_GLANCE,
        "lines": lines,
        "total": money(sum(line["minor"] for line in lines)),
        "standing": [shown_line(line, money) for line in own if line.cycle_id is None],
        **asked_here(actor, ARENA.slug),
        "stand": stand,
        "stand_said": money(abs(stand)),
        "is_desk": policy.may(actor, "food.open_cycle"),
        "sees_money": policy.may(actor, "food.read_money"),
    }
    choices = {"product": [(one.public_id, one.name) for one in rows]}
    return shown(request, "food/mine.html", buttons, said, choices)


@for_another
def past(request: MemberRequest) -> HttpResponse:
    """Orders of here, the latest first."""
    if not policy.may(request.actor, "food.read_page"):
        raise Http404
    return render(request, "food/past.html", {"page": page_of(cycles.cycles(request.actor), request)})


@for_another
def one(request: MemberRequest, cycle: UUID) -> HttpResponse:
    """One's own lines of an order, with credit notes for what did not come; `?as=csv` is the lines as a table."""
    actor = request.actor
    row = cycles.cycle_of(actor, cycle)
    if row is None:
        raise Http404
    money = unit_of_money(request.community.currency)
    lines = cycles.together(cycles.my_lines(actor, row))
    if request.GET.get("as") == "csv":
        return lines_as_csv(request, row, lines, money)
    found = [shown_line(line, money) for line in lines]
    things = {str(line.product_id): line.product for line in lines}
    said: dict[str, Any] = {
        "cycle": row,
        "lines": found,
        "notes": [
            {
                "name": things[note.product].name, "less": much_of(note.less, things[note.product].unit),
                "amount": money(note.minor),
            }
            for note in notes_of(row, lines)
        ],
        "total": money(sum(line["minor"] for line in found)),
        "is_desk": policy.may(actor, "food.read_orders"),
    }  # fmt: skip
    return render(request, "food/statement.html", said)
