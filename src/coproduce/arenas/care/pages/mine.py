"""One's own page: who comes to me, whom I visit; and the visit itself, on the phone at the door."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coproduce.arenas.care import VISITOR
from coproduce.arenas.care.actions.matching import answer_match, choose_visitor
from coproduce.arenas.care.actions.visits import check_in, check_out, write_answers
from coproduce.arenas.care.forms import ANSWER_WORDS, KIND_WORDS, AnswersForm, ChooseForm
from coproduce.arenas.care.models import Visit
from coproduce.arenas.care.pages.words import why
from coproduce.arenas.care.queries import mine as queries
from coproduce.arenas.care.queries.held import visits_of
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.rules import alarm
from coproduce.arenas.care.rules.checklist import BY_CODE
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.exchange.asks.actions import say_ready
from coproduce.community.exchange.queries import own_ask
from coproduce.community.people.queries import myself
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal


@never_cache
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Who comes to me and what was written; who would like me to come; where I go today."""
    if not policy.may(request.actor, "care.read_page", "own"):
        raise Http404
    place, mine = here(request.community), queries.my_case(request.actor)
    is_visitor = VISITOR in request.actor.roles
    choices = queries.held_out(mine) if mine and not mine.asked_id else []
    said = {
        "mine": mine,
        "visits": [_shown(one) for one in visits_of(mine)] if mine else [],
        "choices": [{**one, "why": why(one["terms"])} for one in choices],
        "choose": ChooseForm(_named(choices), initial={"request_id": uuid4()}) if choices else None,
        "ask": own_ask(request.actor, "care"),
        "asked": [{"case": one, "request_id": uuid4()} for one in queries.asked_of_me(request.actor)],
        "going": queries.my_visits(request.actor, place) if is_visitor else [],
        "i_visit": queries.i_visit(request.actor) if is_visitor else [],
        "is_visitor": is_visitor,
        "is_desk": policy.may(request.actor, "care.read_list"),
        "well_from": place.home_on(mine) + timedelta(days=place.rules.ask_after_days) if mine else None,
        "today": place.today,
        "ready_id": uuid4(),
        "me_here": myself(request.actor),
    }
    return render(request, "care/mine.html", said)


@require_POST
def choose(request: MemberRequest) -> HttpResponse:
    """Somebody chooses who visits them, or leaves it to the desk."""
    mine = queries.my_case(request.actor)
    form = ChooseForm(_named(queries.held_out(mine)) if mine else [], request.POST)
    if mine is None:
        raise Http404
    if form.is_valid():
        chosen = form.cleaned_data["visitor"]
        outcome = choose_visitor(
            request.actor, case=mine.public_id, visitor=UUID(chosen) if chosen else None,
            request_id=form.cleaned_data["request_id"],
        )  # fmt: skip
        _say(request, outcome, _("They are asked. You hear what they say."))
    return redirect("care", community=request.community.slug)


@require_POST
def say(request: MemberRequest) -> HttpResponse:
    """A visitor says yes or no; whoever was visited says that they are well."""
    what, about = request.POST.get("do", ""), request.POST.get("about", "")
    request_id = request.POST.get("request_id", "")
    if what not in ("yes", "no", "well") or not is_public_id(about) or not is_public_id(request_id):
        raise Http404
    outcome: object
    if what == "well":
        outcome = say_ready(request.actor, ask=UUID(about), request_id=UUID(request_id))
        done = _("Thank you for telling us. Somebody asks you one day, and no is a good answer.")
    else:
        outcome = answer_match(request.actor, case=UUID(about), says_yes=what == "yes", request_id=UUID(request_id))
        done = (
            _("Thank you. Ring them, and plan the first visit.")
            if what == "yes"
            else _("Fine. Somebody else is asked.")
        )
    _say(request, outcome, done)
    return redirect("care", community=request.community.slug)


@never_cache
@require_safe
def visit(request: MemberRequest, visit: UUID) -> HttpResponse:
    """The visit on the phone: the way there, I am here, the list, I have left."""
    row = _visit(request, visit)
    place = here(request.community)
    me = request.actor.agent_id or 0
    is_mine = me in (row.visitor_id, row.companion_id)
    late = row.checked_in_at and alarm(row.expected_end, row.checked_out_at, place.now, place.rules)
    said = {
        "visit": row,
        "kind": KIND_WORDS[row.kind],
        "is_first": row.case.first_visit_at is None or row.case.first_visit_at == row.checked_in_at,
        "along": row.companion if me != row.companion_id else row.visitor,
        "way": queries.way_to_them(request.actor, row, me if is_mine else row.visitor_id, place),
        "is_mine": is_mine,
        "late": late,
        "inside": queries.who_went(request.actor, row) if late else [],
        "rules": place.rules,
        "in_id": uuid4(),
        "out_id": uuid4(),
        "form": AnswersForm(initial={"request_id": uuid4()}) if is_mine and _is_to_write(row) else None,
        "on_paper": not is_mine and _is_to_write(row),
        "is_over": row.cancelled_at is not None,
    }
    return render(request, "care/visit.html", said)


@require_POST
def press(request: MemberRequest, visit: UUID) -> HttpResponse:
    """I am here, or: I have left."""
    row = _visit(request, visit)
    what, request_id = request.POST.get("do", ""), request.POST.get("request_id", "")
    if what not in ("in", "out") or not is_public_id(request_id):
        raise Http404
    verb = check_in if what == "in" else check_out
    outcome = verb(request.actor, visit=row.public_id, request_id=UUID(request_id))
    done = _("Noted: you are there. Say when you leave.") if what == "in" else _("Noted: you have left. Thank you.")
    _say(request, outcome, done)
    return redirect("care_visit", community=request.community.slug, visit=visit)


@never_cache
def answers(request: MemberRequest, visit: UUID) -> HttpResponse:
    """The list as it was gone through; the desk types in what came on paper."""
    row = _visit(request, visit)
    on_paper = request.actor.agent_id not in (row.visitor_id, row.companion_id)
    start = {"request_id": uuid4(), "observed_at": row.checked_in_at or row.planned_at}
    form = AnswersForm(request.POST or None, initial=start, on_paper=on_paper)
    if request.method == "POST" and form.is_valid():
        outcome = write_answers(
            request.actor, visit=row.public_id, answers=form.said(), observed_at=form.cleaned_data.get("observed_at"),
            mode=Visit.PAPER if on_paper else Visit.PHONE, told_person=form.cleaned_data["told_person"],
            request_id=form.cleaned_data["request_id"],
        )  # fmt: skip
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Kept. They can read it too."))
            return redirect("care_visit", community=request.community.slug, visit=visit)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "visit": row, "rules": here(request.community).rules}
    return render(request, "care/answers.html", said, status=422 if form.errors else 200)


def _is_to_write(row: Visit) -> bool:
    return row.checked_in_at is not None and row.recorded_at is None


def _visit(request: MemberRequest, visit: UUID) -> Visit:
    found = queries.visit_to(request.actor, visit)
    if found is None:
        raise Http404
    return found


def _shown(row: Visit) -> dict[str, Any]:
    """A visit as whoever was visited reads it: who came, when, and each word that was written."""
    return {
        "row": row,
        "kind": KIND_WORDS[row.kind],
        "said": [
            {"ask": _(BY_CODE[code].ask), "answer": ANSWER_WORDS[answer], "words": words}
            for code, (answer, words) in row.answers.items()
        ],
    }


def _named(choices: list[dict[str, Any]]) -> list[tuple[str, str]]:
    named = [(str(one["profile"].agent.public_id), one["profile"].agent.name) for one in choices]
    return [*named, ("", str(_("You choose for me")))]


def _say(request: MemberRequest, outcome: object, done: str) -> None:
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, done)
