"""How much is shared and used here, what a price spike would have done, and whether it goes round."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.pages.words import energy, in_hundred, money
from coproduce.arenas.energy.queries.figures import Figures, figures
from coproduce.arenas.energy.rules import Replayed
from coproduce.community.base.page import MemberRequest, as_csv, headed
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import unit_of_money


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted over the months that are settled."""
    found = figures(request.actor, request.community)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    currency, spike = request.community.currency, found.spike
    said = {
        "found": found,
        "shared": None if found.shared_wh is None else energy(found.shared_wh),
        "used_here": in_hundred(found.self_consumption),
        "from_here": in_hundred(found.self_sufficiency),
        "spike": spike,
        "whole": spike and spike.whole and _bills(spike.whole, currency),
        "mine": spike and spike.mine and _bills(spike.mine, currency),
        **figures_pages.ring(found),
    }
    return render(request, "energy/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "energy_figures")


def _bills(found: Replayed, currency: str) -> dict[str, Any]:
    """The worst month and all of them, alone and with neighbours."""
    return {
        "worst_alone": money(found.worst_alone, currency), "worst_shared": money(found.worst_shared, currency),
        "alone": money(sum(found.alone), currency), "shared": money(sum(found.shared), currency),
    }  # fmt: skip


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    """A row for each month of the spike."""
    made_up, coins = _("demo") if request.community.is_demo else "", unit_of_money(request.community.currency)
    heads = [_("month of the example"), headed(_("all bills, alone"), coins),
             headed(_("all bills, with neighbours"), coins), _("note")]  # fmt: skip
    rows = (
        zip(found.spike.whole.alone, found.spike.whole.shared, strict=True) if found.spike and found.spike.whole else ()
    )
    table = [
        (number, coins(alone).number, coins(shared).number, made_up)
        for number, (alone, shared) in enumerate(rows, start=1)
    ]
    return as_csv(f"{request.community.slug}-energy-figures", heads, table)
