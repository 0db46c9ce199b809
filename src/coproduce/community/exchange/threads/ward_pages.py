"""What a ward agreed to, for who says yes for them: with whom, when and where; never what was said."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, page_of
from coproduce.community.exchange.models import Agreement, Commitment, SignUp
from coproduce.community.exchange.threads.waiting import names, state_in_words
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.models import Agent


def agreed_by(ward: Agent) -> QuerySet[Agreement]:
    """The threads of a ward, the newest first, with who takes part."""
    parts = Commitment.objects.select_related("agent").order_by("pk")
    found = Agreement.objects.filter(community_id=ward.community_id, commitments__agent=ward)
    return found.prefetch_related(Prefetch("commitments", parts)).order_by("-proposed_at", "-pk")


def places_of(ward: Agent) -> QuerySet[SignUp]:
    """What a ward comes to, the latest first."""
    found = SignUp.objects.filter(agent=ward, withdrawn_at=None, slot__occasion__cancelled_at=None)
    return found.select_related("slot__occasion__organiser").order_by("-slot__occasion__starts_at", "pk")


def ward_of(actor: Actor, ward: UUID) -> Agent | None:
    """Somebody the actor says yes for now; the reading is written down."""
    found = Agent.objects.filter(community_id=actor.community_id, public_id=ward).first()
    if found is None or not is_guardian(actor, found.pk):
        return None
    audit.reading(actor, "exchange.read_ward", [found.pk], "guardian")
    return found


@never_cache
@require_safe
def shown(request: MemberRequest, ward: UUID) -> HttpResponse:
    """For a guardian alone."""
    whose = ward_of(request.actor, ward)
    if whose is None:
        raise Http404
    page = page_of(agreed_by(whose), request)
    rows: list[dict[str, Any]] = [
        {
            "row": row,
            "state": state_in_words(row.state),
            "others": names([part for part in row.commitments.all() if part.agent_id != whose.pk]),
        }
        for row in page
    ]
    said = {"whose": whose, "page": page, "rows": rows, "places": places_of(whose)[:25]}
    return render(request, "exchange/ward.html", said)
