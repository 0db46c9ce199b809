"""Saying of oneself what is only counted, and writing down the hours of paid staff."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of, refused
from coproduce.community.people.counting.about_me import my_answers, say_about_me
from coproduce.community.people.counting.forms import AboutMeForm, StaffHoursForm, arena_words, as_written
from coproduce.community.people.counting.rules import NOT_SAID
from coproduce.community.people.counting.staff_hours import record_staff_hours, staff_hours
from coproduce.community.people.models import Agent, StaffHours
from coproduce.community.people.queries import agents
from coproduce.community.people.rules import is_public_id
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


@never_cache
@require_http_methods(["GET", "POST"])
def about(request: MemberRequest, member: Any) -> HttpResponse:
    """My own answers, to say, change or take back; for the desk empty questions, to take down what somebody told."""
    whose = agents(request.actor).filter(public_id=member, kind=Agent.PERSON).first()
    if whose is None or not policy.may(request.actor, "people.say_about_me", policy.towards(request.actor, whose.pk)):
        raise Http404
    is_me = whose.pk == request.actor.agent_id
    now = my_answers(request.actor) if is_me else {}
    form = AboutMeForm(is_me, request.POST or None, initial={**now, "request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        request_id = given.pop("request_id")
        said = {name: answer or None for name, answer in given.items()}
        outcome = say_about_me(request.actor, member=member, request_id=request_id, **said)
        if not isinstance(outcome, Refusal):
            nothing = is_me and all(answer == NOT_SAID for answer in given.values())
            messages.success(
                request,
                gettext("Taken back. Nothing of it is kept.")
                if nothing
                else gettext("Kept. It counts in sums, and is shown to nobody."),
            )
            return redirect("member", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said_something = any(answer != NOT_SAID for answer in now.values())
    shown = {"form": form, "whose": whose, "is_me": is_me, "said": said_something, "request_id": uuid4()}
    return render(request, "people/about_me.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paid(request: MemberRequest) -> HttpResponse:
    """The paid hours that are written down, and a form for more; `?right=` fills it with a row to put right."""
    if not policy.may(request.actor, "people.read_staff_hours"):
        raise Http404
    found = staff_hours(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, list(found))
    named = request.POST.get("replaces") or request.GET.get("right", "")
    wrong = found.filter(public_id=named).first() if is_public_id(named) else None
    today = clock.today(request.community.time_zone)
    here = request.community.arenas
    now = {"request_id": uuid4(), "arena": here[0] if len(here) == 1 else "", **(as_written(wrong) if wrong else {})}
    form = StaffHoursForm(request.community, today, wrong, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        outcome = record_staff_hours(request.actor, **form.said())
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("Written down. It stands in the figures now."))
            return redirect("staff_hours", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    page = page_of(found, request)
    names = arena_words(request.community)
    shown = {"form": form, "page": page, "rows": [_row(row, names) for row in page], "wrong": wrong}
    return render(request, "people/staff_hours.html", shown, status=422 if form.errors else 200)


def _row(row: StaffHours, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "what_for": names.get(row.arena, row.arena) if row.arena else gettext("The whole community"),
        "hours": [(words, HOURS(minutes)) for words, minutes in _hours(row)],
        "is_nothing": not any(minutes for _, minutes in _hours(row)),
        "stands": not hasattr(row, "replaced_by"),
    }


def _hours(row: StaffHours) -> list[tuple[str, int]]:
    return [
        (gettext("Women"), row.women_minutes),
        (gettext("Men"), row.men_minutes),
        (gettext("Others"), row.other_minutes),
        (gettext("Not said whose"), row.not_said_minutes),
    ]


def _file(request: MemberRequest, found: list[StaffHours]) -> HttpResponse:
    """Every row with whole minutes, and those that were put right, which say by when."""
    heads = [
        gettext("month"),
        gettext("arena"),
        gettext("work"),
        gettext("women, minutes"),
        gettext("men, minutes"),
        gettext("others, minutes"),
        gettext("not said whose, minutes"),
        gettext("note"),
        gettext("written by"),
        gettext("written on"),
        gettext("put right on"),
        gettext("demo"),
    ]
    made_up = gettext("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-paid-hours",
        heads,
        (
            (
                f"{one.month_on:%Y-%m}",
                one.arena,
                one.role,
                *(minutes for _, minutes in _hours(one)),
                one.note,
                one.written_by.name if one.written_by else "",
                one.written_at.date(),
                one.replaced_by.written_at.date() if hasattr(one, "replaced_by") else "",
                made_up,
            )
            for one in found
        ),
    )
