"""The desk's one list of a morning, and those who visit or would."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.actions.visitors import describe_visitor, take_on_visitor
from coproduce.arenas.care.forms import VisitorForm
from coproduce.arenas.care.queries.desk import Waiting, waiting
from coproduce.arenas.care.queries.held import profile_of
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.queries.visitors import all_visitors, known_of
from coproduce.arenas.care.rules import missing
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.community.people.queries import agents, member_for
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """What waits today; as a table, all of it."""
    is_file = request.GET.get("as") == "csv"
    found = waiting(request.actor, request.community, *((None,) if is_file else ()))
    if found is None:
        raise Http404
    if is_file:
        return _file(request, found)
    return render(request, "care/list.html", {"found": found, "now": clock.now()})


def _file(request: MemberRequest, found: Waiting) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    rows: list[tuple[str, str, str]] = [
        *((_("urgent"), one.visit.case.agent.name, one.due_at.isoformat()) for one in found.flags),
        *((_("has not come out"), one.case.agent.name, one.expected_end.isoformat()) for one in found.not_left),
        *((_("first visit"), one.agent.name, one.first_visit_due_at.isoformat()) for one in found.first_visits),
        *((_("call"), one.agent.name, one.next_call_on.isoformat() if one.next_call_on else "") for one in found.calls),
    ]
    heads = [_("what"), _("who"), _("since when"), _("note")]
    return as_csv(f"{request.community.slug}-visits", heads, ([*row, made_up] for row in rows))


@never_cache
@require_safe
def visitors(request: MemberRequest) -> HttpResponse:
    """Who visits, who would, and what is still to be done before their first visit."""
    if not policy.may(request.actor, "care.take_on_visitor"):
        raise Http404
    rows = all_visitors(request.actor.community_id)
    audit.reading(request.actor, "people.read_attestations", (one.agent_id for one in rows), "list")
    known = known_of(rows, here(request.community).today)
    said = [
        {"row": one, "missing": missing(known[one.agent_id]), "visits": VISITOR in one.agent.membership.roles,
         "request_id": uuid4()}
        for one in rows
    ]  # fmt: skip
    return render(request, "care/visitors.html", {"rows": said})


@never_cache
def visitor(request: MemberRequest, member: UUID) -> HttpResponse:
    """What somebody would do as a visitor, said by themselves or at the desk; and taking them on."""
    found = member_for(request.actor, "care.describe_visitor", member)
    if found is None:
        raise Http404
    is_desk = policy.may(request.actor, "care.take_on_visitor")
    if request.method == "POST" and "take_on" in request.POST and is_desk:
        return _take_on(request, member)
    profile = profile_of(found.agent_id)
    if profile:
        audit.reading(request.actor, "people.read_attestations", [found.agent_id], "page")
    start: dict[str, Any] = {"request_id": uuid4()}
    if profile:
        names = ("activities", "about", "cap", "radius_km", "no_go", "shadowed_on")
        start |= {name: getattr(profile, name) for name in names}
        start |= {name: ", ".join(getattr(profile, name)) for name in ("experience", "languages")}
        start["supervisor"] = str(profile.supervisor.public_id) if profile.supervisor else ""
    staff = [(str(one.public_id), one.name) for one in agents(request.actor).exclude(pk=found.agent_id)[:200]]
    form = VisitorForm(request.POST or None, initial=start, supervisors=staff if is_desk else None)
    if request.method == "POST" and form.is_valid():
        outcome = describe_visitor(request.actor, member=member, **form.said())
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Kept. The desk looks at what it takes, and rings."))
            return redirect("care", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    here_now = here(request.community)
    left = missing(known_of([profile], here_now.today)[found.agent_id]) if profile else ()
    said = {
        "form": form,
        "whose": found.agent,
        "is_me": found.agent_id == request.actor.agent_id,
        "is_desk": is_desk,
        "profile": profile,
        "missing": left,
        "visits": VISITOR in found.roles,
        "take_on_id": uuid4(),
    }
    return render(request, "care/visitor.html", said, status=422 if form.errors else 200)


def _take_on(request: MemberRequest, member: UUID) -> HttpResponse:
    form = Once(request.POST)
    if form.is_valid():
        outcome = take_on_visitor(request.actor, member=member, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("They are a visitor now, and have been told."))
    return redirect("care_visitors", community=request.community.slug)
