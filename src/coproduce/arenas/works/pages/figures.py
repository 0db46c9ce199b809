"""The figures on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.queries.figures import Figures, figures
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import HOURS


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures(request.actor, clock.today(request.community.time_zone))
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "time": None if found.minutes is None else HOURS(found.minutes),
        "agreed": in_per_cent(found.agreed),
        "cleared": in_per_cent(found.cleared),
        "ring": in_per_cent(found.return_rate),
        "asked": in_per_cent(found.asked),
        "unaided": in_per_cent(found.without_staff),
    }
    return render(request, "works/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "works_figures")


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    table: list[list[Any]] = [
        [_("count"), title, hidden if number is None else number, "", made_up]
        for title, number in (
            (_("lanes written down"), found.lanes), (_("lanes whose water runs"), found.in_use),
            (_("houses"), found.houses), (_("minutes given"), found.minutes),
        )
    ]  # fmt: skip
    table += [
        [_("share"), title, rate.k if rate else hidden, rate.n if rate else hidden, made_up]
        for title, rate in (
            (_("houses that agreed their share"), found.agreed),
            (_("blocked pipes that were cleared"), found.cleared),
            (_("ready people who were asked, or answered first"), found.asked),
            (_("exchanges agreed without the desk"), found.without_staff),
        )
    ]
    heads = [_("of"), _("which"), _("number"), _("of how many"), _("note")]
    return as_csv(f"{request.community.slug}-lane-figures", heads, table)
