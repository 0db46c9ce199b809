"""One's own calendar: a page with its secret address, and what a calendar on a telephone reads there."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, SeeOther, public, refused
from coproduce.community.exchange.calendars.actions import (
    make_calendar_address,
    opened_by,
    own_addresses,
    revoke_calendar_address,
    token_of,
)
from coproduce.community.exchange.calendars.feed import feed
from coproduce.core.refusal import Refusal

VERBS = {"make": make_calendar_address, "revoke": revoke_calendar_address}


class AddressForm(forms.Form):
    whose = forms.UUIDField()
    what = forms.ChoiceField(choices=[(name, name) for name in VERBS])
    request_id = forms.UUIDField()


def own(request: MemberRequest) -> HttpResponse:
    """The addresses of one's own calendar and of the groups one speaks for: make, renew, stop."""
    actor = request.actor
    if not policy.may(actor, "exchange.make_calendar_address", "own") or actor.agent_id is None:
        raise Http404
    if request.method == "POST":
        form = AddressForm(request.POST)
        if not form.is_valid():
            raise Http404
        said = form.cleaned_data
        outcome: Any = VERBS[said["what"]](actor, whose=said["whose"], request_id=said["request_id"])
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        elif outcome.value.is_open:
            messages.success(request, _("The address is made. Any address from before has stopped."))
        else:
            messages.success(request, _("The address has stopped: whoever had it reads nothing any more."))
        return SeeOther(request.path)
    rows = [
        {
            "agent": agent,
            "is_me": agent.pk == actor.agent_id,
            "address": request.build_absolute_uri(_link(request, token_of(open_now.request_id))) if open_now else "",
            "ids": {"make": uuid4(), "revoke": uuid4()},
        }
        for agent, open_now in own_addresses(actor)
    ]
    return render(request, "exchange/calendars.html", {"rows": rows})


@public
def read(request: MemberRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever has its address: no session, nothing kept by anybody on the way."""
    agent = opened_by(request.community.pk, token)
    if agent is None:
        raise Http404
    answer = HttpResponse(
        feed(request.community, agent, request.build_absolute_uri("/").rstrip("/")),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _link(request: MemberRequest, token: str) -> str:
    return reverse("calendar_feed", kwargs={"community": request.community.slug, "token": token})
