"""Who is past the hours agreed on, every change of a limit, and changing one: first who would be past it, then sure."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext

from coproduce.community.base import audit, policy
from coproduce.community.base.citing import let_cite
from coproduce.community.base.page import MemberRequest, as_csv, doors, in_words, page_of
from coproduce.community.base.wire import unit as unit_of
from coproduce.community.ledger.limits.actions import change_limit
from coproduce.community.ledger.limits.forms import LimitForm
from coproduce.community.ledger.limits.queries import (
    agents_meant,
    how_far,
    limit_changes,
    limit_in_words,
    past_limits,
    would_be_outside,
)
from coproduce.community.ledger.limits.rules import Agreed, in_sentences, limit_as
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agent, roles_here
from coproduce.community.people.rules import is_public_id
from coproduce.core.journal import Limit
from coproduce.core.refusal import Refusal


def past(request: MemberRequest) -> HttpResponse:
    """Everybody whose hours are past what their community agreed on."""
    if not policy.may(request.actor, "ledger.read_past_limits"):
        raise Http404
    rows = past_limits(request.actor)
    if request.GET.get("as") == "csv":
        shown = _shown(request, rows)
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("name"), _("more received than given, minutes"), _("more given than received, minutes"),
                 _("agreed on, minutes"), _("note")]  # fmt: skip
        return as_csv(
            f"{request.community.slug}-past-the-limit",
            heads,
            (
                [one["agent"].name, one["hours"].minor if one["is_below"] else 0,
                 0 if one["is_below"] else one["hours"].minor, one["agreed"].minor, made_up]
                for one in shown
            ),
        )  # fmt: skip
    page = page_of(rows, request)
    said = {"page": page, "rows": _shown(request, page.object_list), "doors": doors(request, "hours")}
    return render(request, "ledger/past_limits.html", said)


def changes(request: MemberRequest) -> HttpResponse:
    """Every change of a limit, the latest first: whose, from what to what, by whom and why."""
    if not policy.may(request.actor, "ledger.read_limit_changes"):
        raise Http404
    words = request.GET.get("q", "").strip()
    found = limit_changes(request.actor, words)
    if request.GET.get("as") == "csv":
        return _changes_file(request, found)
    page = page_of(found, request)
    said = {"page": page, "rows": _changes(request, page.object_list), "q": words,
            "may_change": policy.may(request.actor, "ledger.change_limit")}  # fmt: skip
    return render(request, "ledger/limit_changes.html", said)


def change(request: MemberRequest) -> HttpResponse:
    """Say how far, of `?member=` or of many; then see everybody who would be past it; then it is done."""
    if not policy.may(request.actor, "ledger.change_limit"):
        raise Http404
    member = _member(request)
    start = {"request_id": uuid4(), "mode": "warn"}
    form = LimitForm(member, roles_here(request.actor), _units(request), request.POST or None, initial=start)
    let_cite(form, request)
    if request.method != "POST" or "again" in request.POST or not form.is_valid():
        return _ask(request, form, member, 422 if form.errors and "again" not in request.POST else 200)
    said, counted = form.said(), unit_of(form.cleaned_data["unit"])
    outcome: Any = limit_as(Agreed(said["mode"], said["below"], said["above"], said["grows_by"]), counted, said["why"])
    if "sure" in request.POST and not isinstance(outcome, Refusal):
        done = change_limit(request.actor, **said)
        if not isinstance(done, Refusal):
            number = done.value.accounts
            words = ngettext("One limit was changed.", "%(number)s limits were changed.", number) % {"number": number}
            messages.success(request, words)
            return redirect("limit_changes", community=request.community.slug)
        outcome = done if done.code != "NOT_CONFIRMED" else outcome
    if isinstance(outcome, Refusal):
        form.mend(outcome)
        return _ask(request, form, member, 422)
    past = list(would_be_outside(request.actor, said["whose"], counted, outcome))
    audit.reading(request.actor, "ledger.change_limit", [row.agent_id for row in past if row.agent_id], "confirm")
    shown = {
        "form": form,
        "whose": dict(form.fields["whose"].choices)[said["whose"]],  # type: ignore[attr-defined]
        "number": agents_meant(request.actor, said["whose"]).count(),
        "limit": [in_words(sentence, values) for sentence, values in in_sentences(outcome, counted)],
        "past": [{"agent": row.agent, "is_below": row.balance < 0, "hours": counted(abs(row.balance))} for row in past],
        "outside": len(past),
        "answers": [(name, request.POST.get(name, "")) for name in form.fields if name != "outside"],
    }
    return render(request, "ledger/change_limit_sure.html", shown)


def _ask(request: MemberRequest, form: LimitForm, member: Agent | None, status: int) -> HttpResponse:
    said = {"form": form, "member": member, "doors": doors(request, "hours")}
    return render(request, "ledger/change_limit.html", said, status=status)


def _member(request: MemberRequest) -> Agent | None:
    """The one member a change is about, where a page of theirs led here."""
    named = request.GET.get("member", "")
    found = agent(request.actor, UUID(named)) if is_public_id(named) else None
    if named and found is None:
        raise Http404
    return found


def _units(request: MemberRequest) -> list[str]:
    """What members' accounts here are counted in."""
    here = LedgerAccount.objects.filter(community_id=request.actor.community_id, kind=LedgerAccount.MEMBER)
    return list(here.order_by("unit").values_list("unit", flat=True).distinct())


def _changes(request: MemberRequest, rows: Iterable[LimitChange]) -> list[dict[str, Any]]:
    found = list(rows)
    read = [row.account.agent_id for row in found if row.account.agent_id]
    audit.reading(request.actor, "ledger.read_limit_changes", read)
    return [
        {
            "row": row,
            "whose": row.account.agent.name if row.account.agent else row.account.name,
            "old": limit_in_words(Limit(**row.old), row.account.unit),
            "new": limit_in_words(Limit(**row.new), row.account.unit),
        }
        for row in found
    ]


def _changes_file(request: MemberRequest, found: Iterable[LimitChange]) -> HttpResponse:
    heads = [_("moment"), _("whose"), _("unit"), _("before"), _("since"), _("why"), _("written down by"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    rows = (
        [one["row"].changed_at.isoformat(), one["whose"], one["row"].account.unit, one["old"], one["new"],
         one["row"].why, one["row"].by or "", made_up]
        for one in _changes(request, found)
    )  # fmt: skip
    return as_csv(f"{request.community.slug}-limits", heads, rows)


def _shown(request: MemberRequest, rows: Iterable[LedgerAccount]) -> list[dict[str, Any]]:
    found = list(rows)
    audit.reading(request.actor, "ledger.read_past_limits", [row.agent_id for row in found if row.agent_id])
    return [
        {"agent": row.agent, "is_below": row.balance < 0, "hours": hours, "agreed": agreed}
        for row in found
        for hours, agreed in (how_far(row),)
    ]
