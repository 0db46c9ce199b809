"""The card: anybody who holds one opens it, without signing in. What it answers tells nobody which numbers exist."""

from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.care.actions.opening import open_case
from coproduce.arenas.care.forms import CardForm
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, public, refused
from coproduce.community.people.queries import agent
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


@public
@never_cache
def opening(request: MemberRequest) -> HttpResponse:
    """Type the number, say who came home, and how to ring them."""
    if not policy.may(request.actor, "care.open_case", "own"):
        raise Http404
    me = request.actor.agent_id
    is_desk = me is not None and policy.may(request.actor, "care.open_case")
    said = request.GET.get("member", "") or request.POST.get("member", "")
    member = agent(request.actor, UUID(said)) if is_desk and is_public_id(said) else None
    start = {"request_id": uuid4(), "member": member and member.public_id, "card": request.GET.get("card", "")[:40]}
    form = CardForm(
        request.community,
        request.POST or None,
        initial=start,
        is_desk=is_desk,
        is_known=bool(member or (me and not is_desk)),
    )
    if request.method == "POST" and form.is_valid():
        if not (is_desk or may_try(request)):
            form.add_error(None, _("That was tried many times. Wait an hour, or ring the desk."))
        else:
            outcome = open_case(request.actor, **form.said())
            if not isinstance(outcome, Refusal):
                if is_desk:
                    return redirect("care_case", community=request.community.slug, case=outcome.value.case)
                request.session["runs_from_opening"] = outcome.value.runs_from_opening
                return redirect("care_opened", community=request.community.slug)
            form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    shown: dict[str, Any] = {"form": form, "is_desk": is_desk, "member": member}
    return render(request, "care/card.html", shown, status=422 if form.errors else 200)


@public
@never_cache
def opened(request: MemberRequest) -> HttpResponse:
    """What happens next, and from when we count."""
    if not policy.may(request.actor, "care.open_case", "own"):
        raise Http404
    return render(request, "care/opened.html", {"from_today": request.session.get("runs_from_opening", False)})


def may_try(request: MemberRequest) -> bool:
    """A few tries an hour from one address and in the whole town; where nothing can be counted, nothing opens."""
    try:
        return bool(
            ratelimit.consume(request, action="open_card")
            and ratelimit.consume(request, action="open_card_everywhere", key=request.community.slug)
        )
    except DatabaseError:
        return False
