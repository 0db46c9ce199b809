"""How things are: my answers, one measure in one go, a sheet to fill in by hand, and what all of it comes to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, refused
from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.evidence.drawing import shares
from coproduce.community.evidence.models import Outcome
from coproduce.community.evidence.outcomes.actions import answer, bring_measure
from coproduce.community.evidence.outcomes.forms import AnswerForm, MeasureForm
from coproduce.community.evidence.outcomes.queries import (
    Read,
    answers_of,
    came_of,
    every_figure,
    measure_called,
    measures_of,
)
from coproduce.community.evidence.outcomes.rules import ALLOWED, PAGE, PAPER, PHONE, Measure, may_be_asked
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.words import CHANNEL_WORDS, STANDING_WORDS, shown
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.doing import Button, shown as page_with_buttons
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.core.refusal import Refusal

#: What a site's file looks like.
EXAMPLE = """slug = "our-scale"
name = "A scale of somebody's"
version = "1"
well_at = 6
lower_is_better = false
least_change = 2

[licence]
holder = "University of Somewhere"
words = "Free for charities; wording unaltered; not passed on."
ref = ""                               # the number of your licence; without it nobody is asked
allows = ["paper", "phone", "page"]    # and "report", where figures may be shown outside
until = 2027-12-31

[[items]]
words = "The first question, word for word"
answers = [[1, "none of the time"], [2, "some of the time"], [3, "all of the time"]]
"""


@never_cache
@for_another
def of_one(request: MemberRequest, member: UUID) -> HttpResponse:
    """What can be asked of one person, and what they answered; for the desk each look is written down."""
    whose, is_me = _whose(request, member)
    today = clock.today(request.community.time_zone)
    may_read = policy.may(request.actor, "evidence.read_answers", policy.towards(request.actor, whose.pk))
    reads = may_read and (is_me or "answers" in request.GET)
    names = {one.slug: one for one in measures_of(request.community.pk)}
    channels = (PAGE,) if is_me else (PAPER, PHONE)
    said = {
        "whose": whose,
        "is_me": is_me,
        "agrees": consents_to(whose.pk, OUTCOMES),
        "says_yes": request.actor.helped_by is None,
        "measures": [one for one in names.values() if any(may_be_asked(one, how, today) is None for how in channels)],
        "reads": reads,
        "may_read": may_read and not is_me,
        "rows": [_row(row, names) for row in answers_of(request.actor, whose)[:60]] if reads else [],
    }
    return render(request, "evidence/of_one.html", said)


def _whose(request: MemberRequest, member: UUID) -> tuple[Agent, bool]:
    whose = agents(request.actor).filter(public_id=member, kind=Agent.PERSON).first()
    if whose is None or not policy.may(request.actor, "evidence.answer", policy.towards(request.actor, whose.pk)):
        raise Http404
    return whose, whose.pk == request.actor.agent_id


def _row(row: Outcome, names: dict[str, Measure]) -> dict[str, Any]:
    """One sitting, question by question, in words."""
    measure = names.get(row.measure)
    items = measure.items if measure else ()
    told = [
        (item.words, dict(item.answers).get(row.answers[item.code], "")) for item in items if item.code in row.answers
    ]
    return {"row": row, "name": measure.name if measure else row.measure, "told": told,
            "how": CHANNEL_WORDS[row.channel]}  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@for_another
def ask(request: MemberRequest, member: UUID, measure: str) -> HttpResponse:
    """One measure: each question answered or left, or all of it refused."""
    whose, is_me = _whose(request, member)
    found = measure_called(request.community.pk, measure)
    if found is None or not consents_to(whose.pk, OUTCOMES):
        raise Http404
    today = clock.today(request.community.time_zone)
    last = answers_of(request.actor, whose).filter(measure=measure).exclude(goal="").first() if is_me else None
    known = {"goal": last.goal} if last else {}
    form = AnswerForm(found, is_me, today, request.POST or None, initial={**known, "request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        refuses = "refuse" in request.POST
        said = form.said() | ({"answers": (), "goal": "", "is_refused": True} if refuses else {})
        outcome = answer(request.actor, member=member, request_id=form.cleaned_data["request_id"], **said)
        if not isinstance(outcome, Refusal):
            messages.success(
                request,
                _("That is fine. Nobody asks why.") if refuses else _("Kept. It counts in sums of eight and more."),
            )
            return SeeOther(reverse("how_somebody_is", kwargs={"community": request.community.slug, "member": member}))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    here = {"form": form, "measure": found, "whose": whose, "is_me": is_me}
    return render(request, "evidence/ask.html", here, status=422 if form.errors else 200)


def sheet(request: MemberRequest, measure: str) -> HttpResponse:
    """The questions on paper, where the licence lets them be printed; keyed in at the desk."""
    if not policy.may(request.actor, "evidence.answer"):
        raise Http404
    found = measure_called(request.community.pk, measure)
    if found is None:
        raise Http404
    fault = may_be_asked(found, PAPER, clock.today(request.community.time_zone))
    here = {"measure": found, "refusal": refused(fault) if fault else ""}
    return render(request, "evidence/sheet.html", here, status=422 if fault else 200)


@for_another
def results(request: MemberRequest) -> HttpResponse:
    """What all answers come to: how things are now, and of those asked twice how many better and how many worse."""
    if not policy.may(request.actor, "evidence.read_figures"):
        raise Http404
    came = came_of(Books(request.community, clock.today(request.community.time_zone)))
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        lines = [
            [*figure_line(_(about), {**shown(figure), "name": group}), note]
            for about, group, figure in every_figure(came)
        ]
        return as_csv(f"{request.community.slug}-how-things-are", FIGURE_HEADS, lines)
    parts = [
        {
            "measure": measure,
            "letter": shown(reads[0].better),
            "chart": shares(str(measure.name), [(one.reading.name, one.now) for one in reads]),
            **reads_said(reads),
        }
        for measure, reads in came.readings
    ]
    needs = [
        (need.measure.name, [([STANDING_WORDS[way] for way in ways], shown(figure)) for ways, figure in need.standing])
        for need in came.needs
    ]
    here = {
        "came": came, "asked": shown(came.asked), "parts": parts, "needs": needs,
        "may_take": policy.may(request.actor, "evidence.answer"),
        "may_bring": policy.may(request.actor, "evidence.bring_measure"),
    }  # fmt: skip
    return render(request, "evidence/results.html", here)


def reads_said(reads: Iterable[Read]) -> dict[str, Any]:
    """Readings as a table shows them, and those of which too few answered."""
    rows: list[tuple[Any, ...]] = []
    few = []
    for one in reads:
        if one.now.estimate is None and one.better.estimate is None:
            few.append(one.reading.name)
        else:
            rows.append((one.reading.name, shown(one.now), shown(one.better), shown(one.worse)))
    return {"rows": rows, "few": few}


def scales(request: MemberRequest) -> HttpResponse:
    """Everything that is asked here with its source and licence, a sheet of each, and the file of another."""
    may_bring = policy.may(request.actor, "evidence.bring_measure")
    if not may_bring and not policy.may(request.actor, "evidence.answer"):
        raise Http404
    today = clock.today(request.community.time_zone)

    def told(one: Measure) -> dict[str, Any]:
        allowed = one.licence.allows if one.licence else frozenset(ALLOWED)
        fault = may_be_asked(one, min(allowed, default=PAGE), today)
        return {
            "measure": one,
            "off": refused(fault) if fault else "",
            "allows": [CHANNEL_WORDS[how] for how in ALLOWED if how in allowed],
            "prints": may_be_asked(one, PAPER, today) is None,
        }

    here = {"measures": [told(one) for one in measures_of(request.community.pk)], "example": EXAMPLE}
    buttons = {"bring": Button(MeasureForm, bring_measure, {}, {"text": ""})} if may_bring else {}
    return page_with_buttons(request, "evidence/scales.html", buttons, here, {})
