"""What we ask: the list, one question with all that was said about it, answering, voting, and what came of it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, SeeOther, for_another, page_of, refused
from coproduce.community.base.wire import Untold
from coproduce.community.decisions.deciding.asking import amend, say, withdraw
from coproduce.community.decisions.deciding.forms import AmendForm, AnswerForm, BallotForm, WordsForm
from coproduce.community.decisions.deciding.queries import (
    Turnout,
    heard,
    my_answer,
    question,
    questions,
    to_look_at_again,
    turnout,
)
from coproduce.community.decisions.deciding.results import file_of, is_sealed, is_shown, is_told_by_all, lines_of
from coproduce.community.decisions.deciding.rules import DAYS_TO_VOTE, MOST_ROUNDS
from coproduce.community.decisions.deciding.voting import respond, vote
from coproduce.community.decisions.deciding.words import HOW_COUNTED, MINE_WORDS, SAID_WORDS, WAY_WORDS, WHY_NOT
from coproduce.community.decisions.models import Proposal
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal


@for_another
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """Everything that is asked, what is open first, and what is to be looked at again."""
    if not policy.may(request.actor, "decisions.read_questions"):
        raise Http404
    today = clock.today(request.community.time_zone)
    said = {
        "page": page_of(questions(request.actor), request),
        "again": list(to_look_at_again(request.actor, today)),
        "today": today,
        "may_ask": policy.may(request.actor, "decisions.propose"),
    }
    return render(request, "decisions/asked.html", said)


@for_another
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """One question: what is asked, how it is decided, what was said, and what this reader can do about it."""
    row = there(request, proposal)
    form = WordsForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = say(request.actor, proposal=proposal, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return SeeOther(request.path)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    context = {**about(request, row), "form": form, "voices": _voices(request, row)}
    context |= _may(request, row, context["turnout"])
    context["has_answered"] = any(
        voice["one"].is_mine and voice["did"] and voice["one"].round == row.round for voice in context["voices"]
    )
    return render(request, "decisions/question.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Consent, stand aside, or object with a reason."""
    row = _open_to(request, proposal, "consent")
    mine = my_answer(request.actor, row)
    first = {"request_id": uuid4(), **({"answer": mine.kind, "reason": mine.words} if mine else {})}
    form = AnswerForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = respond(request.actor, proposal=proposal, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Your answer is there. You can change it until the last day."))
            return SeeOther(_page(request, row))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(request, "decisions/answer.html", {**about(request, row), "form": form}, status=_status(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voted(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """The ballot, and once more what is on it before it is put in. Nothing of it is kept on the way."""
    row = _open_to(request, proposal, "approval", "score", "budget")
    context = about(request, row)
    if context["turnout"].how:
        return render(request, "decisions/voted.html", context)
    form = BallotForm(row, request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        if form.cleaned_data["is_checked"]:
            own = {"request_id": form.cleaned_data["request_id"]}
            outcome = vote(request.actor, proposal=proposal, marks=Untold(form.marks()), **own)
            if not isinstance(outcome, Refusal):
                return SeeOther(request.path)
            form.add_error(None, refused(outcome))
        else:
            context |= {"form": form, "says": form.says(), "given": _given(form)}
            return render(request, "decisions/ballot_check.html", context)
    return render(request, "decisions/ballot.html", {**context, "form": form}, status=_status(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def amended(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Another text, asked about in a new round."""
    row = there(request, proposal)
    if not _may(request, row, turnout(request.actor, row))["may_amend"]:
        raise Http404
    first = {"request_id": uuid4(), "text": row.text, "closes_on": row.closes_on}
    form = AmendForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = amend(request.actor, proposal=proposal, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("It is asked anew, and everybody who may answer is told."))
            return SeeOther(_page(request, row))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {**about(request, row), "form": form, "voices": _voices(request, row)}
    return render(request, "decisions/amend.html", said, status=_status(form))


@require_POST
def withdrawn(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Take it back."""
    row = there(request, proposal)
    form = Once(request.POST)
    if form.is_valid():
        outcome = withdraw(request.actor, proposal=proposal, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("It is asked no more."))
    return SeeOther(_page(request, row))


@for_another
@require_safe
def file(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """The file that anybody counts again, once it was counted and enough ballots are in it to tell of nobody."""
    row = there(request, proposal)
    if not is_shown(row, file_of(row)):
        raise Http404
    end = "pb" if row.way == "budget" else "txt"
    answer = HttpResponse(row.record.encode(), content_type="text/plain; charset=utf-8")
    note = "demo-" if request.community.is_demo else ""
    answer["Content-Disposition"] = (
        f'attachment; filename="{note}{request.community.slug}-{row.closed_on}-{str(row.public_id)[:8]}.{end}"'
    )
    return answer


def there(request: MemberRequest, proposal: UUID) -> Proposal:
    """The question of a page, or there is no such page."""
    row = question(request.actor, proposal)
    if row is None:
        raise Http404
    return row


def about(request: MemberRequest, row: Proposal) -> dict[str, Any]:
    """What every page of a question says of it."""
    today = clock.today(request.community.time_zone)
    unit = unit_of_money(row.unit) if row.unit else None
    said = file_of(row)
    return {
        "row": row,
        "way": WAY_WORDS[row.way],
        "how_counted": HOW_COUNTED[row.way],
        "why_not": WHY_NOT.get(row.why_not, ""),
        "turnout": turnout(request.actor, row),
        "is_over": today > row.closes_on,
        "today": today,
        "budget": unit(row.budget_minor) if unit and row.budget_minor else None,
        "lines": lines_of(row, said),
        "minutes": said.meta.get("minutes", "") if said else "",
        "is_changed": not is_sealed(row),
        "is_shown": is_shown(row, said),
        "is_told_by_all": is_told_by_all(row, said),
        "ballots": len(said.ballots) if said else 0,
        "days_to_vote": DAYS_TO_VOTE,
        "is_last_round": row.rounds is not None and row.round >= row.rounds,
        "vote": Proposal.objects.filter(follows=row).first() if row.rounds else None,
        "is_review_due": row.review_on is not None and row.state == Proposal.CLOSED and row.review_on <= today,
    }


def _may(request: MemberRequest, row: Proposal, place: Turnout) -> dict[str, Any]:
    """What this reader can do about it today."""
    actor, today = request.actor, clock.today(request.community.time_zone)
    relation = policy.towards(actor, row.proposed_by_id)
    is_open, is_ahead = row.state == Proposal.OPEN, row.state == Proposal.COMING
    is_mine = is_open and today <= row.closes_on and place.may_vote
    by_consent = row.way == "consent"
    desk = is_open and policy.may(actor, "decisions.count")
    may_withdraw = policy.may(actor, "decisions.withdraw", relation)
    return {
        "may_answer": is_mine and by_consent and policy.may(actor, "decisions.respond"),
        "may_vote": is_mine and not by_consent and policy.may(actor, "decisions.vote"),
        "may_say": (is_open or is_ahead) and policy.may(actor, "decisions.say"),
        "may_amend": is_open
        and by_consent
        and row.round < (row.rounds or MOST_ROUNDS)
        and policy.may(actor, "decisions.amend", relation),
        "may_withdraw": (is_ahead or (is_open and not place.voted)) and may_withdraw,
        "may_count": desk and (today >= row.closes_on or place.voted >= place.voters),
        "may_type": desk and not by_consent,
        "request_id": uuid4(),
    }


def _open_to(request: MemberRequest, proposal: UUID, *ways: str) -> Proposal:
    """The question, where this reader is asked it."""
    row = there(request, proposal)
    verb = "decisions.respond" if "consent" in ways else "decisions.vote"
    if row.way not in ways or row.state != Proposal.OPEN or not policy.may(request.actor, verb):
        raise Http404
    if not turnout(request.actor, row).may_vote:
        raise Http404
    return row


def _voices(request: MemberRequest, row: Proposal) -> list[dict[str, Any]]:
    """What was said, with what each answered in words."""
    return [
        {
            "one": one,
            "name": one.name or _("A member"),
            "did": (MINE_WORDS if one.is_mine else SAID_WORDS).get(one.kind, ""),
        }
        for one in heard(request.actor, row)
    ]


def _given(form: BallotForm) -> list[tuple[str, str]]:
    """What was given, to be sent once more: it stands on the page alone."""
    names = [name for name in form.fields if name == "chosen" or name.startswith("points_")]
    return [(name, one) for name in names for one in form.data.getlist(name)]  # type: ignore[attr-defined]


def _page(request: MemberRequest, row: Proposal) -> str:
    return reverse("what_is_asked", args=(request.community.slug, row.public_id))


def _status(form: Any) -> int:
    return 422 if form.errors else 200
