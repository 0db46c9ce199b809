"""What a community says to everybody: privacy, terms, contact, accessibility, the agreement; and writing it anew.

A room above may say more below one of them, in a `statements.py` of its own: `along(scope)`, rows of three."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.page import MemberRequest, public, refused
from coproduce.community.people.consent.actions import write_wording
from coproduce.community.people.consent.forms import AgreementForm, WordsForm
from coproduce.community.people.consent.rules import AGREEMENT, blocks
from coproduce.community.people.consent.scopes import NOTICES, scopes_of, title_of
from coproduce.community.people.consent.wordings import in_force_of, version_of, versions
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal

WRITE = "people.write_wording"


@public
@require_safe
def shown(request: MemberRequest, scope: str) -> HttpResponse:
    """The words of today, or of an earlier version, with the days they counted. Anybody may read them."""
    _or_not_there(request, scope)
    every = versions(request.community, scope)
    today = clock.today(request.community.time_zone)
    now = next(one for one in every if one.from_on <= today or one.version == 1)
    asked = request.GET.get("version", "")
    read = version_of(request.community, scope, int(asked)) if asked.isdecimal() and len(asked) < 9 else now
    if read is None:
        raise Http404
    said: dict[str, Any] = {
        "scope": scope,
        "title": title_of(scope),
        "wording": read,
        "blocks": list(blocks(read.words)),
        "now": now,
        "others": [one for one in every if one.version != read.version],
        "is_older": read.version < now.version,
        "is_to_come": read.version > now.version,
        "may_write": policy.may(request.actor, WRITE),
        "is_contact": scope == "contact",
        "kept": [row for room in rooms.with_file("statements") for row in room.along(scope)],
    }
    if scope == AGREEMENT and read is now and request.actor.agent_id is not None:
        said["me_here"] = myself(request.actor)
    if scope == "contact":
        said["leads"] = _leads(request)
    return render(request, "people/wording.html", said)


@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Everything the community says, and since when: for whoever may write it."""
    if not policy.may(request.actor, WRITE):
        raise Http404
    every = (*NOTICES, *(scope.code for scope in scopes_of(request.community.arenas)))
    words = in_force_of(request.community, every)
    rows = [{"scope": scope, "title": title_of(scope), "wording": words[scope]} for scope in every]
    return render(request, "people/wordings.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def written(request: MemberRequest, scope: str) -> HttpResponse:
    """Write it anew, from a day on; the old words stay to be read."""
    _or_not_there(request, scope)
    if not policy.may(request.actor, WRITE):
        raise Http404
    latest = versions(request.community, scope)[0]
    start = {
        "request_id": uuid4(),
        "words": latest.words,
        "from_on": max(clock.today(request.community.time_zone), latest.from_on),
        "asks_anew": True,
    }
    form = (AgreementForm if scope == AGREEMENT else WordsForm)(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        outcome = write_wording(request.actor, scope=scope, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("wordings", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "scope": scope, "title": title_of(scope), "is_agreement": scope == AGREEMENT}
    return render(request, "people/write_wording.html", said, status=422 if form.errors else 200)


def _leads(request: MemberRequest) -> list[Agent]:
    """Who looks after what people are worried about; said to everybody, so that everybody can turn to them."""
    here = Membership.objects.filter(
        community_id=request.community.pk, state=Membership.ACTIVE, roles__icontains="safeguarding lead"
    ).select_related("agent")
    return [one.agent for one in here.order_by("pk") if "safeguarding lead" in one.roles]


def _or_not_there(request: MemberRequest, scope: str) -> None:
    if scope not in NOTICES and scope not in {one.code for one in scopes_of(request.community.arenas)}:
        raise Http404
