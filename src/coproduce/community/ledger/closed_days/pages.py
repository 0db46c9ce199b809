"""Closed days: up to which day the books are closed, closing more, opening again, and every time it was done."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of, refused
from coproduce.community.ledger.closed_days.actions import close_books, open_books
from coproduce.community.ledger.closed_days.forms import CloseForm, OpenForm
from coproduce.community.ledger.closed_days.queries import closed_through, closings
from coproduce.core.refusal import Refusal


def shown(request: MemberRequest) -> HttpResponse:
    """What is closed, and why; with a form to close more, and one to open again."""
    if not policy.may(request.actor, "ledger.read_closings"):
        raise Http404
    found = closings(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    is_opening = "open" in request.POST
    close, again = (
        kind(request.POST if request.method == "POST" and is_opening is opens else None,
             initial={"request_id": uuid4()}, auto_id=f"{name}_%s")
        for kind, opens, name in ((CloseForm, False, "close"), (OpenForm, True, "open"))
    )  # fmt: skip
    form: Any = again if is_opening else close
    if request.method == "POST" and form.is_valid():
        outcome = (open_books if is_opening else close_books)(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("closed_days", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {
        "page": page_of(found, request),
        "through": closed_through(request.actor.community_id),
        "close": close,
        "again": again,
        "form": form,
        "may_close": policy.may(request.actor, "ledger.close_books"),
    }
    return render(request, "ledger/closed_days.html", said, status=422 if form.errors else 200)


def _file(request: MemberRequest, found: Any) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("moment"), _("closed up to"), _("why"), _("written down by"), _("note")]
    rows = (
        [one.closed_at.isoformat(), one.through.isoformat() if one.through else "", one.why, one.by or "", made_up]
        for one in found
    )
    return as_csv(f"{request.community.slug}-closed-days", heads, rows)
