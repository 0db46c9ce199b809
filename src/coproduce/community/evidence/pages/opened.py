"""Sums that anybody may read, once the community says so; and what one member sees of what was made together."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.citing import let_cite
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, public, refused
from coproduce.community.evidence.actions.reporting import open_figures
from coproduce.community.evidence.outcomes.queries import came_of
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line, year_lines
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.figures import Year, year_of
from coproduce.community.evidence.queries.opened import is_open, my_year, opened
from coproduce.community.evidence.rules.published import published
from coproduce.community.evidence.words import shown
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


class OpenForm(Once):
    is_open = forms.BooleanField(
        label=gettext_lazy("Anybody may read our sums"),
        help_text=gettext_lazy(
            "Without signing in, on a page of its own. Nobody’s name and no 1 to 7 people are in it."
        ),
        required=False,
    )


@public
def page(request: MemberRequest) -> HttpResponse:
    """What this community came to in a year, live, for anybody: where it was opened, and nothing where it was not."""
    if not is_open(request.community.pk):
        raise Http404
    books = Books(request.community, clock.today(request.community.time_zone))
    year, came = _published(year_of(books)), came_of(books, is_outside=True)
    now = [(one.reading.name, shown(published(one.now))) for _measure, reads in came.readings for one in reads]
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        lines = [*year_lines(year), *(figure_line(name, said) for name, said in now)]
        return as_csv(f"{request.community.slug}-open", FIGURE_HEADS, [[*line, note] for line in lines])
    here = {
        "year": year,
        "took_part": shown(year.took_part),
        "both_ways": shown(year.both_ways),
        "hours": None if year.minutes is None else HOURS(HOURS_TO * round(year.minutes / HOURS_TO)),
        "by_sex": [(names, shown(figure)) for names, figure in year.by_sex],
        "by_age": [(names, shown(figure)) for names, figure in year.by_age],
        "now": now,
    }
    return render(request, "evidence/open.html", here)


#: Minutes to which the hours of everybody are rounded where anybody reads them: five hours.
HOURS_TO = 300


def _published(year: Year) -> Year:
    """A year of which every figure is rounded."""
    by_sex, by_age = (
        tuple((names, published(figure)) for names, figure in groups) for groups in (year.by_sex, year.by_age)
    )
    took_part, both_ways = published(year.took_part), published(year.both_ways)
    return replace(year, took_part=took_part, both_ways=both_ways, by_sex=by_sex, by_age=by_age)


@require_http_methods(["GET", "POST"])
def set_open(request: MemberRequest) -> HttpResponse:
    """Open the sums to anybody, or close them."""
    if not policy.may(request.actor, "evidence.open_figures"):
        raise Http404
    now = opened(request.community.pk)
    form = OpenForm(request.POST or None, initial={"request_id": uuid4(), "is_open": now is not None and now.is_open})
    let_cite(form, request)
    if request.method == "POST" and form.is_valid():
        outcome = open_figures(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(
                request,
                _("Anybody may read your sums now.")
                if outcome.value.is_open
                else _("Nobody outside reads them any more."),
            )
            return SeeOther(reverse("evidence", kwargs={"community": request.community.slug}))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    here: dict[str, Any] = {"form": form, "now": now}
    return render(request, "evidence/open_set.html", here, status=422 if form.errors else 200)


@never_cache
def mine(request: MemberRequest) -> HttpResponse:
    """What I gave and received in a year, for myself alone, and what all of us made together."""
    if not policy.may(request.actor, "evidence.read_figures") or request.actor.agent_id is None:
        raise Http404
    today = clock.today(request.community.time_zone)
    found, year = my_year(request.actor, today), year_of(Books(request.community, today))
    names = {arena.slug: _(str(arena.name)) for arena in rooms.arenas()}
    rows = [(names.get(slug, slug), HOURS(gave), HOURS(got)) for slug, gave, got in found.arenas]
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        heads = (_("what"), _("gave, minutes"), _("received, minutes"), _("note"))
        lines = [[names.get(slug, slug), gave, got, note] for slug, gave, got in found.arenas]
        return as_csv(f"{request.community.slug}-mine", heads, lines)
    here = {
        "mine": found,
        "gave": HOURS(found.gave_minutes),
        "got": HOURS(found.got_minutes),
        "rows": rows,
        "took_part": shown(year.took_part),
        "both_ways": shown(year.both_ways),
        "all_hours": None if year.minutes is None else HOURS(year.minutes),
    }
    return render(request, "evidence/mine.html", here)
