"""Who is new here and how many times are left: the desk's list, and the page of one newcomer."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.community.base import policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, for_another, page_of, refused
from coproduce.community.exchange.settling.actions import settle_member
from coproduce.community.exchange.settling.times import times
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import HERE
from coproduce.core.refusal import Refusal


class SettleForm(Once):
    why = forms.CharField(
        label=_("Why need they no trial any more?"),
        max_length=300,
        help_text=_("A sentence. They read it too."),
        error_messages={"required": _("Say in a sentence why.")},
    )


@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Who is new, the longest here first, and how many times are left for each."""
    if not policy.may(request.actor, "exchange.read_settling"):
        raise Http404
    new = Membership.objects.filter(community=request.community, state__in=HERE, settled_on=None)
    here = new if request.community.trial_times else new.none()
    page = page_of(here.select_related("agent").order_by("joined_on", "pk"), request)
    so_far = times([one.agent_id for one in page])
    for one in page:
        one.left = max(0, request.community.trial_times - so_far[one.agent_id])
    return render(request, "exchange/newcomers.html", {"page": page})


@for_another
@require_http_methods(["GET", "POST"])
def shown(request: MemberRequest, newcomer: UUID) -> HttpResponse:
    """How many times are left for one newcomer; at the desk, the question that settles them sooner."""
    whose = _whose(request, newcomer)
    may_settle = policy.may(request.actor, "exchange.settle_member") and whose.agent_id != request.actor.agent_id
    form = SettleForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = settle_member(request.actor, member=newcomer, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("settling", community=request.community.slug, newcomer=newcomer)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    so_far = times([whose.agent_id])[whose.agent_id]
    said: dict[str, Any] = {
        "whose": whose,
        "so_far": so_far,
        "left": max(0, request.community.trial_times - so_far),
        "is_me": whose.agent_id == request.actor.agent_id,
        "is_new": whose.settled_on is None and request.community.trial_times > 0,
        "form": form if may_settle else None,
    }
    return render(request, "exchange/settling.html", said, status=422 if form.errors else 200)


def _whose(request: MemberRequest, member: UUID) -> Membership:
    """The member of the page, if this reader may read how they settle in; else there is no such page."""
    rows = Membership.objects.filter(community=request.community, agent__public_id=member, state__in=HERE)
    found = rows.select_related("agent").first()
    if found is None or not policy.may(
        request.actor, "exchange.read_settling", policy.towards(request.actor, found.agent_id)
    ):
        raise Http404
    return found
