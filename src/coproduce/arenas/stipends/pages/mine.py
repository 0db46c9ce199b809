"""A family's own record, read before anybody else asks about it, and its answer before anything happens."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.actions.steps import appeal
from coproduce.arenas.stipends.forms import AnswerForm
from coproduce.arenas.stipends.pages.words import (
    days_in_words,
    last_day,
    missed,
    payment_in_words,
    periods_in_words,
    so_far,
    went_in_words,
    what_is_next,
)
from coproduce.arenas.stipends.queries.families import period_to_answer
from coproduce.arenas.stipends.queries.mine import FamilysRecord, record
from coproduce.arenas.stipends.queries.records import here_in
from coproduce.community.base import audit, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, refused
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.core.refusal import Refusal


@never_cache
@for_another
def page(request: MemberRequest) -> HttpResponse:
    """My children's record, what would happen next and when, what was paid, and what happens at the school."""
    if not policy.may(request.actor, "stipends.read_page", "own"):
        raise Http404
    found = record(request.actor, community=request.community)
    if request.GET.get("as") == "csv":
        if found is None:
            raise Http404
        return record_file(request, found)
    said = {
        **shown(request, found),
        "is_own": True,
        **asked_here(request.actor, ARENA.slug),
        "is_desk": policy.may(request.actor, "stipends.read_record"),
        "is_school": policy.may(request.actor, "stipends.key_sheet"),
        "pays": policy.may(request.actor, "stipends.read_payroll"),
        "may_invite": policy.may(request.actor, "exchange.open_occasion"),
    }
    return render(request, "stipends/mine.html", said)


def shown(request: MemberRequest, found: FamilysRecord | None) -> dict[str, Any]:
    """A record in sentences."""
    if found is None:
        return {"found": None, "children": [], "payments": []}
    return {
        "found": found,
        "children": [
            {
                "child": one.child,
                "next": what_is_next(one, found.place),
                "periods": periods_in_words(one, found.place),
                "running": one.running
                and {"days": days_in_words(one.running), "went": so_far(one.running), "missed": missed(one.running)},
                "ended": next((row for row in one.rows if row.ends and not row.again_on), None),
            }
            for one in found.children
        ],
        "payments": [payment_in_words(row, row.payroll.unit) for row in found.payments],
    }


def record_file(request: MemberRequest, found: FamilysRecord) -> HttpResponse:
    """A row for each child and period."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [
        _("child"), _("school"), _("first day"), _("last day"), _("lessons held"), _("present"), _("absent"),
        _("excused"), _("no school"), _("not known"), _("how it went"), _("told on"), _("note"),
    ]  # fmt: skip
    rows = [
        [
            one.child.name, one.child.school, row.from_on, row.until_on, row.held, row.present, row.absent,
            row.excused, row.no_school, row.unknown, went_in_words(row, found.place), row.told_on or "", made_up,
        ]
        for one in found.children for row in one.rows
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-school", heads, rows)


@never_cache
@for_another
def answer(request: MemberRequest, attendance: UUID) -> HttpResponse:
    """How was it? In one's own words, before anything happens; the desk writes it down for whoever rings."""
    row = period_to_answer(request.actor, attendance)
    if row is None:
        raise Http404
    audit.reading(request.actor, "stipends.read_record", [row.child.family.agent_id], "page")
    is_own = row.child.family.agent_id == request.actor.agent_id
    form = AnswerForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = appeal(request.actor, attendance=attendance, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(
                request, _("Kept. Somebody else than whoever told it looks at it; nothing happens before.")
            )
            return _back(request, row.child.family.agent.public_id, is_own)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    place = here_in(request.community)
    said = {
        "form": form, "row": row, "days": days_in_words(row), "went": went_in_words(row, place),
        "last": last_day(row, place), "is_own": is_own,
    }  # fmt: skip
    return render(request, "stipends/answer.html", said, status=422 if form.errors else 200)


def _back(request: MemberRequest, family: UUID, is_own: bool) -> HttpResponse:
    if is_own:
        return redirect("stipends", community=request.community.slug)
    return redirect("stipends_family", community=request.community.slug, family=family)
