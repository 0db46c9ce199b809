"""Asking to be rung, taking it back, and saying that one heard from somebody who asked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.people import doing
from coproduce.community.people.queries import HERE
from coproduce.community.trust.actions.net import AT_DESK, end_rhythm, keep_rhythm, may_note, note_heard, note_unreached
from coproduce.community.trust.forms import EndForm, HeardForm, RhythmForm, UnreachedForm, WellForm
from coproduce.community.trust.models import Rhythm
from coproduce.community.trust.queries.net import heard, names_of
from coproduce.community.trust.queries.whole import READ
from coproduce.community.trust.rules import next_step
from coproduce.community.trust.words import NEXT

#: Days that stand in the box until somebody writes others.
USUAL_DAYS = 7


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: MemberRequest) -> HttpResponse:
    """After how many days one wants to be rung; and that all is well, and that one wants it no more."""
    me = request.actor.agent_id
    if me is None or not policy.may(request.actor, "trust.keep_rhythm", "own"):
        raise Http404
    found = heard(Rhythm.objects.filter(agent=me), clock.today(request.community.time_zone))
    one = found[0] if found else None
    buttons = {"keep": doing.Button(RhythmForm, keep_rhythm, {}, {"days": one.rhythm.days if one else USUAL_DAYS})}
    if one:
        well = {"member": one.rhythm.agent.public_id, "how": Rhythm.SAID_SO}
        buttons["well"] = doing.Button(WellForm, note_heard, well, {})
        buttons["end"] = doing.Button(EndForm, end_rhythm, {}, {})
    said = {"one": one, "circle": names_of(me).select_related("one")}
    return doing.shown(request, "trust/rhythm.html", buttons, said, {})


@never_cache
@require_http_methods(["GET", "POST"])
def noted(request: MemberRequest, member: UUID) -> HttpResponse:
    """Somebody who asked to be rung: that they were heard from, or not reached, said by their circle or the desk."""
    today = clock.today(request.community.time_zone)
    asked = Rhythm.objects.filter(community_id=request.actor.community_id, agent__public_id=member)
    found = heard(asked.filter(agent__membership__state__in=HERE), today)
    if not found or not may_note(request.actor, "note_heard", found[0].rhythm):
        raise Http404
    one, is_desk = found[0], bool(request.actor.roles & AT_DESK)
    whose = one.rhythm.agent
    if whose.pk == request.actor.agent_id:
        return redirect("my_rhythm", community=request.community.slug)
    audit.reading(request.actor, READ, [whose.pk], "call")
    known = {"member": member}
    buttons: dict[str, Any] = {"heard": doing.Button(HeardForm, note_heard, known, {"heard_on": today})}
    if one.silence:
        buttons["unreached"] = doing.Button(UnreachedForm, note_unreached, known, {})
    said = {
        "whose": whose,
        "one": one,
        "is_desk": is_desk,
        "circle": names_of(whose.pk).select_related("one") if is_desk else (),
        "next": NEXT[next_step(one.silence.tries)] if one.silence else "",
    }
    return doing.shown(request, "trust/heard.html", buttons, said, {})
