"""The figures on the web and as a table: how help went round, month by month."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.arenas.timebank.queries.figures import Figures, Row, figures
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.exchange import figures_pages
from coproduce.core.quantity import HOURS


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The figures of a year; `?year=` another than this."""
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 and int(said) > 0 else None
    found = figures(request.actor, clock.today(request.community.time_zone), year)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    return render(
        request,
        "timebank/figures.html",
        {
            "figures": found,
            "months": [_shown(row) for row in found.months],
            "kinds": [_shown(row) for row in found.kinds],
            "total": _shown(found.total),
            **figures_pages.ring(found),
            "newcomers": [(_label(labels), number) for labels, number in found.newcomers],
        },
    )


def _shown(row: Row) -> dict[str, Any]:
    return {
        "label": _label(row.labels),
        "exchanges": row.exchanges,
        "given": None if row.given_minutes is None else HOURS(row.given_minutes),
        "received": None if row.received_minutes is None else HOURS(row.received_minutes),
    }


def _label(labels: tuple[str, ...]) -> str:
    """Months as people say them, kinds as they are called; of several put together, each."""
    return " · ".join(
        date_format(month, "YEAR_MONTH_FORMAT") if (month := _month(label)) else label for label in labels
    )


def _month(label: str) -> date | None:
    year, dash, month = label.partition("-")
    is_month = dash and year.isdecimal() and len(year) == 4 and month.isdecimal() and len(month) == 2
    return date(int(year), int(month), 1) if is_month and 1 <= int(month) <= 12 and int(year) else None


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    """By month and kind for who sees the books whole; else the months as the page shows them."""
    made_up = _("demo") if request.community.is_demo else ""
    hidden = _("1 to 7")
    heads = [_("month"), _("kind"), _("exchanges"), _("given, minutes"), _("received, minutes"), _("note")]
    rows = [(row.labels, row) for row in found.cells] or [((" · ".join(row.labels), ""), row) for row in found.months]
    return as_csv(
        f"{request.community.slug}-figures-{found.year}",
        heads,
        (
            [*labels, *(hidden if number is None else number for number in
                        (row.exchanges, row.given_minutes, row.received_minutes)), made_up]
            for labels, row in rows
        ),
    )  # fmt: skip
