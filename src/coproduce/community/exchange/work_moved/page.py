"""Paid and unpaid on the web and as a table, for every arena."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.work_moved.reckoned import paid_and_unpaid, years_of_work
from coproduce.community.exchange.work_moved.shown import as_table, shown


def page(request: MemberRequest, arena: str, back: str) -> HttpResponse:
    """Given and paid hours of a year in an arena; `?year=` another than this. `back` names the page of its figures."""
    today = clock.today(request.community.time_zone)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 and int(said) > 0 else today.year
    found = paid_and_unpaid(request.actor, arena, today, year)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return as_table(request, found)
    here = {
        "work": shown(found),
        "year": year,
        "years": years_of_work(request.community.pk, arena, today),
        "may_write_paid": policy.may(request.actor, "people.record_staff_hours"),
        "back": back,
    }
    return render(request, "exchange/work_moved.html", here)
