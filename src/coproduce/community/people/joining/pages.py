"""The public door of a community, and the desk's list of those who knocked."""

from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, as_csv, page_of, public, refused
from coproduce.community.people.joining.applying import accept, apply, decline, hear_reference
from coproduce.community.people.joining.forms import DeclineForm, HeardForm, JoinForm
from coproduce.community.people.joining.question_forms import ask, named
from coproduce.community.people.joining.questions import questions_of
from coproduce.community.people.joining.rules import Answer
from coproduce.community.people.models import JoinQuestion, Membership, Reference
from coproduce.community.people.queries import applicants
from coproduce.community.people.rules import Referee
from coproduce.core.refusal import Refusal


@public
@never_cache
def join(request: MemberRequest) -> HttpResponse:
    """Ask to join: one short form. Whoever is known already reads the same as whoever is new."""
    if not policy.may(request.actor, "people.apply", "own"):
        return redirect("community", community=request.community.slug)
    is_desk = policy.may(request.actor, "people.accept")
    asked = list(questions_of(request.community.pk))
    form = JoinForm(request.community, request.POST or None, initial={"request_id": uuid4()}, is_desk=is_desk)
    ask(form, asked)
    form.order_fields([name for name in form.fields if name != "agrees"])
    if request.method == "POST" and form.is_valid():
        if not _may_knock(request):
            form.add_error(None, gettext("That was tried many times. Wait an hour, or ring the desk."))
        else:
            outcome = apply(request.actor, **_said(form.cleaned_data, asked))
            if not isinstance(outcome, Refusal):
                return redirect("joined", community=request.community.slug)
            form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return render(request, "people/join.html", {"form": form}, status=422 if form.errors else 200)


@public
def joined(request: MemberRequest) -> HttpResponse:
    """What happens next, for everybody who asked."""
    return render(request, "people/joined.html", {"is_desk": policy.may(request.actor, "people.accept")})


def listed(request: MemberRequest) -> HttpResponse:
    """Who would like to join, the longest waiting first."""
    _desk_only(request)
    found = applicants(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, list(found))
    page = page_of(found, request)
    audit.reading(request.actor, "people.read_members", (one.agent_id for one in page), "applicants")
    for one in page:
        one.request_id = uuid4()
        one.is_not_of_age = one.is_minor(clock.today(request.community.time_zone))
        one.people_who_know = [(reference, uuid4()) for reference in one.references.all()]
    return render(request, "people/applicants.html", {"page": page})


@require_POST
def heard(request: MemberRequest) -> HttpResponse:
    """Note what someone said of an applicant."""
    form = HeardForm(request.POST)
    if form.is_valid():
        outcome = hear_reference(request.actor, **form.cleaned_data)
        _say(request, outcome, gettext("Noted."))
    return redirect("applicants", community=request.community.slug)


@require_POST
def accepted(request: MemberRequest, member: UUID) -> HttpResponse:
    """Make an applicant a member, and go to their page."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = accept(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("member", community=request.community.slug, member=outcome.value.member)
        _say(request, outcome, "")
    return redirect("applicants", community=request.community.slug)


def declined(request: MemberRequest, member: UUID) -> HttpResponse:
    """Say no, kindly: the sentence is sent, the reason stays at the desk."""
    _desk_only(request)
    applicant = applicants(request.actor).filter(agent__public_id=member).first()
    if applicant is None:
        raise Http404
    sentence = gettext(
        "Thank you for asking to join. We cannot welcome you just now. Ring us if you would like to talk."
    )
    form = DeclineForm(request.POST or None, initial={"request_id": uuid4(), "sentence": sentence})
    if request.method == "POST" and form.is_valid():
        outcome = decline(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            _say(request, outcome, gettext("It is sent. If they gave no e-mail address, ring them and say it."))
            return redirect("applicants", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    status = 422 if form.errors else 200
    return render(request, "people/decline.html", {"form": form, "applicant": applicant}, status=status)


def _file(request: MemberRequest, rows: list[Membership]) -> HttpResponse:
    """Everybody who waits, with who knows them; that it was read is written down."""
    audit.reading(request.actor, "people.read_members", (one.agent_id for one in rows), "applicants")
    heads = [gettext("applied on"), gettext("who"), gettext("telephone"), gettext("e-mail"), gettext("lives in")]
    heads += [gettext("words"), gettext("people who know them"), gettext("answers")]
    heads += [gettext("note")]
    made_up = gettext("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-applicants",
        heads,
        (
            [
                one.applied_on.isoformat() if one.applied_on else "",
                one.agent.name,
                one.phone,
                one.shared_email,
                one.neighbourhood.name if one.neighbourhood else "",
                one.applied_words,
                "; ".join(_known_by(reference) for reference in one.references.all()),
                "; ".join(f"{answer.asked} {answer.words}" for answer in one.join_answers.all()),
                made_up,
            ]
            for one in rows
        ),
    )


def _known_by(reference: Reference) -> str:
    if not reference.heard_on:
        return f"{reference.name} ({reference.reach})"
    heard = gettext("heard on %(day)s") % {"day": reference.heard_on.isoformat()}
    return f"{reference.name} ({reference.reach}), {heard}: {reference.words}".removesuffix(": ")


def _said(said: dict[str, Any], asked: list[JoinQuestion]) -> dict[str, Any]:
    references = tuple(Referee(said.pop(f"knows_{number}"), said.pop(f"reach_{number}")) for number in (1, 2))
    answers = tuple(Answer(one.public_id, said.pop(named(one))) for one in asked)
    return {**said, "references": references, "answers": answers}


def _may_knock(request: MemberRequest) -> bool:
    """The desk writes as many as come; from elsewhere a few an hour: see ACCOUNT_RATE_LIMITS."""
    if policy.may(request.actor, "people.accept"):
        return True
    return bool(
        ratelimit.consume(request, action="apply")
        and ratelimit.consume(request, action="apply_everywhere", key=request.community.slug)
    )


def _desk_only(request: MemberRequest) -> None:
    if not policy.may(request.actor, "people.accept"):
        raise Http404


def _say(request: MemberRequest, outcome: object, done: str) -> None:
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, done)
