"""The figures on the web and as a table, and paid beside unpaid hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.queries.figures import Figures, figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import KG


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "weight": None if found.grams is None else KG(found.grams),
        "whole": in_per_cent(found.whole),
        "in_time": in_per_cent(found.in_time),
        **figures_pages.ring(found),
    }
    return render(request, "food/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "food_figures")


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [
        (_("people"), _("ate with the others"), found.eaters),
        (_("people"), _("grew for the others"), found.growers),
    ]
    shares = [
        (_("lines of which all came"), found.whole),
        (_("food that was over and fetched in its time"), found.in_time),
        (_("ready people who were asked, or answered first"), found.asked),
    ]
    return figures_pages.saved(request, "food", counts, shares)
