"""A month in large type: what somebody gave and received, the thanks they were told, and an ask that waits."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.arenas.timebank.queries.paper import Month, months, with_ask
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.notices.queries import on_paper
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents, members
from coproduce.core.quantity import HOURS, Quantity

#: Letters of one page: as many as a printer takes at once.
LETTERS = 50

#: Months to choose from, this one and those before.
BACK = 13


def of_all(request: MemberRequest) -> HttpResponse:
    """A letter for each member who is told on paper; `?whose=all` for everybody; `?month=` is one of the last year."""
    if not policy.may(request.actor, "ledger.read_statement"):
        raise Http404
    whose = "all" if request.GET.get("whose") == "all" else "paper"
    here = members(request.actor)
    found = Agent.objects.filter(membership__in=here.order_by() if whose == "all" else on_paper(here.order_by()))
    found = with_ask(found).order_by("name", "pk")
    first, last = _month(request)
    if request.GET.get("as") == "csv":
        return _file(request, months(request.actor, list(found), first, last, request.community.time_zone), first)
    page = page_of(found, request, LETTERS)
    return _letters(request, list(page), first, last, {"page": page, "whose": whose})


def of_one(request: MemberRequest, member: UUID) -> HttpResponse:
    """One member's month: their own, or for the desk anybody's."""
    one = with_ask(agents(request.actor)).filter(public_id=member).first()
    if one is None or not policy.may(request.actor, "ledger.read_statement", policy.towards(request.actor, one.pk)):
        raise Http404
    first, last = _month(request)
    return _letters(request, [one], first, last, {"one": one})


def _letters(
    request: MemberRequest, whose: Sequence[Any], first: date, last: date, more: dict[str, Any]
) -> HttpResponse:
    today = clock.today(request.community.time_zone)
    written = months(request.actor, whose, first, last, request.community.time_zone)
    return render(
        request,
        "timebank/paper_statements.html",
        {
            "letters": [_letter(request, month) for month in written],
            "month": first,
            "is_so_far": last >= today,
            "months": [
                {"value": f"{one:%Y-%m}", "name": date_format(one, "YEAR_MONTH_FORMAT"), "is_here": one == first}
                for one in _months_before(today)
            ],
            "day": today,
            **more,
        },
    )


def _letter(request: MemberRequest, month: Month) -> dict[str, Any]:
    """A month in words: each side by itself, and nothing with a minus sign."""
    cord = month.stretch.cord
    return {
        "agent": month.agent,
        "lines": [
            {
                "day": line.effective_on,
                "words": line.words or line.category,
                "others": ", ".join(line.others),
                "time": abs(line.amount),
                "is_given": line.is_given,
                "is_brought": line.kind == "opening",
                "is_more_given": line.amount.minor > 0,
                "is_gift": line.kind == "gift",
                "is_taken_back": line.kind == "reversal",
            }
            for line in month.stretch.lines
        ],
        "given": _side(cord.given),
        "received": _side(cord.received),
        "thanks": month.thanks,
        "is_asked": month.agent.is_asked,
        "stands": _stands(month.agent.held) if request.community.shows_balances else None,
    }


def _side(time: Quantity) -> dict[str, Any]:
    """How much of one side; what a month only took back is said as taken back."""
    return {"time": abs(time), "is_less": time.minor < 0}


def _stands(held: int | None) -> dict[str, Any]:
    return {"time": abs(HOURS(held or 0)), "is_to_come": (held or 0) > 0, "is_even": not held}


def _month(request: MemberRequest) -> tuple[date, date]:
    """First and last day of the month asked for; of the last whole month, when it asks for another."""
    choice = _months_before(clock.today(request.community.time_zone))
    said = request.GET.get("month", "")
    first = next((one for one in choice if f"{one:%Y-%m}" == said), choice[1])
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _months_before(today: date) -> list[date]:
    """The first day of this month and of those before it."""
    found = [today.replace(day=1)]
    while len(found) < BACK:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _file(request: MemberRequest, written: list[Month], first: date) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-month-{first:%Y-%m}",
        [_("month"), _("who"), _("given, minutes"), _("received, minutes"), _("lines"), _("note")],
        (
            [
                f"{first:%Y-%m}",
                one.agent.name,
                one.stretch.cord.given.minor,
                one.stretch.cord.received.minor,
                len(one.stretch.lines),
                made_up,
            ]
            for one in written
        ),
    )
