"""The broker's desk: what wants somebody today, one list at a time, and one button for what she would do about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from coproduce.arenas.timebank.queries import desk as queries
from coproduce.arenas.timebank.queries.suggesting import Helper, area_of, suggestions
from coproduce.arenas.timebank.rules import Reason, Suggestion
from coproduce.community.base import clock, policy
from coproduce.community.base.action import Verb
from coproduce.community.base.page import MemberRequest, as_csv, in_words, refused
from coproduce.community.exchange.actions import renew
from coproduce.community.exchange.asks.actions import ask_back, say_ready
from coproduce.community.exchange.models import Agreement, Occasion
from coproduce.community.exchange.occasions.queries import SOON, unfilled
from coproduce.community.exchange.rules import USUAL
from coproduce.community.exchange.threads.actions import agree, call_off, propose
from coproduce.community.exchange.threads.hours import confirm
from coproduce.community.people.queries import applicants
from coproduce.community.people.rules import is_public_id
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: The lists, in the order of a morning.
TABS: Mapping[str, Any] = {
    "waiting": gettext_lazy("Waiting longest"),
    "hours": gettext_lazy("Hours to confirm"),
    "applicants": gettext_lazy("Applicants"),
    "ask": gettext_lazy("To ask"),
    "quiet": gettext_lazy("Not heard from"),
    "ending": gettext_lazy("Coming and ending"),
}

SIZE = 20

#: Dates that want hands, shown at once; the list of what is coming has the rest.
FEW_DATES = 5

#: A stitch for each day waited; a longer line would not fit the page.
MOST_STITCHES = 40

#: After so many days a need is marked: please look.
LONG = 14


class Counted(Paginator):  # type: ignore[type-arg]
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, number: int) -> None:
        super().__init__(rows, SIZE)
        self.count = number


def desk(request: MemberRequest) -> HttpResponse:
    """What wants somebody today; `?tab=` is one of the lists."""
    desk_only(request)
    tab = request.GET.get("tab", "waiting")
    if tab not in TABS:
        raise Http404
    today = clock.today(request.community.time_zone)
    rows = _rows(request, tab, today)
    if request.GET.get("as") == "csv":
        return _file(request, tab, rows, today)
    lengths = queries.waiting(request.actor, today)
    page = Counted(rows, getattr(lengths, tab)).get_page(request.GET.get("page"))
    PREPARED[tab](request, page, today)
    return render(
        request,
        f"timebank/desk_{tab}.html",
        {
            "greeting": _greeting(timezone.localtime(clock.now()).hour),
            "lengths": lengths,
            "tabs": [{"name": name, "title": title, "number": lengths.shown(name)} for name, title in TABS.items()],
            "tab": tab,
            "page": page,
            "today": today,
            "until": today + USUAL,
            "unfilled": _unfilled(request) if tab == "ending" else [],
            "not_ready": queries.not_ready(request.actor) if tab == "ask" else 0,
        },
    )


def _unfilled(request: MemberRequest) -> list[Occasion]:
    """The next dates for which hands are still wanted, a few."""
    found = unfilled(request.actor.community_id, clock.now() + SOON).order_by("starts_at", "id")
    return list(found[:FEW_DATES])


def desk_only(request: MemberRequest) -> None:
    """Nobody else finds the desk."""
    if not policy.may(request.actor, "timebank.read_desk"):
        raise Http404


def _greeting(hour: int) -> str:
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def _rows(request: MemberRequest, tab: str, today: date) -> Any:
    actor = request.actor
    if tab == "waiting":
        return queries.needs_waiting(actor, today)
    if tab == "hours":
        return queries.hours_waiting(actor)
    if tab == "applicants":
        return applicants(actor)
    if tab == "ask":
        return queries.to_ask(actor, today)
    return queries.quiet(actor, today) if tab == "quiet" else queries.ending_soon(actor, today)


def _prepare_waiting(request: MemberRequest, page: Page[Any], today: date) -> None:
    page.object_list = list(page.object_list)
    found = suggestions(request.actor, page.object_list, today)
    for need in page.object_list:
        need.area_shown = area_of(need)
        need.days = max(0, (today - need.said_on).days)
        need.stitches = min(need.days, MOST_STITCHES)
        need.is_long = need.days > LONG
        need.helper, need.why = _said_of(found.get(need.pk))
        need.helper_first = need.helper.name.partition(" ")[0] if need.helper else ""
        need.request_id = uuid4()


def _prepare_hours(request: MemberRequest, page: Page[Any], today: date) -> None:
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.link = f"/{request.community.slug}/exchange/threads/{row.public_id}/"
        row.parts = list(row.commitments.all())
        row.is_disputed = row.state == Agreement.DISPUTED
        row.may_ring = row.is_disputed or row.is_unheard
        for part in row.parts:
            part.time = HOURS(part.minutes) if part.minutes else None
            part.request_id = uuid4()


def _prepare_plain(request: MemberRequest, page: Page[Any], today: date) -> None:
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.request_id = uuid4()


def _prepare_quiet(request: MemberRequest, page: Page[Any], today: date) -> None:
    rows: Any = page.object_list
    shown = list(rows.values_list("pk", flat=True))
    page.object_list = list(queries.if_ever(request.actor, shown))


def _prepare_applicants(request: MemberRequest, page: Page[Any], today: date) -> None:
    page.object_list = list(page.object_list)
    for row in page.object_list:
        references = list(row.references.all())
        row.asked_about = len(references)
        row.heard_of = sum(1 for one in references if one.heard_on)


def _prepare_ending(request: MemberRequest, page: Page[Any], today: date) -> None:
    page.object_list = [{**row, "request_id": uuid4()} for row in page.object_list]


PREPARED = {
    "waiting": _prepare_waiting,
    "hours": _prepare_hours,
    "applicants": _prepare_applicants,
    "ask": _prepare_plain,
    "quiet": _prepare_quiet,
    "ending": _prepare_ending,
}


def reason_said(reason: Reason) -> str:
    """A reason of the rule in the language of whoever reads the page."""
    values = {
        name: date_format(value) if isinstance(value, date) else str(value) for name, value in reason.values.items()
    }
    return in_words(reason.template, values)


def _said_of(found: tuple[Helper, Suggestion] | None) -> tuple[Helper | None, str]:
    if found is None:
        return None, ""
    helper, suggestion = found
    return helper, " ".join(reason_said(reason) for reason in suggestion.reasons)


def _file(request: MemberRequest, tab: str, rows: Any, today: date) -> HttpResponse:
    """The whole list as a table."""
    made_up = _("demo") if request.community.is_demo else ""
    heads, lines = FILES[tab](request, rows, today)
    return as_csv(f"{request.community.slug}-desk-{tab}", [*heads, _("note")], ([*line, made_up] for line in lines))


def _waiting_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    needs = list(rows)
    found = suggestions(request.actor, needs, today)
    heads = [_("said on"), _("who"), _("kind"), _("words"), _("days"), _("suggestion"), _("why")]
    said = ((need, *_said_of(found.get(need.pk))) for need in needs)
    return heads, (
        [need.said_on.isoformat(), need.agent.name, need.category.name, need.words, (today - need.said_on).days,
         helper.name if helper else "", why]
        for need, helper, why in said
    )  # fmt: skip


def _hours_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    heads = [_("day"), _("what"), _("who"), _("side"), _("minutes"), _("confirmed"), _("thread"), _("stands on")]
    return heads, (
        [row.done_on.isoformat() if row.done_on else "", row.words, part.agent.name, _(part.side), part.minutes or "",
         _("yes") if part.confirmed_at else _("no"), _(row.state), row.stands_on.isoformat() if row.stands_on else ""]
        for row in rows
        for part in row.commitments.all()
    )  # fmt: skip


def _applicants_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    return [_("applied on"), _("who"), _("words")], (
        [row.applied_on.isoformat() if row.applied_on else "", row.agent.name, row.applied_words] for row in rows
    )


def _ask_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    return [_("ready since"), _("who"), _("first helped on")], (
        [row.ready_on.isoformat() if row.ready_on else "", row.agent.name, row.helped_on.isoformat()] for row in rows
    )


def _quiet_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    return [_("who"), _("lives in"), _("member since"), _("has given"), _("was asked")], (
        [row.agent.name, row.neighbourhood.name if row.neighbourhood else "", row.joined_on.isoformat(),
         _("yes") if row.gave else _("no"), _("yes") if row.was_asked else _("no")]
        for row in queries.if_ever(request.actor, rows.values("pk"))
    )  # fmt: skip


def _ending_file(request: MemberRequest, rows: Any, today: date) -> tuple[list[str], Iterable[list[Any]]]:
    return [_("last day"), _("who"), _("what"), _("kind"), _("words")], (
        [row["until_on"].isoformat(), row["agent__name"], _(row["what"]), row["category__name"], row["words"]]
        for row in rows
    )


FILES = {
    "waiting": _waiting_file,
    "hours": _hours_file,
    "applicants": _applicants_file,
    "ask": _ask_file,
    "quiet": _quiet_file,
    "ending": _ending_file,
}

#: What a button of the desk does: the verb, the ids it needs, and what is said once it is done.
BUTTONS: Mapping[str, tuple[Verb[Any], tuple[str, ...], Any]] = {
    "propose": (propose, ("need", "giver"), gettext_lazy("They have been asked. The thread shows what they say.")),
    "agree": (agree, ("agreement", "for_"), gettext_lazy("Their yes is written down.")),
    "call_off": (call_off, ("agreement", "for_"), gettext_lazy("It is called off. Nobody is in trouble.")),
    "confirm": (confirm, ("agreement", "for_"), gettext_lazy("Their word is written down.")),
    "say_ready": (say_ready, ("ask",), gettext_lazy("They are on the list of people to ask.")),
    "ask_back": (ask_back, ("ask",), gettext_lazy("They have been asked. Any answer is a good one.")),
    "renew": (renew, ("id",), gettext_lazy("It stands again.")),
}


@require_POST
def press(request: MemberRequest) -> HttpResponse:
    """A button of the desk or of a call card: one verb, then back to where it was pressed."""
    desk_only(request)
    wanted = BUTTONS.get(request.POST.get("do", ""))
    if wanted is None or not is_public_id(request.POST.get("request_id", "")):
        raise Http404
    verb, names, done = wanted
    if not all(is_public_id(request.POST.get(name, "")) for name in names):
        raise Http404
    ids: dict[str, Any] = {name: UUID(request.POST[name]) for name in names}
    if verb is renew:
        ids["until_on"] = clock.today(request.community.time_zone) + USUAL
        done = _("It stands until %(day)s.") % {"day": date_format(ids["until_on"])}
    if "giver" in ids:
        ids["givers"] = (ids.pop("giver"),)
    outcome = verb(request.actor, request_id=UUID(request.POST["request_id"]), **ids)
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, done)
    slug = request.community.slug
    if is_public_id(member := request.POST.get("member", "")):
        return redirect("call_card", community=slug, member=UUID(member))
    tab = request.POST.get("tab", "")
    return redirect(f"{reverse('desk', kwargs={'community': slug})}?tab={tab if tab in TABS else 'waiting'}")
