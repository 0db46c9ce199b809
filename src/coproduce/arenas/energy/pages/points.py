"""Supply points: the list for the desk, one of them, and how much of it is shared from when to when."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.energy.actions.points import change_share, enrol_point
from coproduce.arenas.energy.forms import KINDS, PointForm, ShareForm
from coproduce.arenas.energy.queries.points import per_cent, point as one_point, points, shares_now, spans
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, page_of, refused
from coproduce.community.people.queries import agents
from coproduce.core.refusal import Refusal

#: Members one is chosen among.
MOST_MEMBERS = 500


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Every supply point by name, and one more."""
    found = points(request.actor)
    if found is None:
        raise Http404
    today, does = clock.today(request.community.time_zone), dict(KINDS)
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("place"), _("meter"), _("whose"), _("what it does"), _("shared, in a hundred"), _("fuse, watts"),
                 _("makes, watts"), _("note")]  # fmt: skip
        rows = (
            (row.name, row.number, row.agent.name, does[row.kind], per_cent(shares_now(row, today)), row.fuse_w or "",
             row.plant_w or "", made_up)
            for row in found
        )  # fmt: skip
        return as_csv(f"{request.community.slug}-supply-points", heads, rows)
    form = None
    if policy.may(request.actor, "energy.enrol_point"):
        members = [(str(one.public_id), one.name) for one in agents(request.actor)[:MOST_MEMBERS]]
        first = {"request_id": uuid4(), "from_on": today.replace(day=1), "parts": 100}
        form = PointForm(request.POST or None, initial=first, members=members)
    if form and request.method == "POST" and form.is_valid():
        outcome = enrol_point(request.actor, **form.arguments())
        if not isinstance(outcome, Refusal):
            messages.success(request, _("%(name)s is written down.") % {"name": form.cleaned_data["name"]})
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    listed = page_of(found, request)
    said = {
        "page": listed, "form": form,
        "rows": [{"row": row, "share": per_cent(shares_now(row, today)), "does": does[row.kind]}
                 for row in listed],
    }  # fmt: skip
    return render(request, "energy/points.html", said, status=422 if form and form.errors else 200)


@never_cache
@for_another
def one(request: MemberRequest, point: UUID) -> HttpResponse:
    """One supply point: what it shares with whom and since when, changed from a day on."""
    row = one_point(request.actor, point)
    if row is None:
        raise Http404
    today = clock.today(request.community.time_zone)
    form = ShareForm(request.POST or None, initial={"request_id": uuid4(), "from_on": today, "parts": 100})
    if request.method == "POST" and form.is_valid():
        outcome = change_share(request.actor, point=row.public_id, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Written down. Months that were settled are put right by their difference."))
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {
        "row": row, "form": form, "does": dict(KINDS)[row.kind], "spans": spans(row, today),
        "is_own": row.agent_id == request.actor.agent_id, "is_desk": policy.may(request.actor, "energy.read_points"),
    }  # fmt: skip
    return render(request, "energy/point.html", said, status=422 if form.errors else 200)
