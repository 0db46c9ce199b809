"""For the desk: of whom nobody has heard, who might like a call, whom to introduce, on whom much rests. And for
everybody which streets have no thread."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, refused
from coproduce.community.trust import drawing
from coproduce.community.trust.actions.ties import introduce
from coproduce.community.trust.forms import IntroduceForm
from coproduce.community.trust.queries.whole import streets, whole
from coproduce.community.trust.rules import next_step
from coproduce.community.trust.words import NEXT, WHY
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def shown(request: MemberRequest) -> HttpResponse:
    """What wants somebody at the desk."""
    today = clock.today(request.community.time_zone)
    found = whole(request.actor, today)
    if found is None:
        raise Http404
    said = {
        "silent": [
            (one, (today - one.on).days, NEXT[next_step(one.silence.tries)])
            for one in found.silent
            if one.silence and one.silence.desk_on
        ],
        "with_circle": sum(1 for one in found.silent if one.silence and not one.silence.desk_on),
        "calls": [(one.agent, WHY[one.reason]) for one in found.calls],
        "could_meet": [(one, uuid4()) for one in found.could_meet],
        "rests_on": found.rests_on,
        "over": found.over,
        "fine": found.fine,
    }
    return render(request, "trust/net.html", said)


@require_POST
def introduced(request: MemberRequest) -> HttpResponse:
    """Two are asked whether they would like to know each other."""
    form = IntroduceForm(request.POST)
    if form.is_valid():
        outcome = introduce(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("Both are asked. Who says no is told to nobody."))
    return redirect("the_net", community=request.community.slug)


@for_another
@require_safe
def mapped(request: MemberRequest) -> HttpResponse:
    """Streets, and how many there have to do with somebody here."""
    if not policy.may(request.actor, "trust.read_streets"):
        raise Http404
    found = streets(request.actor, clock.today(request.community.time_zone))
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("street"), _("members with a thread; * hides 1 to 7"), _("note")]
        return as_csv(f"{request.community.slug}-streets", heads, ([one.name, one.threads, made_up] for one in found))
    said = {"streets": found, "holes": sum(one.is_hole for one in found), "drawing": drawing.chart(found)}
    return render(request, "trust/streets.html", said)
