"""The pages of whoever organises an occasion: plan one, who came, and its sheet on paper."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import again
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.exchange.forms import ask_where
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.actions import open_occasion
from coproduce.community.exchange.occasions.came import record_came
from coproduce.community.exchange.occasions.came_forms import CameForm
from coproduce.community.exchange.occasions.forms import NewOccasionForm, placed
from coproduce.community.exchange.occasions.pages import sees_to, show, there
from coproduce.community.exchange.occasions.queries import groups_of, read_people
from coproduce.community.exchange.occasions.slot_forms import LINES
from coproduce.community.exchange.queries import categories
from coproduce.community.exchange.recognition import came_at
from coproduce.community.people.choosing import SHOWN
from coproduce.community.people.models import Agent, Neighbourhood
from coproduce.community.people.queries import agents, myself
from coproduce.community.people.rules import is_public_id
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: Lines of the sheet for a slot that as many may take as like to, and for names nobody thought of.
OPEN_LINES, SPARE_LINES = 6, 1

#: A printed slot has no more lines than this.
MOST_LINES = 60


def planned(request: MemberRequest) -> HttpResponse:
    """Invite people to something; the desk does it for people who ring (`?for=`). An arena leads here by its name."""
    actor = request.actor
    if not policy.may(actor, "exchange.open_occasion", "own") or actor.agent_id is None:
        raise Http404
    is_desk = policy.may(actor, "exchange.open_occasion")
    said_for = request.GET.get("for", "") if is_desk else ""
    caller = agents(actor).filter(public_id=said_for).first() if is_public_id(said_for) else None
    mine = [myself(actor), *groups_of(actor.agent_id)]
    organisers = {str(one.public_id): one.name for one in ([caller] if caller else mine)}
    number = lines_asked(request, LINES)
    wants_line = "more" in request.POST
    form = NewOccasionForm(
        None if wants_line else request.POST or None,
        initial=request.POST.dict() or {"request_id": uuid4(), "organiser": next(iter(organisers))},
        areas=area_names(request),
        kinds=list(categories(actor)),
        organisers=organisers,
        lines=number + wants_line,
    )
    ask_where(form, request.community)
    if form.is_valid():
        names = (
            "words", "category", "starts_at", "ends_at", "slots", "area", "place", "repeats", "until_on", "request_id",
        )  # fmt: skip
        said = {name: form.cleaned_data[name] for name in names} | {
            "arena": form.cleaned_data.get("arena", "") or request.GET.get("arena", "")
        }
        outcome = open_occasion(actor, organiser=UUID(form.cleaned_data["organiser"]), **said)
        if not isinstance(outcome, Refusal):
            dates = outcome.value.occasions
            messages.success(
                request,
                ngettext(
                    "It is on the list. Your neighbours can come now.",
                    "All %(number)s dates are on the list. Your neighbours can come now.",
                    len(dates),
                )
                % {"number": len(dates)},
            )
            return SeeOther(address(request, dates[0]))
        form = again(form, placed(outcome), 0)
    words = request.GET.get("q", "").strip()
    return render(
        request,
        "exchange/occasion_new.html",
        {
            "form": form,
            "is_desk": is_desk,
            "caller": caller,
            "q": words,
            "found": list(agents(actor, words)[:SHOWN]) if is_desk and words else [],
        },
        status=422 if form.errors else 200,
    )


def who_came(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """Who came and how long each gave a hand, written down at once. A name that is not there is looked for first."""
    row = there_organised(request, occasion)
    if row.starts_at > clock.now() or row.entry:
        return redirect("occasion", community=request.community.slug, occasion=occasion)
    if elsewhere := came_at(row.arena):
        return redirect(elsewhere, community=request.community.slug, occasion=occasion)
    signed = [place.agent for place in read_people(request.actor, row, "who came") if place.agent != row.organiser]
    words = request.POST.get("name", "").strip()
    more = list(agents(request.actor, words).exclude(pk=row.organiser_id)[:SHOWN]) if words else []
    before = [said for said in request.POST.getlist("who") if is_public_id(said)]
    added = list(agents(request.actor).filter(public_id__in=before)) if before else []
    everybody = list({agent.pk: agent for agent in (*signed, *added, *more)}.values())
    known: dict[str, Any] = {
        "people": everybody,
        "signed": {agent.pk for agent in signed},
        "row": row,
        "is_desk": policy.may(request.actor, "exchange.record_came"),
    }
    form = (
        CameForm(initial=_kept(request, everybody), **known)
        if words
        else CameForm(request.POST or None, initial={"request_id": uuid4()}, **known)
    )
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("came", "helped", "request_id")}
        outcome = record_came(request.actor, occasion=occasion, **said)
        if not isinstance(outcome, Refusal):
            number = len(said["came"])
            messages.success(
                request,
                ngettext(
                    "Written down: one person, %(time)s.", "Written down: %(number)s people, %(time)s together.", number
                )
                % {"number": number, "time": HOURS(outcome.value.minutes)},
            )
            return SeeOther(address(request, occasion))
        form.add_error(None, refused(outcome))
    show(request, row)
    return render(
        request,
        "exchange/occasion_came.html",
        {"form": form, "row": row, "name": words, "is_found": bool(more)},
        status=422 if form.errors else 200,
    )


def _kept(request: MemberRequest, everybody: list[Agent]) -> dict[str, Any]:
    """What was typed so far; whoever the search has just found keeps what a line begins with."""
    before = set(request.POST.getlist("who"))
    kept: dict[str, Any] = {"request_id": request.POST.get("request_id") or uuid4()}
    for agent in everybody:
        name = str(agent.public_id)
        if name in before:
            kept[f"came_{name}"] = f"came_{name}" in request.POST
            kept[f"helped_{name}"] = f"helped_{name}" in request.POST
            kept[f"time_{name}"] = request.POST.get(f"time_{name}", "")
    return kept


def sheet(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """The list to hang up: what is needed, who comes, and empty lines for more."""
    row: Any = there_organised(request, occasion)
    read_people(request.actor, row, "sheet")
    show(request, row)
    for slot in row.needed:
        taken = len(slot.places)
        empty = OPEN_LINES if slot.capacity is None else max(slot.capacity - taken, 0) + SPARE_LINES
        slot.empty = range(min(empty, MOST_LINES))
    return render(request, "exchange/occasion_sheet.html", {"row": row})


def there_organised(request: MemberRequest, occasion: UUID) -> Occasion:
    """The occasion, for whoever sees to it; to everybody else there is no such page."""
    row = there(request, occasion)
    if not sees_to(request.actor, row) or row.cancelled_at:
        raise Http404
    return row


def area_names(request: MemberRequest) -> list[str]:
    """The parts of town to choose from."""
    found = Neighbourhood.objects.filter(community_id=request.actor.community_id)
    return list(found.order_by("name").values_list("name", flat=True))


def address(request: MemberRequest, occasion: UUID) -> str:
    """Where the page of an occasion is."""
    return f"/{request.community.slug}/exchange/occasions/{occasion}/"


def lines_asked(request: MemberRequest, otherwise: int) -> int:
    """How many lines of what is needed the form had."""
    lines = request.POST.get("lines", "")
    return int(lines) if lines.isdecimal() and len(lines) < 3 else otherwise
