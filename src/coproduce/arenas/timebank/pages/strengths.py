"""The strengths conversation: what people ask somebody for, what they could lend, where people could meet, and what
they have been through that others are in the middle of. Kept in one go, passed on as offers only where they say yes.
"""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.timebank.forms import LINES, ConversationForm, PassOnForm, in_groups
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.exchange.actions import offer
from coproduce.community.exchange.categories.kinds import match
from coproduce.community.exchange.models import Offer
from coproduce.community.exchange.naming import Kinds
from coproduce.community.exchange.queries import categories
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.actions import record_strength
from coproduce.community.people.models import Agent, Strength
from coproduce.community.people.queries import agent
from coproduce.core.refusal import Refusal

#: For each kind of strength: its heading, what is asked, and what makes it easy to answer.
QUESTIONS: dict[str, tuple[Any, Any, Any]] = {
    "skill": (
        _("What you do"),
        _("What do people ask you for? And what do you enjoy so much that you forget the time?"),
        _("Nothing is too small: making tea counts, and so does reading a letter aloud."),
    ),
    "thing": (
        _("What you could lend"),
        _("Have you something that others could borrow now and then?"),
        _("A ladder, a sewing machine, a van, a big pan."),
    ),
    "place": (
        _("Where people could meet"),
        _("Is there a place of yours where a few people could sit, or dig, or mend something?"),
        _("A kitchen table, a garden, a garage."),
    ),
    "experience": (
        _("What you have been through"),
        _("What have you been through that others may be in the middle of now?"),
        _("Caring for somebody, coming to a new country, learning to walk again. Only as much as you like to say."),
    ),
}


def conversation(request: MemberRequest, member: UUID) -> HttpResponse:
    """Four questions on one page: tick and write, then everything is kept at once."""
    whose = _whose(request, member)
    kinds = list(categories(request.actor))
    known = {(one.kind, one.words) for one in whose.strengths.order_by("kind", "words")}
    began = {"request_id": uuid4(), "ticked": [words for kind, words in known if kind == Strength.SKILL]}
    form = ConversationForm(kinds, request.POST or None, initial=began)
    if request.method == "POST" and form.is_valid():
        fault = _keep(request, whose, [one for one in form.said() if one not in known], form.cleaned_data["request_id"])
        if fault is None:
            return redirect("strengths_offers", community=request.community.slug, member=member)
        form.add_error(None, refused(fault))
    ticked = form["ticked"].value() or []
    parts = [
        {"kind": kind, "head": head, "asks": asks, "hint": hint, "lines": form.lines_of(kind)}
        for kind, (head, asks, hint) in QUESTIONS.items()
    ]
    said = {
        **_about(request, whose),
        "form": form,
        "parts": parts,
        "groups": [
            (name, found, sum(kind.name in ticked for kind in found)) for name, found in in_groups(kinds) if found
        ],
        "ticked": ticked,
        "known": sorted(words for kind, words in known),
    }
    return render(request, "timebank/strengths.html", said, status=422 if form.errors else 200)


def _keep(request: MemberRequest, whose: Agent, said: list[tuple[str, str]], request_id: UUID) -> Refusal | None:
    """Each strength by the one verb, under an id of its own that follows from the page's; the first fault, if any."""
    for kind, words in said:
        outcome = record_strength(
            request.actor,
            member=whose.public_id,
            kind=kind,
            words=words,
            request_id=uuid5(request_id, f"{kind}: {words}"),
        )
        if isinstance(outcome, Refusal):
            return outcome
    return None


def pass_on(request: MemberRequest, member: UUID) -> HttpResponse:
    """May we pass this on? Those that are ticked become offers; the others stay written down."""
    whose = _whose(request, member)
    offered = Offer.objects.filter(agent=whose).exclude(state=Offer.WITHDRAWN).values_list("words", flat=True)
    strengths = whose.strengths.exclude(words__in=offered).order_by("kind", "words")
    words = {one.public_id.hex: one.words for one in strengths}
    if not words:
        return redirect("strengths_next", community=request.community.slug, member=member)
    form = PassOnForm(
        words,
        list(categories(request.actor)),
        request.POST or None,
        initial={"request_id": uuid4(), **_meant(request, words)},
    )
    if request.method == "POST" and form.is_valid():
        outcome = _offer(request, whose, form)
        if not isinstance(outcome, Refusal):
            return redirect("strengths_next", community=request.community.slug, member=member)
        form.add_error(None, refused(outcome))
    said = {**_about(request, whose), "form": form}
    return render(request, "timebank/strengths_offers.html", said, status=422 if form.errors else 200)


def _meant(request: MemberRequest, words: dict[str, str]) -> dict[str, str]:
    """The kind of help each strength means, where its words say so."""
    kinds = Kinds.of(request.actor.community_id).kinds
    found = {key: match(said, kinds) for key, said in words.items()}
    return {f"kind_{key}": kind.name for key, kind in found.items() if kind}


def _offer(request: MemberRequest, whose: Agent, form: PassOnForm) -> Any:
    today = clock.today(request.community.time_zone)
    offers = tuple(Intention(str(whose.public_id), kind, words, today) for words, kind in form.chosen())
    return offer(request.actor, offers=offers, request_id=form.cleaned_data["request_id"]) if offers else None


def what_next(request: MemberRequest, member: UUID) -> HttpResponse:
    """What stands now, and what happens next."""
    whose = _whose(request, member)
    return render(
        request,
        "timebank/strengths_next.html",
        {
            **_about(request, whose),
            "strengths": whose.strengths.order_by("kind", "words"),
            "offers": Offer.objects.filter(agent=whose, state=Offer.OPEN).select_related("category").order_by("words"),
        },
    )


def on_paper(request: MemberRequest, member: UUID | None = None) -> HttpResponse:
    """The same questions as a form in large type, to fill in by hand; for nobody in particular without a member."""
    whose = _whose(request, member) if member else None
    if whose is None and not policy.may(request.actor, "people.record_strength"):
        raise Http404
    return render(
        request,
        "timebank/paper_strengths.html",
        {
            "whose": whose,
            "groups": [(name, found) for name, found in in_groups(list(categories(request.actor))) if found],
            "parts": [
                {"kind": kind, "head": head, "asks": asks, "hint": hint, "lines": range(LINES[kind])}
                for kind, (head, asks, hint) in QUESTIONS.items()
            ],
        },
    )


def _about(request: MemberRequest, whose: Agent) -> dict[str, Any]:
    return {
        "whose": whose,
        "first_name": whose.name.partition(" ")[0],
        "is_own": whose.pk == request.actor.agent_id,
        "is_desk": policy.may(request.actor, "timebank.read_desk"),
    }


def _whose(request: MemberRequest, member: UUID) -> Agent:
    """Somebody this reader may write strengths down for: themselves, or for the desk anybody here."""
    found = agent(request.actor, member)
    if found is None or not policy.may(
        request.actor, "people.record_strength", policy.towards(request.actor, found.pk)
    ):
        raise Http404
    return found
