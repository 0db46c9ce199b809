"""A school's registers: a class's sheet, printed and typed in by two people who do not see each other's numbers; or
lesson by lesson.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.stipends.actions.registers import Mark, close_lessons, key_sheet, take_lesson
from coproduce.arenas.stipends.forms import ClassForm, CloseForm, LessonForm, LineForm, MarkForm, MonthsForm, SheetForm
from coproduce.arenas.stipends.pages.words import days_between
from coproduce.arenas.stipends.queries.records import here_in
from coproduce.arenas.stipends.queries.sheets import Line, classes, running, sheet
from coproduce.arenas.stipends.rules import two_months, two_months_before
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Each class, its sheet to print and to type in, and its lessons, for the last two months or others."""
    if not policy.may(request.actor, "stipends.key_sheet"):
        raise Http404
    every_class = classes(request.actor)
    if request.method == "POST":
        return _closed(request, CloseForm(request.POST, classes=every_class))
    place = here_in(request.community)
    first, last = two_months_before(place.today, place.rules.begins_after_months)
    form = MonthsForm(request.GET if "from_on" in request.GET else None, initial={"from_on": first, "until_on": last})
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["from_on"], form.cleaned_data["until_on"]
    waits = running(request.actor, last)
    rows = [
        {
            "of": one, "number": number,
            "when": urlencode({"of": number, "from_on": first.isoformat(), "until_on": last.isoformat()}),
            "close": CloseForm(initial={"of": number, "until_on": last, "request_id": uuid4()}, classes=every_class)
            if waits[one] and last < place.today else None,
        }
        for number, one in enumerate(every_class)
    ]  # fmt: skip
    said = {"form": form, "rows": rows, "days": days_between(first, last)}
    return render(request, "stipends/sheets.html", said, status=422 if form.errors else 200)


def _closed(request: MemberRequest, form: CloseForm) -> HttpResponse:
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    outcome = close_lessons(request.actor, **form.place, until_on=given["until_on"], request_id=given["request_id"])
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, _("These months count from now on."))
    return SeeOther(request.get_full_path())


@never_cache
@require_safe
def paper(request: MemberRequest) -> HttpResponse:
    """The sheet, to be filled in at school."""
    form, lines = _lines(request)
    return render(request, "stipends/paper.html", {"lines": lines, **_head(form)})


@never_cache
def typed(request: MemberRequest) -> HttpResponse:
    """Type the sheet in. A line counts once a second person has typed the very same."""
    form, lines = _lines(request)
    given = [(line, LineForm(request.POST or None, prefix=f"c{line.child.pk}")) for line in lines]
    if request.method == "POST" and is_public_id(request.POST.get("request_id", "")):
        number = sum([_kept(request, line, one, form.cleaned_data) for line, one in given])
        if not any(one.errors for _line, one in given):
            messages.success(
                request,
                ngettext("One line is kept. A second person types it in again.",
                         "%(number)s lines are kept. What two people typed alike counts.", number) % {"number": number},
            )  # fmt: skip
            return SeeOther(request.get_full_path())
    said = {"given": given, "request_id": uuid4(), **_head(form)}
    return _lines_page(request, "stipends/typed.html", said)


@never_cache
def lesson(request: MemberRequest) -> HttpResponse:
    """One lesson of a class: who was there? What is not known costs nothing."""
    place = here_in(request.community)
    chosen = ClassForm(request.GET, classes=classes(request.actor))
    if not policy.may(request.actor, "stipends.take_lesson") or not chosen.is_valid():
        raise Http404
    months = two_months(place.today, place.rules.begins_after_months)
    lines = sheet(request.actor, **chosen.place, until_on=months[1]) or []
    given = [(line, MarkForm(request.POST or None, prefix=f"c{line.child.pk}")) for line in lines]
    top = LessonForm(request.POST or None, initial={"request_id": uuid4(), "on": place.today})
    valid = [one.is_valid() for one in (top, *(one for _line, one in given))]
    if request.method == "POST" and all(valid):
        marks = tuple(Mark(line.child.number, **one.cleaned_data) for line, one in given)
        outcome = take_lesson(request.actor, **chosen.place, **top.cleaned_data, marks=marks)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("This lesson is written down."))
            return SeeOther(request.get_full_path())
        top.add_error(outcome.field if outcome.field in top.fields else None, refused(outcome))
    said = {"given": given, "top": top, **chosen.place, "days": days_between(*months)}
    return _lines_page(request, "stipends/lesson.html", said)


def _lines_page(request: MemberRequest, template: str, said: dict[str, Any]) -> HttpResponse:
    """A form for each child of a class; what is wrong stands above all of them with the child's name."""
    faults = [("", said["top"])] if "top" in said and said["top"].errors else []
    faults += [(line.child.name, one) for line, one in said["given"] if one.errors]
    return render(request, template, {**said, "faults": faults}, status=422 if faults else 200)


def _kept(request: MemberRequest, line: Line, form: LineForm, when: dict[str, Any]) -> bool:
    """Whether the line says something; what is wrong with it stands at its own field."""
    said = form.said() if form.is_valid() else {}
    if not said:
        return False
    outcome = key_sheet(
        request.actor, number=line.child.number, from_on=when["from_on"], until_on=when["until_on"], **said,
        request_id=uuid5(UUID(request.POST["request_id"]), str(line.child.public_id)),
    )  # fmt: skip
    if isinstance(outcome, Refusal):
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
        return False
    return True


def _lines(request: MemberRequest) -> tuple[SheetForm, list[Line]]:
    form = SheetForm(request.GET, classes=classes(request.actor))
    if not form.is_valid():
        raise Http404
    lines = sheet(request.actor, **form.place, until_on=form.cleaned_data["until_on"])
    if lines is None:
        raise Http404
    return form, lines


def _head(form: SheetForm) -> dict[str, Any]:
    return {**form.place, "days": days_between(form.cleaned_data["from_on"], form.cleaned_data["until_on"])}
