"""The figures on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.queries.figures import Figures, figures
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures(request.actor, clock.today(request.community.time_zone))
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "by_others": in_per_cent(found.by_others),
        "mended": in_per_cent(found.mended),
        "changed": in_per_cent(found.changed_by_others),
        "ring": in_per_cent(found.return_rate),
        "asked": in_per_cent(found.asked),
        "unaided": in_per_cent(found.without_staff),
    }
    return render(request, "making/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "making_figures")


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    table: list[list[Any]] = [
        [_("people"), title, hidden if number is None else number, "", made_up]
        for title, number in ((_("designed something"), found.designers), (_("built something"), found.makers))
    ]
    table += [
        [_("designs"), _("all"), found.designs, "", made_up],
        [_("designs"), _("made from others"), found.forks, "", made_up],
    ]
    table += [
        [_("shares"), title, rate.k if rate else hidden, rate.n if rate else hidden, made_up]
        for title, rate in (
            (_("built by others than who designed it"), found.by_others),
            (_("found to mend, and mended"), found.mended),
            (_("pages changed by others than who keeps them"), found.changed_by_others),
            (_("ready people who were asked, or answered first"), found.asked),
            (_("exchanges agreed without the desk"), found.without_staff),
        )
    ]  # fmt: skip
    heads = [_("of"), _("which"), _("number"), _("of how many"), _("note")]
    return as_csv(f"{request.community.slug}-making-figures", heads, table)
