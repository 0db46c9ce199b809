"""Who says yes for a member who is not of age: one page, and one question for each thing that is said."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, doors, refused
from coproduce.community.people.guarding.actions import (
    end_guardian,
    name_guardian,
    say_age_band,
    say_yes_for,
    take_back_yes,
)
from coproduce.community.people.guarding.forms import AgeForm, GuardianForm, YesForm
from coproduce.community.people.guarding.queries import guarding, may_read
from coproduce.community.people.guarding.rules import WORDS
from coproduce.community.people.models import Guardian, Membership
from coproduce.community.people.queries import agents
from coproduce.community.people.safeguarding.meeting import MEET, MEET_ALONE
from coproduce.core.refusal import Refusal

HEADS = {MEET: _("Meeting in company"), MEET_ALONE: _("Meeting one adult alone")}


@never_cache
@require_safe
def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """Until when somebody is not of age, who says yes for them, and to what."""
    whose = _whose(request, member)
    now = guarding(request.actor, whose)
    mine = next((one for one in now.guardians if one.guardian_id == request.actor.agent_id), None)
    is_desk = policy.may(request.actor, "people.name_guardian")
    said = {
        "whose": whose,
        "now": now,
        "mine": mine,
        "is_me": whose.agent_id == request.actor.agent_id,
        "is_desk": is_desk,
        "guardians": [{"row": one, "request_id": uuid4(), "may_end": is_desk or one == mine} for one in now.guardians],
        "scopes": [
            {"what": what, "head": HEADS[what], "words": words, "yes": now.yes.get(what), "request_id": uuid4()}
            for what, words in WORDS.items()
        ],
        "doors": doors(request, "ward", whose.agent.public_id),
    }
    return render(request, "people/guardians.html", said)


@require_http_methods(["GET", "POST"])
def age(request: MemberRequest, member: UUID) -> HttpResponse:
    """Whether they are of age, and from which day."""
    whose = _at_desk(request, "people.say_age_band", member)
    form = AgeForm(request.POST or None, initial={"request_id": uuid4(), "adult_on": whose.adult_on})
    if request.method == "POST" and form.is_valid():
        outcome = say_age_band(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return _back(request, member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return _form(request, form, whose, _("Are they of age?"))


@require_http_methods(["GET", "POST"])
def named(request: MemberRequest, member: UUID) -> HttpResponse:
    """Who says yes for them: found by name, as often as it takes."""
    whose = _at_desk(request, "people.name_guardian", member)
    words = request.GET.get("q", "")
    found = agents(request.actor, words).filter(kind="person").exclude(pk=whose.agent_id)[:7] if words else []
    form = GuardianForm(request.POST or None, initial={"request_id": uuid4()})
    form.fields["guardian"].widget.choices = [(str(one.public_id), one.name) for one in found]
    if request.method == "POST" and form.is_valid():
        outcome = name_guardian(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return _back(request, member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    more = {"q": words, "is_looking": not found}
    return _form(request, form, whose, _("Who says yes for them?"), **more)


@require_http_methods(["GET", "POST"])
def yes(request: MemberRequest, guardian: UUID, what: str) -> HttpResponse:
    """A guardian says yes; at the desk, how and until when it was said."""
    row = _guardian(request, guardian)
    scope = what.replace("-", " ")
    if scope not in WORDS:
        raise Http404
    is_mine = row.guardian_id == request.actor.agent_id
    form = YesForm(request.POST or None, initial={"request_id": uuid4()})
    if is_mine:
        del form.fields["channel"]
    if request.method == "POST" and form.is_valid():
        outcome = say_yes_for(request.actor, guardian=guardian, what=scope, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return _back(request, row.ward.public_id)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return _form(request, form, row.ward.membership, HEADS[scope], words=WORDS[scope], guardian=row.guardian)


@require_POST
def taken_back(request: MemberRequest, guardian: UUID, what: str) -> HttpResponse:
    """A yes is taken back."""
    row = _guardian(request, guardian)
    form = Once(request.POST)
    if form.is_valid():
        outcome = take_back_yes(request.actor, guardian=guardian, what=what.replace("-", " "), **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    return _back(request, row.ward.public_id)


@require_POST
def ended(request: MemberRequest, guardian: UUID) -> HttpResponse:
    """They say yes for them no more."""
    row = _guardian(request, guardian)
    form = Once(request.POST)
    if form.is_valid():
        outcome = end_guardian(request.actor, guardian=guardian, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    if may_read(request.actor, row.ward):
        return _back(request, row.ward.public_id)
    return redirect("people", community=request.community.slug)


def _back(request: MemberRequest, member: UUID) -> HttpResponse:
    return redirect("guardians", community=request.community.slug, member=member)


def _whose(request: MemberRequest, member: UUID) -> Membership:
    """The member of the page, if this reader may read who says yes for them; else there is no such page."""
    found = (
        Membership.objects.filter(community_id=request.actor.community_id, agent__public_id=member)
        .exclude(state=Membership.LEFT)
        .select_related("agent", "community")
        .first()
    )
    if found is None or not may_read(request.actor, found.agent):
        raise Http404
    return found


def _at_desk(request: MemberRequest, verb: str, member: UUID) -> Membership:
    if not policy.may(request.actor, verb):
        raise Http404
    return _whose(request, member)


def _guardian(request: MemberRequest, guardian: UUID) -> Guardian:
    """A guardian this reader may speak as, or write down for."""
    row = (
        Guardian.objects.filter(community_id=request.actor.community_id, public_id=guardian, ended_on=None)
        .select_related("ward__membership", "guardian")
        .first()
    )
    if row is None or not policy.may(
        request.actor, "people.say_yes_for", policy.towards(request.actor, row.guardian_id)
    ):
        raise Http404
    return row


def _form(request: MemberRequest, form: Any, whose: Membership, head: Any, **more: Any) -> HttpResponse:
    said = {"form": form, "whose": whose, "head": head, **more}
    return render(request, "people/guardian_form.html", said, status=422 if form.errors else 200)
