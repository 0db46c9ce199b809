"""What was looked at of a member, written down, renewed and withdrawn; and for the desk what runs out."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, page_of, refused
from coproduce.community.people.models import Agent, Attestation
from coproduce.community.people.queries import agent, agents, myself
from coproduce.community.people.rules import is_public_id
from coproduce.community.people.safeguarding.actions import attest, renew_attestation, withdraw_attestation
from coproduce.community.people.safeguarding.forms import (
    KIND_WORDS,
    LEVEL_CHOICES,
    STEP_WORDS,
    AttestForm,
    Days,
    MeetForm,
    WithdrawForm,
)
from coproduce.community.people.safeguarding.queries import READ, attestations, may_read, to_renew
from coproduce.community.people.safeguarding.why import READ as READ_WHY_NOT, why_not
from coproduce.community.people.uploads.queries import papers
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """What was looked at of one member: for the desk, the safeguarding lead, and they themselves."""
    whose = _whose(request, member)
    rows = attestations(request.actor, whose, "page")
    said = {
        "whose": whose,
        "is_me": whose.pk == request.actor.agent_id,
        "rows": [_row(one, clock.today(request.community.time_zone)) for one in rows],
        "may_attest": _may_attest(request, whose),
    }
    return render(request, "people/attestations.html", said)


@require_http_methods(["GET", "POST"])
def attested(request: MemberRequest, member: UUID) -> HttpResponse:
    """Write down that something was looked at."""
    whose = _whose(request, member)
    if not _may_attest(request, whose):
        raise Http404
    form = AttestForm(papers(request.actor, whose), request.POST or None, initial=_today(request))
    if request.method == "POST" and form.is_valid():
        outcome = attest(request.actor, member=member, **form.said())
        if not isinstance(outcome, Refusal):
            return redirect("attestations", community=request.community.slug, member=member)
        form.add_error(_field(form, outcome), refused(outcome))
    return _form(request, form, whose, "attest")


@require_http_methods(["GET", "POST"])
def renewed(request: MemberRequest, attestation: UUID) -> HttpResponse:
    """A newer one of the same was looked at."""
    row = _attestation(request, attestation)
    form = Days(papers(request.actor, row.agent), request.POST or None, initial=_today(request))
    if request.method == "POST" and form.is_valid():
        outcome = renew_attestation(request.actor, attestation=attestation, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("attestations", community=request.community.slug, member=row.agent.public_id)
        form.add_error(_field(form, outcome), refused(outcome))
    return _form(request, form, row.agent, "renew", row)


@require_http_methods(["GET", "POST"])
def withdrawn(request: MemberRequest, attestation: UUID) -> HttpResponse:
    """It counts no more."""
    row = _attestation(request, attestation)
    form = WithdrawForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = withdraw_attestation(request.actor, attestation=attestation, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("attestations", community=request.community.slug, member=row.agent.public_id)
        form.add_error(_field(form, outcome), refused(outcome))
    return _form(request, form, row.agent, "withdraw", row)


@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """What ran out, and what will in the next sixty days."""
    if not policy.may(request.actor, READ):
        raise Http404
    today = clock.today(request.community.time_zone)
    page = page_of(to_renew(request.actor, today), request)
    rows = [{"row": one, "words": words_of(one), "is_over": one.until_on and one.until_on < today} for one in page]
    return render(request, "people/attestations_due.html", {"page": page, "rows": rows})


@never_cache
@require_safe
def meeting(request: MemberRequest, member: UUID) -> HttpResponse:
    """Why somebody may not be brought together with another: for the desk and the safeguarding lead."""
    named = request.GET.get("with", "")
    asked = [member, *([UUID(named)] if is_public_id(named) else [])]
    both = {one.public_id: one for one in agents(request.actor).filter(public_id__in=asked)}
    whose, other = both.pop(member, None), next(iter(both.values()), None)
    if whose is None or not policy.may(request.actor, READ_WHY_NOT):
        raise Http404
    form = MeetForm(request.GET or None)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    purpose: Any = said.get("what") or "agree"
    activities = [said["kind"]] if said.get("kind") else []
    words = said.get("q", "")
    return render(
        request,
        "people/why_not.html",
        {
            "whose": whose,
            "form": form,
            "other": other,
            "reasons": why_not(request.actor, whose, other, purpose, activities) if other else None,
            "found": agents(request.actor, words).exclude(pk=whose.pk)[:7] if words and other is None else [],
        },
    )


def words_of(row: Attestation) -> str:
    """What was looked at, in a few words."""
    if row.kind == Attestation.CHECK:
        return f"{KIND_WORDS[row.kind]}: {LEVEL_CHOICES.get(row.what, row.what)}"
    return f"{KIND_WORDS[row.kind]}: {row.what}"


def _row(row: Attestation, today: Any) -> dict[str, Any]:
    is_over = row.until_on is not None and row.until_on < today
    return {
        "row": row,
        "words": words_of(row),
        "is_over": is_over,
        "counts": not is_over and row.withdrawn_on is None,
        "decisions": [{"row": one, "step": STEP_WORDS[one.step]} for one in row.decisions.all()],
    }


def _today(request: MemberRequest) -> dict[str, Any]:
    return {"request_id": uuid4(), "seen_on": clock.today(request.community.time_zone)}


def _field(form: Any, outcome: Refusal) -> str | None:
    return outcome.field if outcome.field in form.fields else None


def _may_attest(request: MemberRequest, whose: Agent) -> bool:
    return policy.may(request.actor, "people.attest") and whose.pk != request.actor.agent_id


def _whose(request: MemberRequest, member: UUID) -> Agent:
    """The agent of the page, if this reader may read what was looked at of them; else there is no such page."""
    found = agent(request.actor, member) or (myself(request.actor) if request.actor.agent_id else None)
    if found is None or found.public_id != member or not may_read(request.actor, found.pk):
        raise Http404
    return found


def _attestation(request: MemberRequest, attestation: UUID) -> Attestation:
    found = Attestation.objects.select_related("agent").filter(
        community_id=request.actor.community_id, public_id=attestation, withdrawn_on=None
    )  # fmt: skip
    row = found.defer("number", "paper").first()
    if row is None or not _may_attest(request, row.agent):
        raise Http404
    return row


def _form(request: MemberRequest, form: Any, whose: Agent, what: str, row: Attestation | None = None) -> HttpResponse:
    said = {"form": form, "whose": whose, "what": what, "words": words_of(row) if row else ""}
    return render(request, "people/attest.html", said, status=422 if form.errors else 200)
