"""What is due to members, paid out together or to one, and the file for the bank."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.market.actions.paying import pay_dividends
from coproduce.arenas.market.forms import BankForm, PayForm, PayOneForm
from coproduce.arenas.market.queries import books
from coproduce.arenas.market.queries.here import here_in
from coproduce.arenas.market.queries.papers import bank_file, batches
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.community.people.doing import Button, shown
from coproduce.community.people.models import Agent
from coproduce.core.refusal import Refusal

MOST = 200


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Who is due what and has how much in shares; payments that went out, with their files."""
    actor = request.actor
    if not policy.may(actor, "market.pay_dividends"):
        raise Http404
    place, is_file = here_in(request.community), request.GET.get("as") == "csv"
    stands = books.read_all(actor, "file" if is_file else "list")
    called = books.names(actor.community_id, [one.agent for one in stands])
    stands.sort(key=lambda one: (called[one.agent], one.agent))
    money = place.money
    rows = [
        {"name": called[one.agent], "shares": money(one.shares_minor), "due": money(one.due_minor),
         "kept": money(one.retained_minor)} for one in stands
    ]  # fmt: skip
    if is_file:
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("member"), _("shares"), _("due"), _("kept"), _("note")]
        return as_csv(
            f"{request.community.slug}-shares-and-dividends", heads, ([*row.values(), made_up] for row in rows)
        )
    owed = [one.agent for one in stands if one.due_minor > 0]
    ids = dict(Agent.objects.filter(pk__in=owed).values_list("pk", "public_id"))
    said = {
        "rows": rows[:MOST],
        "whole": money(sum(max(0, one.due_minor) for one in stands)),
        "least": money(place.rules.minimum_payout_minor),
        "batches": [{"row": one, "amount": money(one.minor)} for one in batches(actor)],
    }
    buttons = {}
    if owed:
        buttons["all"] = Button(PayForm, pay_dividends, {}, {"paid_on": place.today})
        buttons["one"] = Button(PayOneForm, pay_dividends, {}, {"paid_on": place.today})
    return shown(request, "market/paying.html", buttons, said, {"who": [(ids[one], called[one]) for one in owed]})


@never_cache
def bank(request: MemberRequest, batch: UUID) -> HttpResponse:
    """The file for the bank: from which account, on which day?"""
    found = next((one for one in batches(request.actor) if one.id == batch), None)
    if found is None:
        raise Http404
    place = request.community
    form = BankForm(request.POST or None, initial={"pay_on": clock.today(place.time_zone)})
    if request.method == "POST" and form.is_valid():
        said = bank_file(request.actor, place, batch, **form.cleaned_data)
        if not isinstance(said, Refusal):
            answer = HttpResponse(said, content_type="application/xml; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="{place.slug}-dividends-{found.on}.xml"'
            return answer
        form.add_error(said.field if said.field in form.fields else None, refused(said))
    return render(request, "market/bank.html", {"form": form, "batch": found}, status=422 if form.errors else 200)
