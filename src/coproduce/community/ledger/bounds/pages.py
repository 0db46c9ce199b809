"""How things are put right here: for how many days, from how many hours on it takes two, and who agreed to that."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.citing import let_cite
from coproduce.community.base.page import MemberRequest, asks_again, refused
from coproduce.community.ledger.bounds.actions import (
    UndoingSet,
    agree_to_set_undoing,
    decline_to_set_undoing,
    set_undoing,
)
from coproduce.community.ledger.bounds.forms import DecideForm, UndoingForm
from coproduce.community.ledger.bounds.queries import last_asked
from coproduce.community.ledger.undoing.reversing import rules_of_books
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


@asks_again
def rules(request: MemberRequest) -> HttpResponse:
    """What counts, with a form to change it; what waits, with the words of a second person."""
    if not policy.may(request.actor, "ledger.set_undoing"):
        raise Http404
    if request.method == "POST" and "do" in request.POST:
        return _decided(request)
    now = rules_of_books(request.actor.community_id)
    much = now.two_from.get(HOURS.code)
    stands = {"days": now.undo_days, "two_from": str(HOURS(much)) if much else ""}
    form = UndoingForm(request.POST or None, initial={"request_id": uuid4(), **stands})
    let_cite(form, request)
    if request.method == "POST" and form.is_valid():
        outcome = set_undoing(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _said(outcome.value))
            return redirect("undoing_rules", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    agrees = DecideForm()
    let_cite(agrees, request)
    said = {"form": form, "agrees": agrees, "asked": last_asked(request.actor), "yes_id": uuid4(), "no_id": uuid4()}
    return render(request, "ledger/undoing_rules.html", said, status=422 if form.errors else 200)


def _said(now: UndoingSet) -> str:
    if now.asked:
        return _(
            "The days count from now on. The hours wait until a second person agreed; until then those before count."
        )
    return _("This is how things are put right from now on.")


def _decided(request: MemberRequest) -> HttpResponse:
    form = DecideForm(request.POST)
    if request.POST["do"] == "agree":
        let_cite(form, request)
    if form.is_valid():
        verb = agree_to_set_undoing if request.POST["do"] == "agree" else decline_to_set_undoing
        outcome = verb(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    elif "decision" in form.errors:
        messages.warning(request, str(form.errors["decision"][0]))
    return redirect("undoing_rules", community=request.community.slug)
