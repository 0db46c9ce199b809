"""The figures on the web and as a table, and paid beside unpaid hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.queries.figures import Figures, figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import HOURS


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "time": None if found.minutes is None else HOURS(found.minutes),
        "agreed": in_per_cent(found.agreed),
        "cleared": in_per_cent(found.cleared),
        **figures_pages.ring(found),
    }
    return render(request, "works/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "works_figures")


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [
        (_("count"), _("lanes written down"), found.lanes),
        (_("count"), _("lanes whose water runs"), found.in_use),
        (_("count"), _("houses"), found.houses),
        (_("count"), _("minutes given"), found.minutes),
    ]
    shares = [
        (_("houses that agreed their share"), found.agreed),
        (_("blocked pipes that were cleared"), found.cleared),
        (_("ready people who were asked, or answered first"), found.asked),
        (_("exchanges agreed without the desk"), found.without_staff),
    ]
    return figures_pages.saved(request, "lane", counts, shares)
