"""The figures on the web and as a table, and paid beside unpaid hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.queries.figures import Figures, figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "by_others": in_per_cent(found.by_others),
        "mended": in_per_cent(found.mended),
        "changed": in_per_cent(found.changed_by_others),
        **figures_pages.ring(found),
    }
    return render(request, "making/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "making_figures")


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [
        (_("people"), _("designed something"), found.designers),
        (_("people"), _("built something"), found.makers),
        (_("designs"), _("all"), found.designs),
        (_("designs"), _("made from others"), found.forks),
    ]
    shares = [
        (_("built by others than who designed it"), found.by_others),
        (_("found to mend, and mended"), found.mended),
        (_("pages changed by others than who keeps them"), found.changed_by_others),
        (_("ready people who were asked, or answered first"), found.asked),
        (_("exchanges agreed without the desk"), found.without_staff),
    ]
    return figures_pages.saved(request, "making", counts, shares)
