"""Who may do things for a member, what was done for them, whom a member helps, and beginning and stopping to do it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, for_another, page_of, refused
from coproduce.community.people.helping import session
from coproduce.community.people.helping.actions import end_helper, name_helper
from coproduce.community.people.helping.forms import HelperForm
from coproduce.community.people.helping.queries import acting_for, done_for, helpers_of, may_read, whom_i_help
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def helping(request: MemberRequest) -> HttpResponse:
    """Whom I help, with the button that begins it."""
    rows = whom_i_help(request.actor, clock.today(request.community.time_zone))
    return render(request, "people/helping.html", {"rows": rows, "request_id": uuid4()})


@require_POST
def begun(request: MemberRequest, member: UUID) -> HttpResponse:
    """From now on things are done for them, until it is stopped."""
    if acting_for(request.actor, member) is None:
        raise Http404
    session.begin(request, request.community.slug, member)
    return redirect("community", community=request.community.slug)


@for_another
@require_POST
def stopped(request: MemberRequest) -> HttpResponse:
    """From now on I do things for myself again."""
    session.stop(request, request.community.slug)
    return redirect("helping", community=request.community.slug)


@never_cache
@require_safe
def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """Who may do things for a member."""
    whose = _whose(request, member)
    rows = helpers_of(request.actor, whose, clock.today(request.community.time_zone))
    said = {
        "whose": whose,
        "rows": [{"row": one, "request_id": uuid4()} for one in rows],
        "is_me": whose.pk == request.actor.agent_id,
        "may_name": policy.may(request.actor, "people.name_helper", policy.towards(request.actor, whose.pk)),
    }
    return render(request, "people/helpers.html", said)


@never_cache
@require_safe
def done(request: MemberRequest, member: UUID) -> HttpResponse:
    """What was done for a member by whoever helps them: what, when and by whom."""
    whose = _whose(request, member)
    page = page_of(done_for(request.actor, whose), request)
    said = {"whose": whose, "page": page, "is_me": whose.pk == request.actor.agent_id}
    return render(request, "people/done_for.html", said)


@require_http_methods(["GET", "POST"])
def named(request: MemberRequest, member: UUID) -> HttpResponse:
    """A helper is found by name, as often as it takes, and named."""
    whose = _whose(request, member)
    if not policy.may(request.actor, "people.name_helper", policy.towards(request.actor, whose.pk)):
        raise Http404
    words = request.GET.get("q", "")
    found = agents(request.actor, words).filter(kind=Agent.PERSON).exclude(pk=whose.pk)[:7] if words else []
    form = HelperForm(request.POST or None, initial={"request_id": uuid4()})
    form.fields["helper"].widget.choices = [(str(one.public_id), one.name) for one in found]
    is_me = whose.pk == request.actor.agent_id
    if is_me:
        del form.fields["channel"]
    if request.method == "POST" and form.is_valid():
        outcome = name_helper(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("helpers", community=request.community.slug, member=member)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "whose": whose, "is_me": is_me, "q": words, "found": found}
    return render(request, "people/name_helper.html", said, status=422 if form.errors else 200)


@require_POST
def ended(request: MemberRequest, helping: UUID) -> HttpResponse:
    """Somebody does nothing for another any more, from this moment."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = end_helper(request.actor, helping=helping, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("It has ended. Both are told."))
    if member := request.POST.get("member"):
        return redirect("helpers", community=request.community.slug, member=member)
    return redirect("helping", community=request.community.slug)


def _whose(request: MemberRequest, member: UUID) -> Agent:
    """The member of the page, if this reader may read who helps them; else there is no such page."""
    found = agents(request.actor).filter(public_id=member, kind=Agent.PERSON).first()
    if found is None or not may_read(request.actor, found):
        raise Http404
    return found
