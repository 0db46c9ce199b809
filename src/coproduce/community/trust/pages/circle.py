"""My circle: who is near, drawn and as a list; what I am asked, what I asked, and saying who else is near."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.community.people import doing
from coproduce.community.people.queries import agent, myself
from coproduce.community.people.rules import is_public_id
from coproduce.community.trust import drawing
from coproduce.community.trust.actions.ties import answer_tie, let_go, look_out_for
from coproduce.community.trust.forms import AnswerForm, LetGoForm, LookOutForm
from coproduce.community.trust.queries.net import rhythm_of
from coproduce.community.trust.queries.ties import circle
from coproduce.community.trust.words import NEAR, about, asked, question
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def shown(request: MemberRequest) -> HttpResponse:
    """Everybody near."""
    me = _me(request)
    today = clock.today(request.community.time_zone)
    found = circle(request.actor, today)
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("name"), _("how"), _("last seen"), _("note")]
        rows = ([one.agent.name, ", ".join(about(one)), one.last_on, made_up] for one in found.people)
        return as_csv(f"{request.community.slug}-circle", heads, rows)
    said = {
        "people": [(one, about(one), NEAR[one.near], uuid4()) for one in found.people],
        "more": found.more,
        "drawing": drawing.circle(found.people) if found.people else "",
        "questions": [(row, question(row, me), uuid4(), uuid4()) for row in found.to_answer],
        "asked": [(row, asked(row, me), uuid4()) for row in found.asked],
        "rhythm": rhythm_of(me),
        "rests_on_me": found.rests_on_me,
    }
    return render(request, "trust/circle.html", said)


@never_cache
@require_http_methods(["GET", "POST"])
def look_out(request: MemberRequest) -> HttpResponse:
    """Who else is near: both directions are asked at once. `?member=` names somebody, else they are looked for."""
    _me(request)
    named = request.GET.get("member", "")
    whose = agent(request.actor, UUID(named)) if is_public_id(named) else None
    known = [(whose.public_id, whose.name)] if whose else []
    me = myself(request.actor).public_id
    choices = {"member": [one for one in doing.people(request, known) if one[0] != me]}
    button = doing.Button(LookOutForm, look_out_for, {}, {"member": named, "rings": True})
    answer = doing.shown(request, "trust/look_out.html", {"say": button}, {"found": choices["member"]}, choices)
    if answer.status_code == 303:
        messages.success(request, _("They are asked, and can say no without a word. It stands once they say yes."))
        return redirect("my_circle", community=request.community.slug)
    return answer


@require_POST
def answered(request: MemberRequest) -> HttpResponse:
    """A yes, or a no that nobody reads."""
    return _do(request, AnswerForm(request.POST), answer_tie, _("Thank you. Whatever you said is a good answer."))


@require_POST
def gone(request: MemberRequest) -> HttpResponse:
    """Somebody is near no more; they are not told."""
    return _do(request, LetGoForm(request.POST), let_go, _("It is taken back. Nobody is told."))


def _do(request: MemberRequest, form: Any, verb: Callable[..., Any], done: str) -> HttpResponse:
    if form.is_valid():
        outcome = verb(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, done)
    return redirect("my_circle", community=request.community.slug)


def _me(request: MemberRequest) -> int:
    if request.actor.agent_id is None or not policy.may(request.actor, "trust.read_circle", "own"):
        raise Http404
    return request.actor.agent_id
