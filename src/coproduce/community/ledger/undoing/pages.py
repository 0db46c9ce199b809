"""One entry with its whole story, taking it back, and what waits for a second person."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, asks_again_to_send, page_of, refused
from coproduce.community.ledger.bounds.queries import last_asked
from coproduce.community.ledger.models import Entry, Undoing
from coproduce.community.ledger.undoing.actions import agree_to_take_back, decline_to_take_back, take_back
from coproduce.community.ledger.undoing.forms import DecideForm, TakeBackForm
from coproduce.community.ledger.undoing.queries import Story, Told, story_of, taken_back, told_of, waiting
from coproduce.core.refusal import Refusal


def entry(request: MemberRequest, entry: UUID) -> HttpResponse:
    """What it was, who wrote it down and when, and whether, by whom and why it was taken back."""
    story = _story(request, entry)
    may = policy.may(request.actor, "ledger.take_back") and story.taken_back is None
    return render(
        request,
        "ledger/entry.html",
        {
            "story": story,
            "may_take_back": may and not (story.asked and story.asked.state == Undoing.ASKED),
            "is_waiting": may and story.asked is not None and story.asked.state == Undoing.ASKED,
        },
    )


def take_back_page(request: MemberRequest, entry: UUID) -> HttpResponse:
    """Say why, and take it back; or ask, where it takes two."""
    _or_not_there(request, "ledger.take_back")
    story = _story(request, entry)
    form = TakeBackForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = take_back(request.actor, entry=entry, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("entry", community=request.community.slug, entry=entry)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "story": story}
    return render(request, "ledger/take_back.html", said, status=422 if form.errors else 200)


@asks_again_to_send
def undoings(request: MemberRequest) -> HttpResponse:
    """What waits for a second person; whoever asked for it reads it, and somebody else decides."""
    _or_not_there(request, "ledger.read_undoings")
    if request.method == "POST":
        return _decided(request)
    found = waiting(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, list(found))
    page = page_of(found, request)
    said = {"asked": last_asked(request.actor), "yes_id": uuid4(), "no_id": uuid4()}
    return render(request, "ledger/undoings.html", {"page": page, "rows": _shown(request, list(page)), **said})


def put_right(request: MemberRequest) -> HttpResponse:
    """What was taken back, by whom and why, the latest first."""
    _or_not_there(request, "ledger.read_undoings")
    found = taken_back(request.actor)
    if request.GET.get("as") == "csv":
        return _file_of_put_right(request, _told(request, found))
    page = page_of(found, request)
    return render(request, "ledger/put_right.html", {"page": page, "rows": _told(request, page)})


def _told(request: MemberRequest, found: Iterable[Entry]) -> list[Told]:
    ids = [row.client_id for row in found]
    told = told_of(request.actor, ids)
    return [told[one] for one in ids]


def _file_of_put_right(request: MemberRequest, rows: list[Told]) -> HttpResponse:
    heads = [_("written down at"), _("written down by"), _("why"), _("what"), _("happened on"), _("with"),
             _("smallest parts"), _("unit"), _("entry"), _("note")]  # fmt: skip
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-put-right",
        heads,
        (
            [one.recorded_at.isoformat(), one.by, one.words, one.category, one.effective_on.isoformat(),
             " · ".join(side.name for side in one.sides), one.size.minor, one.size.unit.code, str(one.entry), made_up]
            for one in rows
        ),
    )  # fmt: skip


def _decided(request: MemberRequest) -> HttpResponse:
    form = DecideForm(request.POST)
    if form.is_valid():
        verb = agree_to_take_back if request.POST.get("do") == "agree" else decline_to_take_back
        outcome = verb(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            return redirect("entry", community=request.community.slug, entry=outcome.value.entry)
    return redirect("undoings", community=request.community.slug)


def _shown(request: MemberRequest, found: list[Undoing]) -> list[dict[str, Any]]:
    told = told_of(request.actor, [row.of for row in found])
    return [
        {
            "undoing": row,
            "told": told[row.of],
            "asked_by": row.asker or "",  # type: ignore[attr-defined]
            "is_mine": row.asked_by == request.actor.agent_id,
            "yes_id": uuid4(),
            "no_id": uuid4(),
        }
        for row in found
    ]


def _file(request: MemberRequest, found: list[Undoing]) -> HttpResponse:
    heads = [_("asked on"), _("asked by"), _("why"), _("day"), _("what"), _("minutes"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-waits-for-a-second",
        heads,
        (
            [
                one["undoing"].asked_at.date().isoformat(),
                one["asked_by"],
                one["undoing"].reason,
                one["told"].effective_on.isoformat(),
                one["told"].words or one["told"].category,
                one["told"].size.minor,
                made_up,
            ]
            for one in _shown(request, found)
        ),
    )


def _story(request: MemberRequest, entry: UUID) -> Story:
    found = story_of(request.actor, entry)
    if found is None:
        raise Http404
    return found


def _or_not_there(request: MemberRequest, verb: str) -> None:
    if not policy.may(request.actor, verb):
        raise Http404
