"""One person on the desk: what was said and written, and each thing that can be done for them, one page each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.care.actions.flags import acknowledge_flag, close_flag
from coproduce.arenas.care.actions.matching import answer_match, choose_visitor, propose_visitors
from coproduce.arenas.care.actions.path import close_case, move_case, triage
from coproduce.arenas.care.actions.visits import plan_visit, record_call
from coproduce.arenas.care.consents import SCOPES
from coproduce.arenas.care.forms import (
    ANSWER_WORDS,
    KIND_WORDS,
    CallForm,
    ChooseForm,
    CloseForm,
    MayReasonForm,
    PlanForm,
    ReasonForm,
    SeenToForm,
    TriageForm,
)
from coproduce.arenas.care.models import Case, Visit
from coproduce.arenas.care.pages.words import LEVEL_WORDS, STATE_WORDS, why
from coproduce.arenas.care.queries.held import case_for, read_case, read_flags, visits_of
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.queries.mine import held_out
from coproduce.arenas.care.queries.same import may_be_same
from coproduce.arenas.care.queries.visitors import others_who_visit
from coproduce.arenas.care.rules.checklist import BY_CODE
from coproduce.arenas.care.rules.states import (
    ACCEPTED,
    CANCELLED,
    DRAFT,
    IN_ERROR,
    IN_PROGRESS,
    ON_HOLD,
    REQUESTED,
    STATES,
)
from coproduce.community.base import policy
from coproduce.community.base.action import Verb
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be done: what it is called, the verb, what is asked first, and in which states it is there."""

    title: str | Promise
    verb: Verb[Any]
    form: Callable[..., forms.Form]
    states: tuple[str, ...]
    fixed: Mapping[str, Any]
    done: str | Promise
    kind: str = "quiet"


def _plain(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda request, row, *said, **more: form(*said, **more)


def _choose(request: MemberRequest, row: Case, *said: Any, **more: Any) -> forms.Form:
    named = [(str(one["profile"].agent.public_id), one["profile"].agent.name) for one in held_out(row)]
    return ChooseForm([*named, ("", str(_("The best of them")))], *said, **more)


def _plan(request: MemberRequest, row: Case, *said: Any, **more: Any) -> forms.Form:
    return PlanForm([(str(one.public_id), one.name) for one in others_who_visit(row)], *said, **more)


ON = (ACCEPTED, IN_PROGRESS)

THINGS: Mapping[str, Thing] = {
    "take-on": Thing(_("Take them on"), triage, _plain(TriageForm), (DRAFT, REQUESTED), {"takes": True},
                     _("They are taken on. Now find who could come."), ""),
    "not": Thing(_("Not here"), triage, _plain(ReasonForm), (DRAFT, REQUESTED), {"takes": False}, _("Noted."), "bare"),
    "find": Thing(_("Find who could come"), propose_visitors, _plain(Once), ON, {}, _("They can choose now."), ""),
    "choose": Thing(_("Write down whom they chose"), choose_visitor, _choose, ON, {}, _("The visitor is asked.")),
    "yes": Thing(_("The visitor says yes"), answer_match, _plain(Once), ON, {"says_yes": True}, _("Noted.")),
    "no": Thing(_("The visitor cannot"), answer_match, _plain(Once), ON, {"says_yes": False}, _("The next is asked.")),
    "plan": Thing(_("Plan a visit"), plan_visit, _plan, ON, {}, _("It is planned, and everybody is told."), ""),
    "call": Thing(_("Write down a call"), record_call, _plain(CallForm), ON, {}, _("Kept. They can read it too.")),
    "rest": Thing(_("Let visits rest"), move_case, _plain(MayReasonForm), (IN_PROGRESS,), {"to": ON_HOLD},
                  _("They rest. Whoever was to come is told.")),
    "on": Thing(_("Go on with visits"), move_case, _plain(MayReasonForm), (ON_HOLD,), {"to": IN_PROGRESS},
                _("They go on.")),
    "close": Thing(_("Write down the last talk"), close_case, _plain(CloseForm), (IN_PROGRESS,), {}, _("It is ended.")),
    "end": Thing(_("End it early"), move_case, _plain(ReasonForm), (*ON, ON_HOLD), {"to": CANCELLED},
                 _("It is ended. Whoever was to come is told."), "bare"),
    "mistake": Thing(_("It was written down by mistake"), move_case, _plain(MayReasonForm),
                     tuple(one for one in STATES if one != IN_ERROR), {"to": IN_ERROR},
                     _("Noted. Whoever was to come is told."), "bare"),
}  # fmt: skip

#: What is there only while somebody is asked, or has said yes.
WITH_ASKED, WITH_VISITOR = ("yes", "no"), ("plan",)


@never_cache
@require_safe
def shown(request: MemberRequest, case: UUID) -> HttpResponse:
    """Everything about one person's visits, for the desk. That it was read is written down, and they can see it."""
    if not policy.may(request.actor, "care.read_list"):
        raise Http404
    row = read_case(request.actor, case, "page")
    if row is None:
        raise Http404
    visits = list(visits_of(row))
    flags = read_flags(request.actor, visits, [row.agent_id], "page")
    said = {
        "row": row,
        "state": STATE_WORDS[row.state],
        "says": [(scope, consents_to(row.agent_id, scope.code)) for scope in SCOPES],
        "things": [(what, thing) for what, thing in THINGS.items() if _is_there(row, what)],
        "choices": [{**one, "why": why(one["terms"])} for one in held_out(row)],
        "visits": [{"row": one, "kind": KIND_WORDS[one.kind], "said": _said(one)} for one in visits],
        "flags": [{"row": one, "level": LEVEL_WORDS[one.level], "ask": BY_CODE[one.code].ask, "request_id": uuid4()}
                  for one in flags],
        "rules": here(request.community).rules,
        "same": may_be_same(request.actor, row) if policy.may(request.actor, "care.read_list") else [],
    }  # fmt: skip
    return render(request, "care/case.html", said)


@never_cache
def asked(request: MemberRequest, case: UUID, what: str) -> HttpResponse:
    """One thing for them: what it takes, then it is done. A visitor plans and rings for whom they visit."""
    if what in ("seen", "over"):
        return _flag(request, case, what)
    thing = THINGS.get(what)
    row = case_to(request, case, thing) if thing else None
    if thing is None or row is None:
        raise Http404
    is_visitors = not policy.may(request.actor, "care.read_list")
    form: Any = thing.form(request, row, request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = thing.verb(request.actor, case=case, **thing.fixed, **_arguments(request, row, form, what))
        if not isinstance(outcome, Refusal):
            messages.success(request, str(thing.done))
            return _back(request, case, is_visitors)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "thing": thing, "row": row, "what": what, "is_visitors": is_visitors}
    return render(request, "care/do.html", said, status=422 if form.errors else 200)


def case_to(request: MemberRequest, case: UUID, thing: Thing) -> Case | None:
    """The row this may be done to, by the desk or, where it is theirs, by the visitor."""
    with transaction.atomic():
        return case_for(request.actor, thing.verb.verb, case, as_visitor=True)


def _is_there(row: Case, what: str) -> bool:
    if row.state not in THINGS[what].states:
        return False
    if what in WITH_ASKED:
        return row.asked_id is not None
    if what in WITH_VISITOR:
        return row.visitor_id is not None
    if what == "mistake":
        return row.channel != Case.FILE  # of what a hospital asked for, the hospital says so
    if what == "choose":
        return bool(held_out(row)) and row.asked_id is None
    return what != "find" or (row.asked_id is None and row.visitor_id is None)


def _arguments(request: MemberRequest, row: Case, form: Any, what: str) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    if what == "call":
        by_desk = row.visitor_id != request.actor.agent_id
        said = {"minutes": given["minutes"], "told_person": given["told_person"], "request_id": given["request_id"]}
        return {**said, "answers": form.said(), "by_desk": by_desk}
    for name in ("visitor", "companion"):
        if name in given:
            given[name] = UUID(given[name]) if given[name] else None
    return given


def _flag(request: MemberRequest, case: UUID, what: str) -> HttpResponse:
    """Say that one sees to it, or what came of it."""
    flag = request.POST.get("flag", "") or request.GET.get("flag", "")
    if not policy.may(request.actor, "care.acknowledge_flag") or not is_public_id(flag):
        raise Http404
    form: Any = (Once if what == "seen" else SeenToForm)(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        verb: Verb[Any] = acknowledge_flag if what == "seen" else close_flag
        outcome = verb(request.actor, flag=UUID(flag), **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, str(_("Noted.")))
            return _back(request, case, False)
        if what == "seen":
            messages.warning(request, refused(outcome))
            return _back(request, case, False)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    row = read_case(request.actor, case, "page")
    if row is None:
        raise Http404
    said = {"form": form, "row": row, "flag": flag, "thing": {"title": _("What came of it?")}, "is_visitors": False}
    return render(request, "care/do.html", said, status=422 if form.errors else 200)


def _said(row: Visit) -> list[dict[str, Any]]:
    return [
        {"ask": BY_CODE[code].ask, "answer": ANSWER_WORDS[answer], "words": words}
        for code, (answer, words) in row.answers.items()
    ]


def _back(request: MemberRequest, case: UUID, is_visitors: bool) -> HttpResponse:
    if is_visitors:
        return redirect("care", community=request.community.slug)
    return redirect("care_case", community=request.community.slug, case=case)
