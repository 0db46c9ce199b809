"""Paid and unpaid on the web and as a table."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from coproduce.arenas.timebank.queries.work_moved import paid_and_unpaid, years
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.work_moved.shown import as_table, shown


def page(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year; `?year=` another than this."""
    today = clock.today(request.community.time_zone)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 and int(said) > 0 else today.year
    found = paid_and_unpaid(request.actor, today, year)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return as_table(request, found)
    may_write = policy.may(request.actor, "people.record_staff_hours")
    here = {"work": shown(found), "year": year, "years": years(request.actor, today), "may_write_paid": may_write}
    return render(request, "timebank/work_moved.html", here)
