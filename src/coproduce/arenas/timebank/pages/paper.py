"""Everything of a time bank that lives on paper: sheets for noticeboard and kitchen table, and the directory."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.timebank.pages.desk import desk_only
from coproduce.arenas.timebank.queries.paper import Printed, directory, printed_directory
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.models import Need, Offer

#: Rows of a sheet that fill one page and leave room for big handwriting.
ROWS = 7

#: Days a printed directory may hang: what it says is old by then.
HANGS = timedelta(days=90)


def index(request: MemberRequest) -> HttpResponse:
    """All sheets there are, and where what came back on them is typed in."""
    desk_only(request)
    return render(request, "timebank/paper.html", {})


def sign_up(request: MemberRequest) -> HttpResponse:
    """The sheet people put themselves on: name, what they can, what they would like, telephone, and their yes."""
    desk_only(request)
    return render(request, "timebank/paper_sign_up.html", {"rows": range(ROWS), "day": _today(request)})


def hours_sheet(request: MemberRequest) -> HttpResponse:
    """The sheet hours are written on: who helped whom, when, how long, and a word of thanks."""
    desk_only(request)
    return render(request, "timebank/paper_hours.html", {"rows": range(ROWS), "day": _today(request)})


def leaflet(request: MemberRequest) -> HttpResponse:
    """The directory to fold: first names and parts of town of those who said yes, the desk's number for all."""
    desk_only(request)
    today = _today(request)
    if request.GET.get("as") == "csv":
        return _file(request)
    return render(
        request,
        "timebank/paper_leaflet.html",
        {"parts": printed_directory(request.actor, today), "day": today, "until": today + HANGS},
    )


def _file(request: MemberRequest) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    lines: list[tuple[str, str, Printed]] = [
        (side, kind, line)
        for side, intents in ((_("offer"), Offer), (_("need"), Need))
        for kind, line in directory(request.actor, intents, _today(request))
    ]
    return as_csv(
        f"{request.community.slug}-directory",
        [_("side"), _("wider kind"), _("kind"), _("words"), _("first name"), _("part of town"), _("note")],
        ([side, kind, line.kind, line.words, line.name, line.area, made_up] for side, kind, line in lines),
    )


def _today(request: MemberRequest) -> date:
    return clock.today(request.community.time_zone)
