"""Families of the programme: who is paid for each, its children, and its record when somebody rings."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.stipends.actions.families import enrol_child, take_on_family
from coproduce.arenas.stipends.forms import ChildForm, FamilyForm
from coproduce.arenas.stipends.pages.mine import record_file, shown
from coproduce.arenas.stipends.queries.families import families, family_of
from coproduce.arenas.stipends.queries.mine import record
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of, refused
from coproduce.community.people.queries import agents
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

#: Members one is chosen among.
MOST_MEMBERS = 500


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Every family by name; and one more is taken on."""
    found = families(request.actor)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        rows = ((one.agent.name, one.many, one.since_on, made_up) for one in found)
        heads = [_("family of"), _("children"), _("since"), _("note")]
        return as_csv(f"{request.community.slug}-school-families", heads, rows)
    form = None
    if policy.may(request.actor, "stipends.take_on_family"):
        members = [(str(one.public_id), one.name) for one in agents(request.actor)[:MOST_MEMBERS]]
        unit = unit_of_money(request.community.currency)
        form = FamilyForm(request.POST or None, initial={"request_id": uuid4()}, members=members, unit=unit)
    if form and request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "family": UUID(form.cleaned_data["family"])}
        outcome = take_on_family(request.actor, **given)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Kept. Now write down the children."))
            return redirect("stipends_child", community=request.community.slug, family=outcome.value.family)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {
        "page": page_of(found, request), "form": form,
        "reads": policy.may(request.actor, "stipends.read_record"),
    }  # fmt: skip
    return render(request, "stipends/families.html", said, status=422 if form and form.errors else 200)


@never_cache
@require_safe
def record_of(request: MemberRequest, family: UUID) -> HttpResponse:
    """What the family reads itself, for the desk when they ring. That it was read is written down."""
    found = record(request.actor, family, request.community)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return record_file(request, found)
    said = {**shown(request, found), "is_own": False, "may_enrol": policy.may(request.actor, "stipends.enrol_child")}
    return render(request, "stipends/mine.html", said)


@never_cache
def child(request: MemberRequest, family: UUID) -> HttpResponse:
    """One child of a family, by the number its school knows it by."""
    whose = family_of(request.actor, family)
    if whose is None:
        raise Http404
    form = ChildForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = enrol_child(request.actor, family=family, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("%(name)s is written down.") % {"name": form.cleaned_data["name"]})
            return redirect("stipends_child", community=request.community.slug, family=family)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "whose": whose, "reads": policy.may(request.actor, "stipends.read_record")}
    return render(request, "stipends/child.html", said, status=422 if form.errors else 200)
