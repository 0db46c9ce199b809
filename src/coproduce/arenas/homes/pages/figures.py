"""The figures on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.queries.figures import Figures, figures
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import HOURS

STAGES = {
    "working": gettext_lazy("on the way"),
    "building": gettext_lazy("their home is being built"),
    "has a key": gettext_lazy("have their key"),
}


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
        "stages": [{"title": _stage(line.stages), "families": line.families} for line in found.stages],
        "others": in_per_cent(found.others),
        "friends": in_per_cent(found.friends),
        "keys": in_per_cent(found.keys),
        "ring": in_per_cent(found.return_rate),
        "asked": in_per_cent(found.asked),
        "unaided": in_per_cent(found.without_staff),
    }
    return render(request, "homes/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "homes_figures")


def _stage(stages: tuple[str, ...]) -> str:
    return " · ".join(str(STAGES[stage]) for stage in stages)


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    table: list[list[Any]] = [
        [_("families"), _stage(line.stages), hidden if line.families is None else line.families, "", made_up]
        for line in found.stages
    ]
    table += [
        [_("shares"), title, rate.k if rate else hidden, rate.n if rate else hidden, made_up]
        for title, rate in (
            (_("worked on other homes than their own"), found.others), (_("given by friends"), found.friends),
            (_("have their key"), found.keys), (_("ready people who were asked, or answered first"), found.asked),
        )
    ]  # fmt: skip
    return as_csv(
        f"{request.community.slug}-home-figures", [_("of"), _("which"), _("number"), _("of how many"), _("note")], table
    )
