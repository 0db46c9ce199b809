"""The figures on the web and as a table, and paid beside unpaid hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.queries.figures import figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        counts = [
            (_("festivals"), _("all"), found.festivals),
            (_("festivals"), _("over"), found.held),
            (_("things"), _("on the shelf"), found.things),
            (_("things"), _("times lent"), found.times_lent),
            (_("things"), _("brought to be mended"), found.brought),
        ]
        shares = [
            (_("thought of by members, not by the desk"), found.by_members),
            (_("brought and mended"), found.fixed),
            (_("ready people who were asked, or answered first"), found.asked),
            (_("exchanges agreed without the desk"), found.without_staff),
        ]
        return figures_pages.saved(request, ARENA.slug, counts, shares)
    said = {
        "figures": found,
        "by_members": in_per_cent(found.by_members),
        "fixed": in_per_cent(found.fixed),
        **figures_pages.ring(found),
    }
    return render(request, "play/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "play_figures")
