"""The figures on the web and as a table, and paid beside unpaid hours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.queries.figures import Figures, figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import HOURS

STAGES = {
    "working": gettext_lazy("on the way"),
    "building": gettext_lazy("their home is being built"),
    "has a key": gettext_lazy("have their key"),
    "left": gettext_lazy("went no further"),
}


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "time": None if found.minutes is None else HOURS(found.minutes),
        "stages": [{"title": _stage(line.stages), "families": line.families} for line in found.stages],
        "others": in_per_cent(found.others),
        "friends": in_per_cent(found.friends),
        "keys": in_per_cent(found.keys),
        **figures_pages.ring(found),
    }
    return render(request, "homes/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "homes_figures")


def _stage(stages: tuple[str, ...]) -> str:
    return " · ".join(str(STAGES[stage]) for stage in stages)


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [(_("families"), _stage(line.stages), line.families) for line in found.stages]
    shares = [
        (_("worked on other homes than their own"), found.others),
        (_("given by friends"), found.friends),
        (_("have their key"), found.keys),
        (_("ready people who were asked, or answered first"), found.asked),
    ]
    return figures_pages.saved(request, "home", counts, shares)
