"""What somebody does for the community beside being a member: given and taken at the desk, on one page."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, asks_again, refused
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import member_for
from coproduce.community.people.roles.actions import give_role, take_role
from coproduce.community.people.roles.forms import GiveForm
from coproduce.community.people.roles.queries import given_by_hand, opens_nothing
from coproduce.community.people.vouching.forms import RoleForm
from coproduce.core.refusal import Refusal


@asks_again
@require_http_methods(["GET", "POST"])
def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """The roles of a member, each with the button that takes it back; and the one they are given."""
    whose = _whose(request, member)
    may_give = policy.may(request.actor, "people.give_role") and whose.agent_id != request.actor.agent_id
    left = given_by_hand(whose.community) - {*whose.roles} if may_give else frozenset()
    form = GiveForm(request.POST or None, initial={"request_id": uuid4()}, roles=sorted(left))
    if request.method == "POST" and form.is_valid():
        outcome = give_role(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("They have it now, and are told."))
            return redirect("roles", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    rows = [{"role": role, "request_id": uuid4()} for role in whose.roles if role not in opens_nothing()]
    said = {"form": form if left else None, "whose": whose, "rows": rows, "may_give": may_give}
    return render(request, "people/roles.html", said, status=422 if form.errors else 200)


@asks_again
@require_POST
def taken(request: MemberRequest, member: UUID) -> HttpResponse:
    """They have it no more, from this moment."""
    _whose(request, member)
    form = RoleForm(request.POST)
    if form.is_valid():
        outcome = take_role(request.actor, member=member, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("They have it no more, and are told."))
    return redirect("roles", community=request.community.slug, member=member)


def _whose(request: MemberRequest, member: UUID) -> Membership:
    """The member of the page, for whoever gives or takes roles here; else there is no such page."""
    found = member_for(request.actor, "people.take_role", member)
    if found is None:
        raise Http404
    return found
