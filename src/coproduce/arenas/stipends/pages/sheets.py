"""A school's register on paper: printed for a class and its months, and typed in by two people, who do not see each
other's numbers."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.stipends.actions.registers import key_sheet
from coproduce.arenas.stipends.forms import LineForm, MonthsForm, SheetForm
from coproduce.arenas.stipends.queries.sheets import Line, classes, sheet
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Each class, its sheet to print and to type in, for the last two months or others."""
    if not policy.may(request.actor, "stipends.key_sheet"):
        raise Http404
    first, last = _last(request)
    form = MonthsForm(request.GET if "from_on" in request.GET else None, initial={"from_on": first, "until_on": last})
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["from_on"], form.cleaned_data["until_on"]
    rows = [
        {"of": one, "when": urlencode({"of": number, "from_on": first.isoformat(), "until_on": last.isoformat()})}
        for number, one in enumerate(classes(request.actor))
    ]
    said = {"form": form, "rows": rows, "days": _days(first, last)}
    return render(request, "stipends/sheets.html", said, status=422 if form.errors else 200)


@never_cache
@require_safe
def paper(request: MemberRequest) -> HttpResponse:
    """The sheet, to be filled in at school."""
    form, lines = _lines(request)
    said = {"lines": lines, **_head(form)}
    return render(request, "stipends/paper.html", said)


@never_cache
def typed(request: MemberRequest) -> HttpResponse:
    """Type the sheet in. A line counts once a second person has typed the very same."""
    form, lines = _lines(request)
    given = [(line, LineForm(request.POST or None, prefix=f"c{line.child.pk}")) for line in lines]
    if request.method == "POST" and is_public_id(request.POST.get("request_id", "")):
        kept = [_kept(request, line, one, form.cleaned_data) for line, one in given]
        if not any(one.errors for _line, one in given):
            number = sum(kept)
            messages.success(
                request,
                ngettext("One line is kept. A second person types it in again.",
                         "%(number)s lines are kept. What two people typed alike counts.", number) % {"number": number},
            )  # fmt: skip
            return SeeOther(request.get_full_path())
    faults = [(line.child.name, one) for line, one in given if one.errors]
    said = {"given": given, "faults": faults, "request_id": uuid4(), **_head(form)}
    return render(request, "stipends/typed.html", said, status=422 if faults else 200)


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


def _last(request: MemberRequest) -> tuple[date, date]:
    """The last two whole months, which most schools report."""
    today = clock.today(request.community.time_zone)
    ends = today.replace(day=1)
    number = ends.year * 12 + ends.month - 3
    return date(number // 12, number % 12 + 1, 1), date.fromordinal(ends.toordinal() - 1)


def _lines(request: MemberRequest) -> tuple[SheetForm, list[Line]]:
    form = SheetForm(request.GET, classes=classes(request.actor))
    if not form.is_valid():
        raise Http404
    school, class_name = form.places[form.cleaned_data["of"]]
    lines = sheet(request.actor, school, class_name, form.cleaned_data["until_on"])
    if lines is None:
        raise Http404
    return form, lines


def _head(form: SheetForm) -> dict[str, Any]:
    school, class_name = form.places[form.cleaned_data["of"]]
    days = _days(form.cleaned_data["from_on"], form.cleaned_data["until_on"])
    return {"school": school, "class_name": class_name, "days": days}


def _days(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}
