"""The desk's page of the questions its door asks, and the form for each."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.joining.question_forms import QuestionForm
from coproduce.community.people.joining.questions import questions_of, retire_question, write_question
from coproduce.community.people.joining.rules import SHORT
from coproduce.core.refusal import Refusal


@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """What the door asks, in its order."""
    _at_desk(request)
    rows = [{"row": one, "request_id": uuid4()} for one in questions_of(request.community.pk)]
    return render(request, "people/questions.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def written(request: MemberRequest, question: UUID | None = None) -> HttpResponse:
    """Write a question, or change one."""
    _at_desk(request)
    asked = list(questions_of(request.community.pk))
    row = next((one for one in asked if one.public_id == question), None)
    if question and row is None:
        raise Http404
    first: dict[str, Any] = {"kind": SHORT, "place": len(asked) + 1}
    if row:
        first = {
            "words": row.words,
            "hint": row.hint,
            "kind": row.kind,
            "choices": "\n".join(row.choices),
            "is_required": row.is_required,
            "place": asked.index(row) + 1,
        }
    form = QuestionForm(request.POST or None, initial={**first, "request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = write_question(request.actor, question=question, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("questions", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    status = 422 if form.errors else 200
    return render(request, "people/write_question.html", {"form": form, "row": row}, status=status)


@require_POST
def retired(request: MemberRequest, question: UUID) -> HttpResponse:
    """It is asked no more."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = retire_question(request.actor, question=question, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("It is asked no more. Answers that were given stay where they are."))
    return redirect("questions", community=request.community.slug)


def _at_desk(request: MemberRequest) -> None:
    if not policy.may(request.actor, "people.write_question"):
        raise Http404
