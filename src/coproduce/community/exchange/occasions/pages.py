"""What is coming, one occasion, and a place in it: take one, give it up, let somebody else have it."""

from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, page_of, refused
from coproduce.community.exchange.models import Occasion, SignUp
from coproduce.community.exchange.occasions.forms import PlaceForm
from coproduce.community.exchange.occasions.good_to_know import good_to_know
from coproduce.community.exchange.occasions.places import cancel_sign_up, keep_place, sign_up, swap, take_place
from coproduce.community.exchange.occasions.queries import (
    coming,
    is_ours,
    occasion as one_occasion,
    offered,
    others_of_series,
    people,
    places_in,
    read_people,
    sees_people,
    waiting_in,
)
from coproduce.community.exchange.occasions.rules import free_places
from coproduce.community.exchange.queries import categories
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.choosing import SHOWN
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: Other dates of a series, on the page of one.
FEW = 6

#: What may be done about a place, by the word on its button: the verb, and which of the form's fields it takes.
PRESSED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "come": (sign_up, ("slot",)),
    "bring": (sign_up, ("slot", "for_")),
    "cancel": (cancel_sign_up, ("sign_up", "for_")),
    "stop": (cancel_sign_up, ("sign_up",)),
    "swap": (swap, ("sign_up", "with_", "for_")),
    "keep": (keep_place, ("sign_up", "for_")),
    "take": (take_place, ("sign_up", "for_")),
}


@for_another
def listed(request: MemberRequest) -> HttpResponse:
    """What is still to come, day by day, the next first."""
    if not policy.may(request.actor, "exchange.read_lists"):
        raise Http404
    asked = {"q": request.GET.get("q", ""), "kind": request.GET.get("kind", "")}
    only_free = request.GET.get("free") == "1"
    found = coming(request.actor, asked["kind"], only_free=only_free, words=asked["q"])
    if request.GET.get("as") == "csv":
        return _file(request, found)
    page = page_of(found, request)
    rows: list[Any] = list(page.object_list)
    for row in rows:
        show(request, row)
    return render(
        request,
        "exchange/occasions.html",
        {
            "page": page,
            "days": [(day, list(those)) for day, those in groupby(rows, key=lambda row: row.begins.date())],
            "this_year": clock.today(request.community.time_zone).year,
            "tab": "occasions",
            **asked,
            "only_free": only_free,
            "is_narrowed": bool(asked["kind"] or only_free),
            "is_searched": bool(any(asked.values()) or only_free),
            "kinds": categories(request.actor),
            "may_plan": policy.may(request.actor, "exchange.open_occasion", "own"),
        },
    )


def show(request: MemberRequest, row: Any) -> None:
    """Give an occasion what its line says: when, what is needed with the places left, and the reader's own place."""
    zone = timezone.get_current_timezone()
    row.begins, row.finishes = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    row.is_one_day = row.begins.date() == row.finishes.date()
    row.needed = list(row.slots.all())
    for slot in row.needed:
        slot.places, slot.waiting = places_in(slot), waiting_in(slot)
        slot.free = free_places(slot.capacity, len(slot.places))
        slot.request_id = uuid4()
    mine = request.actor.agent_id
    row.mine = next((place for place in people(row) if place.agent_id == mine), None)
    row.waits = next((place for slot in row.needed for place in slot.waiting if place.agent_id == mine), None)


@for_another
def shown(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """One occasion, and every tap about a place in it."""
    row: Any = there(request, occasion)
    posted = None
    if request.method == "POST":
        posted = PlaceForm(request.POST)
        what = request.POST.get("what", "")
        verb, names = PRESSED.get(what, (None, ()))
        if verb is None or not posted.is_valid():
            raise Http404
        said = {name: posted.cleaned_data[name] for name in ("request_id", *names)}
        outcome = verb(request.actor, **said) if what != "bring" or said["for_"] else NOBODY
        if not isinstance(outcome, Refusal):
            messages.success(request, _done(what, said))
            return SeeOther(request.path)
        posted.add_error(None, refused(outcome))
        row = there(request, occasion)
    show(request, row)
    return render(request, "exchange/occasion.html", _context(request, row, posted), status=422 if posted else 200)


def there(request: MemberRequest, occasion: UUID) -> Occasion:
    """The occasion of the page, or no such page."""
    row = one_occasion(request.actor, occasion)
    if row is None:
        raise Http404
    return row


def sees_to(actor: Actor, row: Occasion) -> bool:
    """Whether the actor changes it, calls it off and says who came."""
    relation: policy.Relation = "own" if is_ours(actor, row) else "same community"
    return policy.may(actor, "exchange.change_occasion", relation)


def _context(request: MemberRequest, row: Any, posted: PlaceForm | None) -> dict[str, Any]:
    actor, now = request.actor, clock.now()
    sees = sees_people(actor, row)
    if sees:
        read_people(actor, row, "occasion")
    is_desk = policy.may(actor, "exchange.sign_up")
    is_open = row.cancelled_at is None and row.starts_at > now
    takes_part = actor.agent_id is not None and policy.may(actor, "exchange.sign_up", "own")
    words = request.GET.get("q", "").strip()
    held_out: list[Any] = offered(actor, row) if is_open and takes_part and row.mine is None else []
    for place in (*held_out, *people(row)):
        place.request_id = uuid4()
        place.time = HOURS(place.minutes) if place.minutes else None
    is_open_to_me = is_open and takes_part and row.mine is None
    room = [slot for slot in row.needed if slot.free != 0]
    return {
        "row": row,
        "posted": posted,
        "sees": sees,
        "is_desk": is_desk,
        "is_open": is_open,
        "has_begun": row.starts_at <= now,
        "good_to_know": good_to_know([row]).get(row.public_id, []),
        "is_open_to_me": is_open_to_me,
        "has_one_way": is_open_to_me and len(room) == 1,
        "room": room,
        "offered": held_out,
        "may_organise": sees_to(actor, row),
        # Whoever looks for a member here has chosen this date.
        "others": [] if words else list(others_of_series(row)[:FEW]),
        "q": words,
        "found": _found(request, row, words) if words and is_open and (is_desk or row.mine) else [],
        "ids": [uuid4() for _number in range(4)],
    }


def _found(request: MemberRequest, row: Occasion, words: str) -> list[Agent]:
    """Whom the search finds among those who do not come yet."""
    comes = [place.agent_id for place in people(row)]
    return list(agents(request.actor, words).exclude(pk__in=[*comes, row.organiser_id])[:SHOWN])


def _done(what: str, said: dict[str, Any]) -> str:
    for_another = said.get("for_") is not None
    return {
        "come": _("Your place is kept. Until then!"),
        "bring": _("Their place is kept."),
        "cancel": _("Their place is free again.") if for_another else _("Thank you for saying so. Your place is free."),
        "stop": _("You wait no longer."),
        "swap": _("Your place is held out. You keep it until somebody takes it."),
        "keep": _("You keep your place."),
        "take": _("The place is yours. Until then!"),
    }[what]


def my_places(found: QuerySet[SignUp]) -> list[Any]:
    """One's places with the day and time they begin, by the community's clock."""
    rows: list[Any] = list(found)
    for place in rows:
        place.begins = timezone.localtime(place.slot.occasion.starts_at)
    return rows


def _file(request: MemberRequest, found: QuerySet[Occasion]) -> HttpResponse:
    heads = [
        _("day"), _("from"), _("to"), _("kind"), _("words"), _("who invites"), _("part of town"), _("needed"),
        _("places left"), _("note"),
    ]  # fmt: skip
    made_up = _("demo") if request.community.is_demo else ""
    lines = []
    for row in found:
        begins, finishes = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        until = f"{finishes:%H:%M}" if begins.date() == finishes.date() else date_format(finishes, "Y-m-d H:i")
        for slot in row.slots.all():
            free = free_places(slot.capacity, len(places_in(slot)))
            lines.append(
                [begins.date().isoformat(), f"{begins:%H:%M}", until, row.category.name, row.words,
                 row.organiser.name, row.area.name if row.area else "", slot.needs,
                 _("as many as like to") if free is None else free, made_up]
            )  # fmt: skip
    return as_csv(f"{request.community.slug}-occasions", heads, lines)
