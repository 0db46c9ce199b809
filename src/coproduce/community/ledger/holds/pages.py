"""What is kept back: the list, keeping more back one question at a time, and letting it go."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base import policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import MemberRequest, as_csv, page_of, refused
from coproduce.community.ledger.holds.actions import KeptBack, keep_back, release_hold
from coproduce.community.ledger.holds.forms import HowMuchForm, LetGoForm, UntilForm, WhatForm
from coproduce.community.ledger.holds.queries import Kept, read_holds, standing_holds
from coproduce.community.people.choosing import who
from coproduce.community.people.queries import agent
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


def listed(request: MemberRequest) -> HttpResponse:
    """Everything kept back here: whose, for whom, how much, what for, and until when."""
    if not policy.may(request.actor, "ledger.read_holds"):
        raise Http404
    words = request.GET.get("q", "").strip()
    found = standing_holds(request.actor, words)
    if request.GET.get("as") == "csv":
        return _file(request, read_holds(request.actor, list(found), "file"))
    page = page_of(found, request)
    said = {
        "page": page,
        "rows": read_holds(request.actor, list(page)),
        "q": words,
        "may_keep": policy.may(request.actor, "ledger.keep_back"),
        "may_release": policy.may(request.actor, "ledger.release_hold"),
    }
    return render(request, "ledger/holds.html", said)


def let_go(request: MemberRequest, hold: UUID) -> HttpResponse:
    """Say why, and let it go."""
    if not policy.may(request.actor, "ledger.release_hold"):
        raise Http404
    kept = read_holds(request.actor, list(standing_holds(request.actor).filter(client_id=hold)))
    form = LetGoForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = release_hold(request.actor, hold=hold, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("It is let go, and both are told."))
            return redirect("holds", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    if not kept and not form.errors:
        raise Http404
    said = {"form": form, "kept": kept[0] if kept else None}
    return render(request, "ledger/let_go.html", said, status=422 if form.errors else 200)


def begin(request: MemberRequest) -> HttpResponse:
    """Start keeping back; from a member's page, whose hours they are is known already."""
    member = request.GET.get("member", "")
    return KEEP_BACK.begin(request, {"receiver": member} if is_public_id(member) else {})


def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it."""
    return KEEP_BACK.show(request, draft, step)


def _file(request: MemberRequest, rows: list[Kept]) -> HttpResponse:
    heads = [
        gettext("whose"),
        gettext("for whom"),
        gettext("how much"),
        gettext("unit"),
        gettext("what for"),
        gettext("from"),
        gettext("since"),
        gettext("until"),
        gettext("written down by"),
        gettext("note"),
    ]
    made_up = gettext("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-kept-back",
        heads,
        (
            [row.whose, row.whom, row.amount.minor, row.amount.unit.code, row.what, row.source_ref,
             row.held_at.isoformat(), row.until.isoformat(), row.by, made_up]
            for row in rows
        ),
    )  # fmt: skip


def _name(of: str) -> Any:
    def said(request: MemberRequest, answers: Answers) -> str:
        found = agent(request.actor, answers[of])
        return found.name if found else ""

    return said


def _arguments(request: MemberRequest, answers: Answers) -> dict[str, Any]:
    names = ("receiver", "giver", "time", "until", "what")
    return {name: answers[name] for name in names}


def _after(request: MemberRequest, answers: Answers, receipt: KeptBack) -> dict[str, Any]:
    sides = {name: agent(request.actor, answers[name]) for name in ("receiver", "giver")}
    return {**sides, "time": answers["time"], "until": answers["until"], "receipt": receipt}


KEEP_BACK = Flow(
    page="keep_back",
    title=_("Keep hours back"),
    verb=lambda: keep_back,
    questions=(
        Question("receiver", _("Who will be helped?"), _("Whose hours"), who("receiver"), _name("receiver"),
                 template="people/who.html"),
        Question("giver", _("Who will help them?"), _("For"), who("giver"), _name("giver"), template="people/who.html"),
        Question("time", _("How much is kept back?"), _("Time"), HowMuchForm, lambda request, said: str(said["time"])),
        Question("until", _("Until which day?"), _("Until"), UntilForm,
                 lambda request, said: date_format(said["until"])),
        Question("what", _("In a few words: what is it for?"), _("What for"), WhatForm,
                 lambda request, said: str(said["what"])),
    ),
    arguments=_arguments,
    do_it=_("Keep it back, and tell them"),
    done_template="ledger/kept_back.html",
    after=_after,
)  # fmt: skip
