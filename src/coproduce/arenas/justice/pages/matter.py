"""One matter for whoever has a part in it: what happens next, and the one thing that is theirs to do."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.justice.actions.choosing import accept, choose_part, say_yes_for
from coproduce.arenas.justice.actions.circles import ask_out, draw_panel, write_agreement
from coproduce.arenas.justice.actions.ending import close, say_heard
from coproduce.arenas.justice.actions.keeping import agree, extend, say_part, take_step
from coproduce.arenas.justice.forms import (
    AcceptForm,
    AgreementForm,
    DrawForm,
    ExtendForm,
    GuardianForm,
    HeardForm,
    OnceForm,
    PartForm,
    StepForm,
    WayForm,
)
from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.pages.words import HOW_HEARD, KIND, STATE, facts, what_is_next, who_in_words
from coproduce.arenas.justice.queries.matters import (
    GUARDIAN,
    HARMED,
    LEADS,
    PEER,
    RESPONDENT,
    Here,
    here,
    kept,
    of,
    parts_of,
    said,
    takes_part,
    to_read,
)
from coproduce.arenas.justice.rules import Kept, may_hear
from coproduce.community.base.page import MemberRequest, SeeOther
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import HOURS


@never_cache
def page(request: MemberRequest, matter: UUID) -> HttpResponse:
    """What it is, what happens next, and what the reader can do now."""
    row = to_read(request.actor, matter, "page")
    if row is None:
        raise Http404
    who, place = parts_of(request.actor, row), here(row.community_id)
    found = kept(row, place.today) if row.state == Matter.AGREED else None
    stands = found if isinstance(found, Kept) else None
    buttons = {} if row.state == Matter.CLOSED else dict(_buttons(row, who, place, stands))
    here_now = {
        "row": row, "kind": KIND[row.kind], "next": what_is_next(row), "facts": facts(row),
        "who": who_in_words(who, says_so=bool(row.accepted)),
        "parts": [_part(one) for one in row.parts.all()], "stands": stands, "leads": LEADS in who,
        "peers": [one.agent.name for one in row.seats.filter(state__in=(Seat.DRAWN, Seat.SAT)).select_related("agent")],
        "sees_heard": bool(who & {HARMED, LEADS}), "was_heard": HOW_HEARD.get(row.was_heard, ""),
    }  # fmt: skip
    choices = {
        "place": [("", _("Choose")), *((one.place, one.words[:60]) for one in row.parts.all())],
        "too_near": people(request) if "draw" in buttons else [],
    }
    answer = shown(request, "justice/matter.html", buttons, here_now, choices)
    if isinstance(answer, SeeOther) and not of(request.actor).filter(public_id=matter).exists():
        messages.success(request, _("Thank you. You have no more to do with it."))
        return SeeOther(reverse("justice", kwargs={"community": request.community.slug}))
    return answer


def _buttons(row: Matter, who: frozenset[str], place: Here, stands: Kept | None) -> Iterator[tuple[str, Button]]:
    """What the reader can do now, the next first."""
    known = {"matter": row.public_id}
    is_met = row.heard_on is not None
    if RESPONDENT in who and not is_met:
        yield "accept", Button(AcceptForm, accept, known, {"accepts": "yes" if row.accepted else ""})
    if GUARDIAN in who and not is_met:
        yield "guardian", Button(GuardianForm, say_yes_for, known, {})
    if PEER in who and not is_met:
        yield "out", Button(OnceForm, ask_out, known, {})
    if is_met and row.state == Matter.OPEN and _is_to_agree(row, who):
        yield "agree", Button(OnceForm, agree, known, {})
    if HARMED in who and is_met:
        yield "heard", Button(HeardForm, say_heard, known, {"heard": row.was_heard, "words": row.heard_words})
    if row.harmed_id and (HARMED in who or (LEADS in who and not is_met)):
        yield "way", Button(WayForm, choose_part, known, {"way": row.harmed_way})
    if LEADS in who:
        yield from _leading(row, place, stands, known)


def _leading(row: Matter, place: Here, stands: Kept | None, known: dict[str, Any]) -> Iterator[tuple[str, Button]]:
    """What whoever leads it does next."""
    if not row.seed and may_hear(said(row, row.facilitator)) is None:
        yield (
            "draw",
            Button(DrawForm, draw_panel, known, {"size": place.rules.usual_people, "neighbours_may_hear": "no"}),
        )
    if row.seed and row.heard_on is None:
        yield "write", Button(AgreementForm, write_agreement, known, {"heard_on": place.today, "shames": "no"})
    if stands is None:
        return
    if stands.state == "kept":
        yield "close", Button(OnceForm, close, known, {})
        return
    yield "part", Button(PartForm, say_part, known, {})
    if not row.is_extended:
        yield "extend", Button(ExtendForm, extend, known, {})
    if stands.state != "going on":
        yield "step", Button(StepForm, take_step, known, {})


def _is_to_agree(row: Matter, who: frozenset[str]) -> bool:
    if RESPONDENT in who:
        return row.respondent_agreed_on is None
    return HARMED in who and takes_part(row) and row.harmed_agreed_on is None


def _part(one: Any) -> dict[str, Any]:
    return {
        "row": one,
        "state": STATE.get(one.state, _("to be done")),
        "time": HOURS(one.minutes) if one.minutes else "",
    }
