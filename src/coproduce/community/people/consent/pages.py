"""What somebody said yes to: read, said and taken back on the telephone, taken down at the desk, signed on a sheet."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, page_of, refused
from coproduce.community.people.consent.actions import consent, withdraw_consent
from coproduce.community.people.consent.forms import CHANNEL_WORDS, TakeDownForm, YesForm
from coproduce.community.people.consent.queries import READ, Said, may_for, not_agreed, said_by
from coproduce.community.people.consent.rules import AGREEMENT, blocks
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def listed(request: MemberRequest, member: UUID) -> HttpResponse:
    """Everything one member may say yes to, and what they said: for them, their guardian and the desk."""
    whose = _whose(request, member)
    rows = [_shown(one) for one in said_by(request.actor, whose, "page")]
    return render(request, "people/consents.html", _context(request, whose, rows=rows))


@never_cache
@require_safe
def sheet(request: MemberRequest, member: UUID) -> HttpResponse:
    """The same to be printed, ticked and signed."""
    whose = _whose(request, member)
    rows = [_shown(one) for one in said_by(request.actor, whose, "sheet")]
    return render(request, "people/consent_sheet.html", _context(request, whose, rows=rows, today=_today(request)))


@never_cache
@require_http_methods(["GET", "POST"])
def asked(request: MemberRequest, member: UUID, scope: str) -> HttpResponse:
    """The words of one thing, and yes."""
    whose = _whose(request, member)
    said = next((one for one in said_by(request.actor, whose, "page") if one.scope.code == scope), None)
    if said is None:
        raise Http404
    context = _context(request, whose, said=_shown(said))
    form = _form(request, whose, said, context["is_desk"])
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value != ""}
        outcome = consent(request.actor, member=member, scope=scope, **given)
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("Thank you. It is written down, and you can take it back at any time."))
            return redirect("consents", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(request, "people/consent.html", {**context, "form": form}, status=422 if form.errors else 200)


@require_POST
def taken_back(request: MemberRequest, member: UUID, scope: str) -> HttpResponse:
    """From this moment nothing is shared on it."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = withdraw_consent(request.actor, member=member, scope=scope, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, gettext("Taken back. From now on nothing is shared on it."))
    return redirect("consents", community=request.community.slug, member=member)


@require_safe
def not_yet(request: MemberRequest) -> HttpResponse:
    """Members who have not said yes to the agreement as it stands: for the desk, by name."""
    if not policy.may(request.actor, READ):
        raise Http404
    page = page_of(not_agreed(request.actor, _today(request)), request)
    return render(request, "people/not_agreed.html", {"page": page})


def _form(request: MemberRequest, whose: Agent, said: Said, is_desk: bool) -> Any:
    if is_desk:
        return TakeDownForm(whose, said.wordings, request.POST or None, initial={"request_id": uuid4()})
    return YesForm(request.POST or None, initial={"request_id": uuid4(), "version": said.wording.version})


def _shown(said: Said) -> dict[str, Any]:
    """Where somebody stands with one thing, in words."""
    now = said.now
    return {
        "scope": said.scope,
        "request_id": uuid4(),
        "wording": said.wording,
        "blocks": list(blocks(said.wording.words)),
        "is_agreement": said.scope.code == AGREEMENT,
        "now": now,
        "is_older": now is not None and said.is_older(now),
        "rows": [
            {
                "row": row,
                "channel": CHANNEL_WORDS[row.channel],
                "is_older": said.is_older(row),
                "is_over": row.withdrawn_at is None and said.is_over(row),
                "is_followed": row.withdrawn_at is not None and said.is_followed(row),
            }
            for row in said.rows
        ],
    }


def _context(request: MemberRequest, whose: Agent, **more: Any) -> dict[str, Any]:
    is_me = whose.pk == request.actor.agent_id
    is_desk = not is_me and policy.may(request.actor, "people.consent")
    return {"whose": whose, "is_me": is_me, "is_desk": is_desk, **more}


def _today(request: MemberRequest) -> Any:
    return clock.today(request.community.time_zone)


def _whose(request: MemberRequest, member: UUID) -> Agent:
    """The member of the page, if this reader may read what they said; else there is no such page."""
    found = (
        Agent.objects.select_related("membership", "community")
        .filter(community_id=request.actor.community_id, public_id=member, merged_into=None, membership__isnull=False)
        .exclude(membership__state=Membership.LEFT)
        .first()
    )
    if found is None or not may_for(request.actor, READ, found.pk):
        raise Http404
    return found
