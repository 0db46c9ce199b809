"""What is coming and what is thought of; one festival with its programme; its poster, its picture, and who came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.actions.festivals import (
    allow_festival,
    back_festival,
    keep_festival,
    propose_festival,
    show_picture,
)
from coproduce.arenas.play.actions.programme import (
    announce_festival,
    cancel_festival,
    finish_festival,
    plan_part,
    write_came,
)
from coproduce.arenas.play.forms import CameForm, CancelForm, HowForm, IdeaForm, PartForm, PictureForm, Press
from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.pages.words import LACKS, WAITS, how, speaks, stands_as
from coproduce.arenas.play.queries import festivals as known
from coproduce.arenas.play.queries.here import is_minor, rules_of
from coproduce.arenas.play.queries.pictures import picture as shown_picture
from coproduce.arenas.play.rules import AGREED, ANNOUNCED, DONE, IDEA, ON, Idea, Plan, lacks, waits_for
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.exchange.occasions.pages import sees_to, show
from coproduce.community.exchange.occasions.queries import occasion as one_occasion, people as comers, read_people
from coproduce.community.people.doing import Button, shown
from coproduce.community.people.guarding.queries import is_guardian
from coproduce.community.people.uploads import files
from coproduce.community.people.uploads.pages import InMemory, as_picture

#: So many craft circles and other occasions are seen at a glance.
FEW = 8


def page(request: MemberRequest) -> HttpResponse:
    """Festivals and challenges, circles that come round, and being asked back."""
    actor = request.actor
    if not policy.may(actor, "play.read_page"):
        raise Http404
    rows = known.festivals(actor, request.GET.get("q", "").strip()[:80])
    if request.GET.get("as") == "csv":
        return _table(request, list(rows))
    listed = page_of(rows, request)
    buttons = {"idea": Button(IdeaForm, propose_festival, {}, {"kind": "festival"})} if speaks(request) else {}
    said = {
        "page": listed,
        "festivals": [(one, stands_as(one)) for one in known.stand(list(listed.object_list))],
        "circles": known.circles(actor)[:FEW],
        **asked_here(actor, ARENA.slug),
    }
    return shown(request, "play/festivals.html", buttons, said, {})


def _table(request: MemberRequest, rows: list[Festival]) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("name"), _("how it stands"), _("begins"), _("who thought of it"), _("how many came"), _("note")]
    lines = [
        [one.row.name, stands_as(one), _day(one.begins_at), one.row.organiser.name, known.came(one.row), made_up]
        for one in known.stand(rows)
    ]
    return as_csv(f"{request.community.slug}-festivals", heads, lines)


def _day(begins_at: datetime | None) -> str:
    return timezone.localtime(begins_at).strftime("%Y-%m-%d") if begins_at else ""


@csrf_exempt
def one(request: MemberRequest, festival: UUID) -> HttpResponse:
    """One festival; a picture that is sent with it stays in memory until it is made anew."""
    request.upload_handlers = [InMemory(request)]
    return _one(request, festival)


@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def _one(request: MemberRequest, festival: UUID) -> HttpResponse:
    actor, row = request.actor, _there(request, festival)
    [now] = known.stand([row])
    parts = _parts(request, row)
    organises = speaks(request) and policy.may(actor, "play.keep_festival", policy.towards(actor, row.organiser_id))
    backers, minor = known.backers(row), is_minor(row.organiser)
    idea = Idea(len(backers), minor, row.guardian_id is not None)
    plan = Plan(len(row.programme), row.kit, row.quiet, row.access, row.rain)
    said = {
        "row": row,
        "state": now.state,
        "stands": stands_as(now),
        "now": clock.now(),
        "parts": parts,
        "planned": [{**part, "at": datetime.fromisoformat(part["starts_at"])} for part in row.programme],
        "waits": [WAITS[one] for one in waits_for(idea, rules_of(request.community))] if now.state == IDEA else [],
        "lacks": [LACKS[one] for one in lacks(plan)] if now.state == AGREED else [],
        "likes": actor.agent_id in row.backed_by,
        "organises": organises,
        "has_picture": shown_picture(row) is not None,
        "how": how(row),
        "goals": row.goals.order_by("pk"),
    }
    people = {
        str(place.agent.public_id): place.agent.name
        for part in parts if organises for place in read_people(actor, part, "occasion")
    }  # fmt: skip
    buttons = _buttons(request, now, organises=organises, plan=plan)
    return shown(request, "play/festival.html", buttons, said, {"on_it": list(people.items())})


def _buttons(request: MemberRequest, now: known.Stand, *, organises: bool, plan: Plan) -> dict[str, Button]:
    """What this reader may do about it as it stands."""
    row, state = now.row, now.state
    about, actor = {"festival": row.public_id}, request.actor
    found: dict[str, Button] = {}
    if not speaks(request):
        return found
    if state == IDEA and row.organiser_id != actor.agent_id:
        found["back"] = Button(Press, back_festival, {**about, "is_off": actor.agent_id in row.backed_by}, {})
    if state == IDEA and row.guardian_id is None and is_guardian(actor, row.organiser_id):
        found["allow"] = Button(Press, allow_festival, about, {})
    if not organises:
        return found
    is_going_on = state in (IDEA, AGREED, ANNOUNCED) or (state == ON and not now.is_past)
    if is_going_on:
        names = ("name", "words", "kit", "quiet", "access", "rain")
        found["how"] = Button(HowForm, keep_festival, about, {name: getattr(row, name) for name in names})
        found["cancel"] = Button(CancelForm, cancel_festival, about, {})
    if is_going_on and state != IDEA:
        found["part"] = Button(PartForm, plan_part, about, {"hands": _("Company")})
    if state == AGREED and not lacks(plan):
        found["announce"] = Button(Press, announce_festival, about, {})
    if state == ON and now.is_past:
        found["finish"] = Button(Press, finish_festival, about, {})
    if state in (ON, DONE):
        found["picture"] = Button(PictureForm, show_picture, about, {})
        if row.picture_id:
            found["no_picture"] = Button(Press, show_picture, {**about, "is_off": True}, {})
    return found


@require_safe
def poster(request: MemberRequest, festival: UUID) -> HttpResponse:
    """The programme to hang up: what, when and how it is, and nobody's name."""
    row = _there(request, festival)
    parts = [part for part in _parts(request, row) if part.cancelled_at is None]
    return render(request, "play/poster.html", {"row": row, "parts": parts, "how": how(row)})


@require_safe
def picture(request: MemberRequest, festival: UUID) -> HttpResponse:
    """The picture of a festival, while everybody on it says yes to that."""
    row = shown_picture(_there(request, festival))
    if row is None or not files.place_of(row.name).is_file():
        raise Http404
    return as_picture(row)


def came(request: MemberRequest, occasion: UUID) -> HttpResponse:
    """Who came to one occasion, for whoever organised it: counted, and who gave a hand is thanked."""
    row: Any = one_occasion(request.actor, occasion)
    if row is None or row.arena != ARENA.slug or row.cancelled_at or not sees_to(request.actor, row):
        raise Http404
    if row.entry:
        return redirect("occasion", community=request.community.slug, occasion=occasion)
    read_people(request.actor, row, "who came")
    there = [place for place in comers(row) if place.agent_id != row.organiser_id]
    names = [(str(place.agent.public_id), place.agent.name) for place in there]
    hands = [str(place.agent.public_id) for place in there if place.slot.capacity is not None]
    guests = [one for one, _name in names if one not in hands]
    show(request, row)
    buttons = {"came": Button(CameForm, write_came, {"occasion": occasion}, {"helped": hands, "came": guests})}
    said = {"row": row, "whole": known.whole_of([occasion]).get(occasion), "has_begun": row.begins <= clock.now()}
    return shown(request, "play/came.html", buttons, said, {"helped": names, "came": names})


def _parts(request: MemberRequest, row: Festival) -> list[Any]:
    """The parts of its programme for this reader, each called without the name of the whole."""
    parts: list[Any] = known.parts_of(row)
    for part in parts:
        show(request, part)
        part.called = part.words.removeprefix(f"{row.name}: ")
    return parts


def _there(request: MemberRequest, festival: UUID) -> Festival:
    row = known.one(request.actor, festival)
    if row is None:
        raise Http404
    return row
