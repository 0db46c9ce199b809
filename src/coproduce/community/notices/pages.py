"""What I was told, and how I like to be told; for the desk the letters to print and the people to ring."""

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from coproduce.community.base import clock, policy
from coproduce.community.base.page import Door, MemberRequest, as_csv, in_words, page_of, refused
from coproduce.community.notices.actions import choose_channel, mark_printed, mark_rung
from coproduce.community.notices.forms import SENT_BY, ChannelForm, PrintedForm, RungForm
from coproduce.community.notices.models import Notice
from coproduce.community.notices.queries import (
    Letter,
    chosen_way,
    letters,
    not_arriving,
    of_number,
    printed_since,
    readers,
    to_print,
    to_ring,
    told,
)
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import agent, myself, read_contacts
from coproduce.core.refusal import Refusal

DOORS = (Door(gettext_lazy("How they are told"), "channel_of", "notices.choose_channel", "member"),)

LETTERS = 25
CALLS = 20


@require_http_methods(["GET", "POST"])
def own(request: MemberRequest) -> HttpResponse:
    """All I was told, newest first, and how I like to be told. What is shown here needs no letter."""
    if not policy.may(request.actor, "notices.read_told", "own"):
        raise Http404
    if request.GET.get("as") == "csv":
        return _file_of_told(request)
    form = _channel_form(request, myself(request.actor))
    if form is None:
        return redirect("notices", community=request.community.slug)
    page = page_of(told(request.actor), request)
    rows = [
        {
            "said": in_words(row.template, row.values),
            "at": row.written_at,
            "link": row.link,
            "is_new": row.seen_at is None,
            "sent_at": row.sent_at,
            "sent_by": SENT_BY.get(row.sent_by, ""),
        }
        for row in page
    ]
    Notice.objects.filter(pk__in=[row.pk for row in page if row.seen_at is None]).update(seen_at=clock.now())
    return render(
        request,
        "notices/own.html",
        {"page": page, "rows": rows, "form": form, "is_desk": policy.may(request.actor, "notices.read_letters")},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def channel_of(request: MemberRequest, member: UUID) -> HttpResponse:
    """How a member likes to be told, written down by the desk."""
    found = agent(request.actor, member)
    if (
        found is None
        or not policy.may(request.actor, "notices.choose_channel", policy.towards(request.actor, found.pk))
        or not Membership.objects.filter(agent=found).exists()
    ):
        raise Http404
    form = _channel_form(request, found)
    if form is None:
        return redirect("member", community=request.community.slug, member=member)
    return render(request, "notices/channel.html", {"form": form, "agent": found}, status=422 if form.errors else 200)


def _channel_form(request: MemberRequest, whose: Agent) -> ChannelForm | None:
    """The form as it stands; None once the choice was written down."""
    way = chosen_way(Membership.objects.filter(agent=whose).first())
    form = ChannelForm(request.POST or None, initial={"kind": way, "request_id": uuid4()})
    if request.method != "POST" or not form.is_valid():
        return form
    outcome = choose_channel(request.actor, member=whose.public_id, **form.cleaned_data)
    if isinstance(outcome, Refusal):
        form.add_error("kind", refused(outcome))
        return form
    messages.success(request, _("Written down."))
    return None


@require_http_methods(["GET", "POST"])
def letters_page(request: MemberRequest) -> HttpResponse:
    """Letters to print, one for each member told on paper; or again those of today, or the one of a number."""
    actor = request.actor
    if not policy.may(actor, "notices.read_letters"):
        raise Http404
    refusal = ""
    if request.method == "POST":
        outcome = _mark_page(request)
        if not isinstance(outcome, str):
            messages.success(
                request,
                ngettext("One letter is on its way.", "%(number)s letters are on their way.", outcome)
                % {"number": outcome},
            )
            return redirect("letters", community=request.community.slug)
        refusal = outcome
    q = request.GET.get("q", "").strip()
    is_again = request.GET.get("again") == "today"
    notices = to_print(actor.community_id)
    if q:
        notices = of_number(actor, int(q)) if q.isdecimal() and len(q) < 19 else Notice.objects.none()
    elif is_again:
        notices = printed_since(actor, _begin_of_day(request))
    page = page_of(readers(actor, notices), request, LETTERS)
    made = [_told_in_words(one) for one in letters(actor, page, notices, "letters")]
    return render(
        request,
        "notices/letters.html",
        {
            "page": page,
            "letters": made,
            "q": q,
            "is_again": is_again,
            "is_new": not q and not is_again,
            "are_lost": not_arriving(actor).exists(),
            "up_to": max((one["number"] for one in made), default=0),
            "request_id": uuid4(),
            "refusal": refusal,
            "today": clock.now(),
        },
        status=422 if refusal else 200,
    )


def _mark_page(request: MemberRequest) -> int | str:
    """How many letters of the page count as sent now, or why not."""
    form = PrintedForm(request.POST)
    if not form.is_valid():
        return _("The page was too old. Print the letters again.")
    said = form.cleaned_data
    members = tuple(UUID(one) for one in said["members"])
    outcome = mark_printed(request.actor, members=members, up_to=said["up_to"], request_id=said["request_id"])
    return refused(outcome) if isinstance(outcome, Refusal) else outcome.value.members


@require_http_methods(["GET", "POST"])
def calls_page(request: MemberRequest) -> HttpResponse:
    """People to ring, and words to say."""
    actor = request.actor
    if not policy.may(actor, "notices.read_letters"):
        raise Http404
    refusal = ""
    if request.method == "POST":
        form = RungForm(request.POST)
        outcome = mark_rung(actor, **form.cleaned_data) if form.is_valid() else None
        if outcome is not None and not isinstance(outcome, Refusal):
            messages.success(request, _("Written down. Thank you for ringing."))
            return redirect("calls", community=request.community.slug)
        refusal = refused(outcome) if outcome else _("The page was too old. Look whom to ring now.")
    notices = to_ring(actor.community_id)
    if request.GET.get("as") == "csv":
        return _file_of_calls(request)
    page = page_of(readers(actor, notices), request, CALLS)
    read_contacts(actor, page, "calls")
    return render(
        request,
        "notices/calls.html",
        {
            "page": page,
            "calls": [_told_in_words(one) | {"request_id": uuid4()} for one in letters(actor, page, notices, "calls")],
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )


def not_arriving_page(request: MemberRequest) -> HttpResponse:
    """To whom letters by e-mail do not arrive, and what to do about it."""
    if not policy.may(request.actor, "notices.read_letters"):
        raise Http404
    return render(request, "notices/not_arriving.html", {"page": page_of(not_arriving(request.actor), request)})


def _told_in_words(letter: Letter) -> dict[str, Any]:
    return {
        "member": letter.membership,
        "number": letter.number,
        "lines": [in_words(notice.template, notice.values) for notice in letter.notices],
        "is_urgent": any(notice.is_urgent for notice in letter.notices),
        "has_trouble": any(notice.trouble for notice in letter.notices),
        "older": letter.older,
    }


def _begin_of_day(request: MemberRequest) -> datetime:
    zone = request.community.time_zone
    return datetime.combine(clock.today(zone), time(), ZoneInfo(zone))


def _file_of_told(request: MemberRequest) -> HttpResponse:
    zone = ZoneInfo(request.community.time_zone)
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-told",
        [_("day"), _("what"), _("sent on"), _("sent by"), _("note")],
        (
            [
                row.written_at.astimezone(zone).date().isoformat(),
                in_words(row.template, row.values),
                row.sent_at.astimezone(zone).date().isoformat() if row.sent_at else "",
                SENT_BY.get(row.sent_by, ""),
                made_up,
            ]
            for row in told(request.actor).iterator(chunk_size=1000)
        ),
    )


def _file_of_calls(request: MemberRequest) -> HttpResponse:
    notices = to_ring(request.actor.community_id)
    members = list(readers(request.actor, notices))
    read_contacts(request.actor, members, "calls")
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-calls",
        [_("name"), _("telephone"), _("what to say"), _("number"), _("note")],
        (
            [
                one.membership.agent.name,
                one.membership.phone,
                " ".join(_told_in_words(one)["lines"]),
                one.number,
                made_up,
            ]
            for one in letters(request.actor, members, notices, "calls")
        ),
    )
