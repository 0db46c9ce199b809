"""The page on which a member says whom they do not want to meet, and the list on which they take it back."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.apart.actions import block, unblock
from coproduce.community.people.apart.desk import READ, beside, end_keeping_apart, keep_apart, pairs_of
from coproduce.community.people.apart.forms import EndForm, KeepApartForm
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.community.people.queries import agent, agents, apart_from
from coproduce.core.refusal import Refusal


def kept_apart_by(actor: Actor) -> list[Agent]:
    """Whom the actor said they do not want to meet, by name; what anybody else said is not in it."""
    pairs = BarredPair.objects.filter(asked_by_id=actor.agent_id or 0).select_related("one", "other")
    found = [pair.other if pair.one_id == actor.agent_id else pair.one for pair in pairs]
    return sorted(found, key=lambda one: (one.name, one.pk))


@never_cache
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Whom I do not want to meet; nobody else reads it but the desk and the safeguarding lead."""
    rows = [{"agent": one, "request_id": uuid4()} for one in kept_apart_by(request.actor)]
    return render(request, "people/apart.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
def blocked(request: MemberRequest, member: UUID) -> HttpResponse:
    """Says first what happens, then does it."""
    whose = _not_to_meet(request.actor, member)
    if whose is None or whose.pk == request.actor.agent_id or not policy.may(request.actor, "people.block", "own"):
        raise Http404
    form = Once(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = block(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("You will not be brought together. Nobody is told."))
            return redirect("apart", community=request.community.slug)
        form.add_error(None, refused(outcome))
    said = {"form": form, "whose": whose}
    return render(request, "people/block.html", said, status=422 if form.errors else 200)


def _not_to_meet(actor: Actor, member: UUID) -> Agent | None:
    """Whoever is here, and whom one is kept apart from: a thread of before leads here as ever, and tells nobody."""
    apart = Agent.objects.filter(pk__in=apart_from(actor), public_id=member).exclude(membership__state=Membership.LEFT)
    return agent(actor, member) or apart.first()


@require_POST
def unblocked(request: MemberRequest, member: UUID) -> HttpResponse:
    """Takes it back."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = unblock(request.actor, member=member, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    return redirect("apart", community=request.community.slug)


@never_cache
@require_http_methods(["GET", "POST"])
def kept(request: MemberRequest, member: UUID) -> HttpResponse:
    """From whom a member is kept apart, for the desk and the safeguarding lead; and another one to keep them from."""
    whose = _at_desk(request, member)
    q = request.GET.get("q", "")
    found = agents(request.actor, q).exclude(pk__in=(whose.pk, request.actor.agent_id or 0))[:7] if q else ()
    form = KeepApartForm(found, request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = keep_apart(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("kept_apart", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    is_me = whose.pk == request.actor.agent_id
    rows = [{"pair": one, "other": beside(one, whose)} for one in pairs_of(request.actor, whose)]
    said = {"form": form, "whose": whose, "rows": rows, "q": q, "found": found, "is_me": is_me}
    return render(request, "people/kept_apart.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def ended(request: MemberRequest, member: UUID, other: UUID) -> HttpResponse:
    """The desk keeps these two apart no more."""
    whose = _at_desk(request, member)
    pairs = [one for one in pairs_of(request.actor, whose) if one.asked_by_id is None]
    pair = next((one for one in pairs if beside(one, whose).public_id == other), None)
    if pair is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = end_keeping_apart(request.actor, member=member, other=other, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("kept_apart", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "whose": whose, "pair": pair, "other": beside(pair, whose)}
    return render(request, "people/end_apart.html", said, status=422 if form.errors else 200)


def _at_desk(request: MemberRequest, member: UUID) -> Agent:
    whose = agent(request.actor, member)
    if whose is None or not policy.may(request.actor, READ):
        raise Http404
    return whose
