"""Changing what is known of a member, resting, going; groups, two records made one, and the community's settings."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, policy
from coproduce.community.base.citing import let_cite
from coproduce.community.base.forms import Once, again, meanwhile
from coproduce.community.base.page import MemberRequest, asks_again, doors, for_another, refused
from coproduce.community.people.changing.actions import change_details, change_settings, leave, pause, resume
from coproduce.community.people.changing.gathering import form_group, merge
from coproduce.community.people.joining.forms import (
    DetailsForm,
    GroupForm,
    LeaveForm,
    LeaveMyselfForm,
    MergeForm,
    SettingsForm,
)
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import agent, agents, member_for, read_contacts, with_role
from coproduce.core.refusal import Refusal


def changed(request: MemberRequest, member: UUID) -> HttpResponse:
    """Change name, telephone, e-mail and neighbourhood; beside it what it says now, when another was faster."""
    whose = _whose(request, "people.change_details", member)
    read_contacts(request.actor, [whose], "change")
    now = {
        "name": whose.agent.name,
        "phone": whose.phone,
        "email": whose.shared_email,
        "neighbourhood": whose.neighbourhood.name if whose.neighbourhood else "",
        "version": whose.version,
        "request_id": uuid4(),
    }
    form = DetailsForm(request.community, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        outcome = change_details(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("member", community=request.community.slug, member=member)
        form = again(form, outcome, whose.version)
    said = {"form": form, "whose": whose, "now": meanwhile(form, now)}
    return render(request, "people/change.html", said, status=422 if form.errors else 200)


@for_another
@require_POST
def rested(request: MemberRequest, member: UUID) -> HttpResponse:
    """Rest until they say otherwise, or this month, or come back: whichever it is not yet."""
    form = Once(request.POST)
    if form.is_valid():
        said = request.POST.get("verb")
        until = next_month(clock.today(request.community.time_zone)) if said == "month" else None
        if said == "resume":
            outcome = resume(request.actor, member=member, **form.cleaned_data)
        else:
            outcome = pause(request.actor, member=member, until_on=until, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    return redirect("member", community=request.community.slug, member=member)


def next_month(today: date) -> date:
    """The first day of the next month.

    >>> next_month(date(2026, 12, 31))
    datetime.date(2027, 1, 1)
    """
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def left(request: MemberRequest, member: UUID) -> HttpResponse:
    """Go: says first what happens, then does it."""
    whose = _whose(request, "people.leave", member)
    is_me = whose.agent_id == request.actor.agent_id
    form = (LeaveMyselfForm if is_me else LeaveForm)(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = leave(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            if form.cleaned_data.get("ended") == "died":
                return redirect("died", community=request.community.slug, member=member)
            return redirect("home") if is_me else redirect("people", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "whose": whose, "is_me": is_me}
    return render(request, "people/leave.html", said, status=422 if form.errors else 200)


def died(request: MemberRequest, member: UUID) -> HttpResponse:
    """What stopped when somebody died, what stays, and what the desk can do now, one thing after the other."""
    found = Membership.objects.filter(
        community_id=request.actor.community_id, agent__public_id=member, state=Membership.LEFT, ended="died"
    )
    whose = found.select_related("agent").first()
    if whose is None or not policy.may(request.actor, "people.leave"):
        raise Http404
    return render(request, "people/died.html", {"whose": whose})


def grouped(request: MemberRequest) -> HttpResponse:
    """Write down a household or an organisation: find its members by name and tick them, as often as it takes."""
    _or_not_there(request, "people.form_group")
    if request.method == "GET" or "find" in request.POST or "off" in request.POST:
        so_far = {"request_id": uuid4()} | {
            name: request.POST[name] for name in ("kind", "name") if name in request.POST
        }
        form = GroupForm(request, initial=so_far)
        return render(request, "people/group.html", {"form": form, "is_looking": request.method == "POST"})
    form = GroupForm(request, request.POST)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        members = tuple(UUID(one) for one in said.pop("members"))
        outcome = form_group(request.actor, members=members, **said)
        if not isinstance(outcome, Refusal):
            return redirect("member", community=request.community.slug, member=outcome.value.id)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(request, "people/group.html", {"form": form}, status=422 if form.errors else 200)


def merged(request: MemberRequest, member: UUID) -> HttpResponse:
    """Choose the other record of the same person; this one is kept."""
    _or_not_there(request, "people.merge")
    kept = agent(request.actor, member)
    if kept is None or kept.kind != kept.PERSON:
        raise Http404
    words = request.GET.get("q", "")
    found = agents(request.actor, words or kept.name.partition(" ")[0]).filter(kind=kept.PERSON).exclude(pk=kept.pk)
    form = MergeForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = merge(request.actor, keep=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("member", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "kept": kept, "found": found.select_related("membership__neighbourhood")[:7], "q": words}
    return render(request, "people/merge.html", said, status=422 if form.errors else 200)


@asks_again
def settings(request: MemberRequest) -> HttpResponse:
    """How the community runs, in plain words."""
    _or_not_there(request, "people.change_settings")
    community: Community = request.community
    names = ("version", "name", "phone", "welcome_words", "confirm_days", "shows_balances", "benefits_safe", "checks",
             "second_step_from", "trial_times", "kept_days", "by_decision")  # fmt: skip
    now = {name: getattr(community, name) for name in names} | {"request_id": uuid4()}
    form = SettingsForm(request.POST or None, initial=now)
    let_cite(form, request)
    if request.method == "POST" and form.is_valid():
        outcome = change_settings(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("people_settings", community=community.slug)
        form = again(form, outcome, community.version)
    said = {"form": form, "now": meanwhile(form, now), "doors": doors(request, "settings")}
    said["leads"] = len(with_role(request.actor, "safeguarding lead"))
    return render(request, "people/settings.html", said, status=422 if form.errors else 200)


def _whose(request: MemberRequest, verb: str, member: UUID) -> Membership:
    """The member of the page, if this reader may do this to them; else there is no such page."""
    if (found := member_for(request.actor, verb, member)) is None:
        raise Http404
    return found


def _or_not_there(request: MemberRequest, verb: str) -> None:
    if not policy.may(request.actor, verb):
        raise Http404
