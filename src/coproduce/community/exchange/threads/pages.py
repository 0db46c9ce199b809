"""The pages of threads: all of mine, and one with what was said, what was agreed, and what may be done with it now.

One address takes every button of a thread. The desk reads any thread, and speaks in it for somebody who rings.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy
from coproduce.community.base.action import Verb
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, page_of, refused
from coproduce.community.exchange import queries
from coproduce.community.exchange.asks.actions import say_ready
from coproduce.community.exchange.contributions import thank
from coproduce.community.exchange.forms import (
    ConfirmForm,
    DisputeForm,
    DoneForm,
    ForSomebody,
    MissForm,
    PlanForm,
    ReadyForm,
    SayForm,
    ThankForm,
)
from coproduce.community.exchange.models import Agreement, Ask, Commitment, Contribution, Message
from coproduce.community.exchange.recognition import hours_at
from coproduce.community.exchange.threads.actions import agree, call_off, change_plan, miss, say
from coproduce.community.exchange.threads.hours import confirm, dispute, do
from coproduce.community.exchange.threads.keeping import would_keep
from coproduce.community.exchange.threads.rules import MAY
from coproduce.community.exchange.threads.taking_part import kept_for
from coproduce.community.exchange.threads.waiting import is_for, names, state_in_words, waits_for
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A thread as somebody reads it: who takes part, and for whom they speak in it."""

    row: Agreement
    parts: tuple[Commitment, ...]
    mine: Commitment | None
    is_desk: bool

    @property
    def others(self) -> tuple[Commitment, ...]:
        return tuple(part for part in self.parts if part is not self.mine)

    def side(self, side: str) -> tuple[Commitment, ...]:
        return tuple(part for part in self.parts if part.side == side)

    @property
    def said_minutes(self) -> int | None:
        """How long each gave, where all who gave gave the same."""
        said = {part.minutes for part in self.side(Commitment.GIVES)}
        return said.pop() if len(said) == 1 else None


def _as_said(request: MemberRequest, said: Said) -> Said:
    return said


def _plan(request: MemberRequest, said: Said) -> Said:
    """A day without a time is kept as its beginning, and read as a day."""
    day, at = said.pop("day"), said.pop("at")
    zone = ZoneInfo(request.community.time_zone)
    return {**said, "starts_at": datetime.combine(day, at or time(), zone) if day else None}


def _hours(request: MemberRequest, said: Said) -> Said:
    minutes = said.pop("minutes")
    return {**said, "hours": HOURS(minutes) if minutes else None}


def _absent(request: MemberRequest, said: Said) -> Said:
    return {**said, "who": UUID(said["who"]) if said["who"] else None}


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done to a thread: what is asked, and the verb that does it."""

    form: Callable[..., forms.Form]
    verb: Verb[Any]
    arguments: Callable[[MemberRequest, Said], Said] = _as_said


BUTTONS: Mapping[str, Button] = {
    "agree": Button(ForSomebody, agree),
    "change": Button(PlanForm, change_plan, _plan),
    "say": Button(SayForm, say),
    "do": Button(DoneForm, do),
    "confirm": Button(ConfirmForm, confirm, _hours),
    "dispute": Button(DisputeForm, dispute),
    "call_off": Button(ForSomebody, call_off),
    "miss": Button(MissForm, miss, _absent),
    "thank": Button(ThankForm, thank),
    "ready": Button(ReadyForm, say_ready),
}


@for_another
def listed(request: MemberRequest) -> HttpResponse:
    """The threads one takes part in, open ones first; for the desk, everybody's."""
    if not policy.may(request.actor, "exchange.read_threads", "own"):
        raise Http404
    words, state = request.GET.get("q", ""), request.GET.get("state", "")
    found = queries.threads(request.actor, words, state if state in dict(Agreement.STATES) else "")
    if request.GET.get("as") == "csv":
        return _file(request, found)
    # The order of all threads is worked out on their keys; only those of the page are read whole.
    page = page_of(found.values_list("pk", flat=True), request)
    rows = found.in_bulk(list(page.object_list))
    page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
    for row in page:
        _in_words(row, request)
    states = [(value, state_in_words(value)) for value, _label in Agreement.STATES]
    return render(
        request, "exchange/threads.html", {"page": page, "q": words, "state": state, "states": states, "tab": "threads"}
    )


def _in_words(row: Any, request: MemberRequest) -> None:
    parts = list(row.commitments.all())
    mine = next((part for part in parts if part.agent_id == request.actor.agent_id), None)
    row.waits, row.is_for_me = waits_for(row, parts, mine), is_for(row, mine)
    row.with_whom = names([part for part in parts if part is not mine])
    row.said_state = state_in_words(row.state)
    row.is_open = row.state in queries.OPEN


def _file(request: MemberRequest, found: Any) -> HttpResponse:
    heads = [_("asked on"), _("what"), _("kind"), _("gives"), _("is helped"), _("how far"), _("done on"), _("minutes")]
    heads.append(_("note"))
    made_up = _("demo") if request.community.is_demo else ""
    rows = []
    for row in found:
        parts = list(row.commitments.all())
        giving = [part for part in parts if part.side == Commitment.GIVES]
        helped = [part for part in parts if part.side == Commitment.RECEIVES]
        minutes = sum(part.minutes or 0 for part in giving) or ""
        rows.append(
            [
                localdate(row.proposed_at).isoformat(), row.words, row.category.name,
                names(giving), names(helped), state_in_words(row.state),
                row.done_on.isoformat() if row.done_on else "", minutes, made_up,
            ]
        )  # fmt: skip
    return as_csv(f"{request.community.slug}-threads", heads, rows)


@for_another
def shown(request: MemberRequest, thread: UUID) -> HttpResponse:
    """One thread, and whatever somebody does in it."""
    read = _read(request, thread)
    contributions = _contributions(read.row)
    ask = _ask(read)
    posted = None
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what not in BUTTONS or read.mine is None:
            raise Http404
        posted = _form(request, what, read, contributions, ask, request.POST)
        if posted.is_valid() and _done(request, what, posted, read):
            return SeeOther(_address(request, read))
    open_forms = {
        what: _form(request, what, read, contributions, ask)
        for what in BUTTONS
        if read.mine and _may(what, read, contributions, ask)
    }
    if posted and what in open_forms:
        open_forms[what] = posted
    contacts, shares = queries.contacts(request.actor, read.row)
    return render(
        request,
        "exchange/thread.html",
        {
            "read": read,
            "row": read.row,
            "forms": open_forms,
            "now": _now(read.row, open_forms, ask),
            "posted": posted,
            "posted_what": what if posted else "",
            "ask": ask,
            "contributions": contributions,
            "steps": _steps(read.row, contributions),
            "messages_said": _said(read),
            "there": _there(request, read.row),
            "when": _when(read.row),
            "place": read.row.place if read.row.state in queries.REACHABLE else "",
            "area": getattr(read.row.need or read.row.offer, "area", None),
            "giving": names(read.side(Commitment.GIVES)),
            "helped": names(read.side(Commitment.RECEIVES)),
            "with_whom": names(read.others),
            "time": HOURS(read.said_minutes) if read.said_minutes else None,
            "planned": HOURS(read.row.planned_minutes) if read.row.planned_minutes else None,
            "kept": kept_for(read.row),
            "would_keep": read.row.state == Agreement.PROPOSED and would_keep(read.row, len(read.parts)),
            "waits": waits_for(read.row, read.parts, read.mine),
            "waits_for_me": is_for(read.row, read.mine),
            "contacts": contacts,
            "shares": None if read.is_desk else shares,
        },
        status=422 if posted else 200,
    )


def _there(request: MemberRequest, row: Agreement) -> str:
    """The address at which its arena asks what came of it, once it is agreed."""
    page = hours_at(row.arena) if row.agreed_at else ""
    return reverse(page, kwargs={"community": request.community.slug, "thread": row.public_id}) if page else ""


def _contributions(row: Agreement) -> list[Contribution]:
    """What came of the thread; nothing is asked while nothing can have."""
    if row.state != Agreement.RECOGNISED:
        return []
    found = Contribution.objects.filter(agreement=row, corrected_by=None)
    return list(found.select_related("giver", "receiver"))


def _read(request: MemberRequest, thread: UUID) -> Reading:
    """The thread as this reader has it; at the desk, for whom they speak stands in the address or in the form."""
    row = queries.thread(request.actor, thread)
    if row is None:
        raise Http404
    parts = tuple(row.commitments.all())
    mine = next((part for part in parts if part.agent_id == request.actor.agent_id), None)
    if mine is not None:
        return Reading(row, parts, mine, is_desk=False)
    for_ = request.POST.get("for_") or request.GET.get("for", "")
    return Reading(row, parts, next((p for p in parts if str(p.agent.public_id) == for_), None), is_desk=True)


def _ask(read: Reading) -> Ask | None:
    if read.mine is None or read.mine.side != Commitment.RECEIVES or read.row.state != Agreement.RECOGNISED:
        return None
    return Ask.objects.filter(
        community_id=read.row.community_id, arena=read.row.arena, agent_id=read.mine.agent_id
    ).first()


def _unthanked(read: Reading, contributions: Sequence[Contribution]) -> Contribution | None:
    mine = read.mine.agent_id if read.mine else None
    return next((one for one in contributions if one.receiver_id == mine and not one.thanks), None)


def _may(what: str, read: Reading, contributions: Sequence[Contribution], ask: Ask | None) -> bool:
    """Whether the button is there now, for whoever the reader speaks for."""
    assert read.mine is not None
    if what == "thank":
        return _unthanked(read, contributions) is not None
    if what == "ready":
        return ask is not None and ask.state == Ask.WAITING
    if read.row.state not in MAY[what] or (what in ("do", "miss") and hours_at(read.row.arena)):
        return False
    if what == "agree":
        return read.mine.agreed_at is None
    if what in ("confirm", "dispute"):
        return read.mine.confirmed_at is None
    return True


def _now(row: Agreement, open_forms: Mapping[str, forms.Form], ask: Ask | None) -> str:
    """The one thing the page asks first: a filled button, and everything else beside it."""
    if row.state == Agreement.AGREED and "do" in open_forms:
        return "do"
    if row.state == Agreement.AGREED and hours_at(row.arena):
        return "there"
    if ask is not None and ask.state == Ask.ASKED:
        return "asked"
    return next((what for what in ("agree", "confirm", "thank", "ready") if what in open_forms), "")


def _form(
    request: MemberRequest,
    what: str,
    read: Reading,
    contributions: Sequence[Contribution],
    ask: Ask | None,
    said: Any = None,
) -> forms.Form:
    assert read.mine is not None
    starts_at = localtime(read.row.starts_at) if read.row.starts_at else None
    today = clock.today(request.community.time_zone)
    unthanked = _unthanked(read, contributions)
    initial = {
        "request_id": uuid4(),
        "for_": read.mine.agent.public_id if read.is_desk else None,
        "minutes": read.said_minutes,
        "done_on": read.row.done_on or (min(starts_at.date(), today) if starts_at else today),
        "day": starts_at.date() if starts_at else None,
        "at": starts_at.time() if starts_at and starts_at.time() != time() else None,
        "time": str(HOURS(read.row.planned_minutes)) if what == "change" and read.row.planned_minutes else None,
        "place": read.row.place if read.row.state in queries.REACHABLE else "",
        "contribution": unthanked.public_id if unthanked else None,
        "ask": ask.public_id if ask else None,
    }
    more = {}
    if what == "miss":
        more["people"] = [(str(part.agent.public_id), part.agent.name) for part in read.parts]
    return BUTTONS[what].form(said, initial=initial, auto_id=f"{what}_%s", **more)


def _done(request: MemberRequest, what: str, form: forms.Form, read: Reading) -> bool:
    """Whether the verb did it; a refusal stands in the form."""
    said = dict(form.cleaned_data)
    if "for_" in form.fields:
        said["for_"] = read.mine.agent.public_id if read.is_desk and read.mine else None
        said["agreement"] = read.row.public_id
    outcome = BUTTONS[what].verb(request.actor, **BUTTONS[what].arguments(request, said))
    if not isinstance(outcome, Refusal):
        return True
    field = outcome.field if outcome.field in form.fields else None
    form.add_error(None if field is None or form.fields[field].widget.is_hidden else field, refused(outcome))
    return False


def _address(request: MemberRequest, read: Reading) -> str:
    address = reverse("thread", kwargs={"community": request.community.slug, "thread": read.row.public_id})
    if read.is_desk and read.mine:
        return f"{address}?{urlencode({'for': read.mine.agent.public_id})}"
    return address


def _steps(row: Agreement, contributions: Sequence[Contribution]) -> list[dict[str, Any]]:
    """The five stitches of a thread, with the day of each that has been; the one that comes next is lit."""

    def day(moment: datetime | None) -> date | None:
        return localdate(moment) if moment else None

    thanked = [one.thanked_at for one in contributions if one.thanked_at]
    is_recognised = row.state == Agreement.RECOGNISED
    steps: list[dict[str, Any]] = [
        {"title": _("Asked"), "day": day(row.proposed_at)},
        {"title": _("Agreed"), "day": day(row.agreed_at)},
        {"title": _("Done"), "day": row.done_on},
        {"title": _("Confirmed"), "day": day(row.ended_at) if is_recognised else None},
        {"title": _("Thanked"), "day": day(max(thanked)) if thanked else None},
    ]
    is_over = row.state in (Agreement.CALLED_OFF, Agreement.MISSED)
    following = next((step for step in steps if step["day"] is None), None)
    for step in steps:
        step["is_next"] = step is following and not is_over
    return steps


def _said(read: Reading) -> list[Message]:
    """What was said, oldest first, with who wrote it down for whom; beside who takes part, who helps them in it."""
    said = list(Message.objects.filter(agreement=read.row).select_related("author").order_by("pk"))
    helped = {part.agent_id: part.helped_by for part in read.parts if part.helped_by}
    takers = {one.taken_by for one in said if one.taken_by} | set(helped.values())
    by = dict(Agent.objects.filter(pk__in=takers).values_list("pk", "name")) if takers else {}
    for part in read.parts:
        part.helper = by.get(part.helped_by or 0, "")  # type: ignore[attr-defined]
    for one in said:
        one.is_helped = one.taken_by is not None and one.taken_by == helped.get(one.author_id)  # type: ignore[attr-defined]
        one.taker = by.get(one.taken_by or 0, "")  # type: ignore[attr-defined]
        one.is_mine = read.mine is not None and one.author_id == read.mine.agent_id  # type: ignore[attr-defined]
    return said


def _when(row: Agreement) -> str:
    """Day and time as people say them, in the community's own time."""
    if row.starts_at is None:
        return ""
    local = localtime(row.starts_at)
    day = date_format(local, "l j F Y")
    if local.time() == time():
        return day
    return _("%(day)s, %(time)s") % {"day": day, "time": time_format(local, "TIME_FORMAT")}
