"""What the desk does for a vote: papers handed out, printed and typed in by two, and the count."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.decisions.deciding.counting import count
from coproduce.community.decisions.deciding.forms import CountForm, PaperForm, SheetForm
from coproduce.community.decisions.deciding.pages import about, there
from coproduce.community.decisions.deciding.queries import not_voted, number_alike, sheets
from coproduce.community.decisions.deciding.voting import give_paper, type_ballot
from coproduce.community.decisions.models import Proposal
from coproduce.core.refusal import Refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Who takes a paper, which sheets are typed in, and which differ."""
    row = _at_the_desk(request, proposal, "decisions.give_paper")
    form = PaperForm(request.POST or None, initial={"request_id": uuid4()})
    left = list(not_voted(row))
    form.fields["member"].widget.choices = [
        ("", _("Choose one")),
        *((str(one.agent.public_id), one.agent.name) for one in left),
    ]
    if request.method == "POST" and form.is_valid():
        outcome = give_paper(request.actor, proposal=proposal, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("They vote on paper now, and are told so."))
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {**about(request, row), "form": form, "left": len(left), "sheets": sheets(row), "alike": number_alike(row)}
    return render(request, "decisions/papers.html", said, status=422 if form.errors else 200)


@require_safe
def paper(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """The ballot to print."""
    row = _at_the_desk(request, proposal, "decisions.give_paper")
    points = range((row.highest or 0) + 1) if row.way == "score" else ()
    return render(request, "decisions/paper.html", {**about(request, row), "points": points})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Type one sheet in; a second person does the same and does not see what stands there."""
    row = _at_the_desk(request, proposal, "decisions.type_ballot")
    form = SheetForm(row, request.POST or None, initial={"request_id": uuid4(), "sheet": request.GET.get("sheet", "")})
    if request.method == "POST" and form.is_valid():
        own = {name: form.cleaned_data[name] for name in ("sheet", "is_spoilt", "request_id")}
        outcome = type_ballot(request.actor, proposal=proposal, marks=form.marks(), **own)
        if not isinstance(outcome, Refusal):
            _say(request, outcome.value.is_typed_twice, outcome.value.is_alike)
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(
        request, "decisions/typed.html", {**about(request, row), "form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counted(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Write the minutes, and count it."""
    row = _at_the_desk(request, proposal, "decisions.count")
    today = clock.today(request.community.time_zone)
    form = CountForm(request.POST or None, initial={"request_id": uuid4(), "effective_on": today})
    if request.method == "POST" and form.is_valid():
        outcome = count(request.actor, proposal=proposal, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("what_is_asked", community=request.community.slug, proposal=proposal)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {**about(request, row), "form": form, "sheets": sheets(row)}
    return render(request, "decisions/count.html", said, status=422 if form.errors else 200)


def _at_the_desk(request: MemberRequest, proposal: UUID, verb: str) -> Proposal:
    row = there(request, proposal)
    is_paper = verb != "decisions.count"
    if not policy.may(request.actor, verb) or row.state != Proposal.OPEN or (is_paper and row.way == "consent"):
        raise Http404
    return row


def _say(request: MemberRequest, is_twice: bool, is_alike: bool) -> Any:
    if is_alike:
        messages.success(request, _("Two people typed it alike: it counts."))
    elif is_twice:
        messages.warning(request, _("The two typings differ. Look at the sheet again together."))
    else:
        messages.success(request, _("It is kept. A second person types it in again."))
