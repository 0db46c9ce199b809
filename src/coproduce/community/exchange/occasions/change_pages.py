"""The pages that change an occasion or call it off, for one date of its series or for more."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from coproduce.community.base.forms import again, meanwhile
from coproduce.community.base.page import MemberRequest, SeeOther
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.changes import cancel_occasion, change_occasion
from coproduce.community.exchange.occasions.forms import CallOffForm, ChangeOccasionForm, placed
from coproduce.community.exchange.occasions.pages import show
from coproduce.community.exchange.occasions.planning_pages import address, area_names, lines_asked, there_organised
from coproduce.community.exchange.occasions.queries import people, series_to_come
from coproduce.community.exchange.occasions.rules import DATES
from coproduce.core.refusal import Refusal

#: What the verb is told of what the form asks.
CHANGED = (
    "words", "starts_at", "ends_at", "area", "place", "slots", "take_off", "dates", "lets_wait", "version",
    "request_id",
)  # fmt: skip


def changed(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """Another day, place, other words or hands; beside it what it says now, when another was faster."""
    row: Any = there_organised(request, occasion)
    show(request, row)
    wants_line = "more" in request.POST
    lines = lines_asked(request, len(row.needed)) + wants_line
    now = _now(row)
    form = ChangeOccasionForm(
        None if wants_line else request.POST or None,
        initial=request.POST.dict() if wants_line else {**now, "dates": DATES[0], "request_id": uuid4()},
        areas=area_names(request),
        slots=row.needed,
        taken={slot.public_id for slot in row.needed if slot.places or slot.waiting},
        lines=lines,
        dates=(choice := _choice(row)),
    )
    needs_yes = "lets_wait" in request.POST
    if form.is_valid():
        outcome = change_occasion(
            request.actor, occasion=occasion, **{name: form.cleaned_data[name] for name in CHANGED}
        )
        if not isinstance(outcome, Refusal):
            messages.success(request, _changed(outcome.value.dates))
            return SeeOther(address(request, occasion))
        needs_yes = needs_yes or outcome.code == "TOO_FEW"
        form = again(form, placed(outcome), row.version)
    said = {"form": form, "row": row, "now": meanwhile(form, now), "has_dates": len(choice) > 1, "needs_yes": needs_yes}
    return render(request, "exchange/occasion_change.html", said, status=422 if form.errors else 200)


def _now(row: Any) -> dict[str, Any]:
    """What the form begins with: what it says now."""
    return {
        "words": row.words,
        "day": row.begins.date(),
        "begins": row.begins.time(),
        "ends": row.finishes.time(),
        "last_day": None if row.is_one_day else row.finishes.date(),
        "area": row.area.name if row.area else "",
        "place": row.place,
        "version": row.version,
    }


def called_off(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """Call it off, once one has said why."""
    row = there_organised(request, occasion)
    choice = _choice(row)
    form = CallOffForm(request.POST or None, initial={"dates": DATES[0], "request_id": uuid4()}, dates=choice)
    if request.method == "POST" and form.is_valid():
        outcome = cancel_occasion(request.actor, occasion=occasion, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _called_off(outcome.value.dates))
            return SeeOther(address(request, occasion))
        form = again(form, outcome, 0)
    show(request, row)
    said = {"form": form, "row": row, "number": len(people(row)), "has_dates": len(choice) > 1}
    return render(request, "exchange/occasion_call_off.html", said, status=422 if form.errors else 200)


def _choice(row: Occasion) -> list[tuple[str, str]]:
    """For which dates of the series, as many as there are of them; one that stands alone has no choice."""
    others = series_to_come(row)
    following = sum(moment >= row.starts_at for moment in others)
    day = date_format(timezone.localtime(row.starts_at), "l j F")
    choice = [(DATES[0], _("Only %(day)s") % {"day": day})]
    if following:
        words = ngettext("%(day)s and the date after it", "%(day)s and the %(number)s dates after it", following)
        choice.append((DATES[1], words % {"day": day, "number": following}))
    if len(others) > following:
        choice.append((DATES[2], _("All %(number)s dates to come") % {"number": len(others) + 1}))
    return choice


def _changed(dates: int) -> str:
    return ngettext(
        "Changed. Whoever it concerns is told.", "%(number)s dates changed. Whoever it concerns is told.", dates
    ) % {"number": dates}


def _called_off(dates: int) -> str:
    return ngettext(
        "Called off. Everybody who had a place is told.",
        "%(number)s dates called off. Everybody who had a place is told.",
        dates,
    ) % {"number": dates}
