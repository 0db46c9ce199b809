"""Who vouches for a member, and how: on their page; and the desk's page of the roles that are opened so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.citing import let_cite
from coproduce.community.base.page import MemberRequest, for_another, refused
from coproduce.community.people.joining.becoming import known_roles
from coproduce.community.people.roles.queries import earned
from coproduce.community.people.vouching.actions import confirm_role, set_vouching, take_back_vouch, vouch
from coproduce.community.people.vouching.forms import RoleForm, VouchingForm
from coproduce.community.people.vouching.queries import opened_roles, openings, standings, whose_vouches
from coproduce.community.people.vouching.rules import GIVEN_OTHERWISE
from coproduce.core.refusal import Refusal


@for_another
@require_safe
def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """Who vouches for a member, as what; and the button that does it, or takes it back."""
    whose = whose_vouches(request.actor, member)
    if whose is None:
        raise Http404
    me = request.actor.agent_id
    rows = [
        {
            "standing": one,
            "mine": any(vouch.giver_id == me for vouch in one.vouches),
            "may": not one.opened.giver_role or one.opened.giver_role in request.actor.roles,
            "request_id": uuid4(),
        }
        for one in standings(request.actor, whose)
    ]
    is_me = whose.agent_id == me
    return render(request, "people/vouches.html", {"whose": whose, "rows": rows, "is_me": is_me})


@require_POST
def vouched(request: MemberRequest, member: UUID) -> HttpResponse:
    """Vouch for them."""
    return _do(request, vouch, member, _("You vouch for them. You can take it back at any time."))


@require_POST
def taken_back(request: MemberRequest, member: UUID) -> HttpResponse:
    """Vouch for them no more."""
    return _do(request, take_back_vouch, member, _("You vouch for them no more."))


@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """For the desk: what members vouch for, and for whom enough do."""
    _at_desk(request)
    rows = openings(request.actor)
    asks = [{"opened": one.opened, "whose": whose, "request_id": uuid4()} for one in rows for whose in one.waiting]
    return render(request, "people/vouching.html", {"rows": rows, "asks": asks})


@require_http_methods(["GET", "POST"])
def written(request: MemberRequest) -> HttpResponse:
    """How members vouch for a role."""
    _at_desk(request)
    known = sorted(known_roles(request.community) - earned())
    now = next((one for one in opened_roles(request.community.pk) if one.role == request.GET.get("role")), None)
    first: dict[str, Any] = {"is_open": True, "counts_former": True}
    if now:
        first = {name: getattr(now, name) for name in ("role", "is_open", "threshold", "giver_role", "counts_former")}
    form = VouchingForm(
        request.POST or None,
        initial={**first, "request_id": uuid4()},
        roles=sorted(set(known) - GIVEN_OTHERWISE),
        known=known,
    )
    let_cite(form, request)
    if request.method == "POST" and form.is_valid():
        outcome = set_vouching(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("vouching", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(request, "people/set_vouching.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def confirmed(request: MemberRequest, member: UUID) -> HttpResponse:
    """The desk says yes."""
    _do(request, confirm_role, member, _("They have it now, and are told."))
    return redirect("vouching", community=request.community.slug)


def _do(request: MemberRequest, verb: Callable[..., Any], member: UUID, done: str) -> HttpResponse:
    form = RoleForm(request.POST)
    if form.is_valid():
        outcome = verb(request.actor, member=member, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, done)
    return redirect("vouches", community=request.community.slug, member=member)


def _at_desk(request: MemberRequest) -> None:
    if not policy.may(request.actor, "people.set_vouching"):
        raise Http404
