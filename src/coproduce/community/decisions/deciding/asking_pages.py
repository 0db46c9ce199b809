"""Putting a question, one page at a time; and taking the projects of a budget from a Pabulib file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from coproduce.community.base import policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import MemberRequest
from coproduce.community.decisions.deciding.asking import Asked, propose
from coproduce.community.decisions.deciding.forms import (
    AnswersForm,
    BudgetForm,
    FileForm,
    PointsForm,
    ProjectsForm,
    RoundsForm,
    TextForm,
    WayForm,
    WhatForm,
    WhenForm,
    WhoForm,
)
from coproduce.community.decisions.deciding.words import WAY_WORDS
from coproduce.community.decisions.words import answer_in_words
from coproduce.core.quantity import unit_of_money
from coproduce.interop.pabulib import Election, PabulibError, read_pabulib


def begin(request: MemberRequest) -> HttpResponse:
    """Ask something."""
    return PROPOSE.begin(request, {})


def step(request: MemberRequest, draft: Any, step: str) -> HttpResponse:
    """One question of it."""
    return PROPOSE.show(request, draft, step)


def from_file(request: MemberRequest) -> HttpResponse:
    """The budget and the projects of a file, to be looked at page by page before they are asked about."""
    if not policy.may(request.actor, "decisions.propose"):
        return PROPOSE.begin(request, {})
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return PROPOSE.begin(request, known_of(read_pabulib(form.cleaned_data["file"].read())))
        except PabulibError as wrong:
            form.add_error("file", str(wrong))
    status = 422 if form.errors else 200
    return render(request, "decisions/from_file.html", {"form": form}, status=status)


def known_of(election: Election) -> Answers:
    """What a Pabulib file says, as it would be typed."""
    lines = [f"{row['project_id']}; {row.get('name') or row['project_id']}; {row['cost']}" for row in election.projects]
    known = {"way": "budget", "budget": election.meta["budget"], "projects": "\n".join(lines)}
    asked = election.meta.get("description", "")
    return known | ({"question": asked} if asked else {})


def _is(*ways: str) -> Any:
    return lambda raw: raw.get("way") in ways


def _said(name: str) -> Any:
    return lambda request, answers: str(answers.get(name) or "")


def _rounds(request: MemberRequest, answers: Answers) -> str:
    most = answers.get("rounds")
    words = ngettext("After %(number)s round", "After %(number)s rounds", most or 0)
    return words % {"number": most} if most else gettext("Never")


def _money(request: MemberRequest, answers: Answers) -> str:
    return _in_money(request, answers["budget"]) if "budget" in answers else ""


def _in_money(request: MemberRequest, amount: Any) -> str:
    unit = unit_of_money(request.community.currency)
    return str(unit(int(amount * unit.minor_per_major)))


def _projects(request: MemberRequest, answers: Answers) -> str:
    return "; ".join(f"{one.name} ({_in_money(request, one.cost)})" for one in answers.get("projects", ()))


def _who(request: MemberRequest, answers: Answers) -> str:
    who = gettext("Every member") if answers["role"] == "member" else gettext(answers["role"])
    many = gettext("at least %(percent)s in a hundred of them") % {"percent": answers["quorum"]}
    parts = [who, many if answers["quorum"] else gettext("however many take part")]
    if "shown_from" in answers:
        parts.append(gettext("each ballot shown once there are %(number)s") % {"number": answers["shown_from"]})
    return "; ".join(parts)


def _days(request: MemberRequest, answers: Answers) -> str:
    said = {"from": date_format(answers["opens_on"]), "until": date_format(answers["closes_on"])}
    if again := answers.get("review_on"):
        said["again"] = date_format(again)
        return gettext("From %(from)s until %(until)s; looked at again on %(again)s") % said
    return gettext("From %(from)s until %(until)s") % said


def _arguments(request: MemberRequest, answers: Answers) -> dict[str, Any]:
    names = ("question", "way", "text", "options", "projects", "budget", "highest", "quorum", "role",
             "rounds", "shown_from", "opens_on", "closes_on", "review_on")  # fmt: skip
    return {name: answers[name] for name in names if name in answers}


def _after(request: MemberRequest, answers: Answers, receipt: Asked) -> dict[str, Any]:
    return {"id": receipt.id, "voters": receipt.voters}


PROPOSE = Flow(
    page="ask_members",
    title=_("Ask members"),
    verb=lambda: propose,
    questions=(
        Question("question", _("What do you ask?"), _("Asked"), WhatForm, _said("question")),
        Question("way", _("How is it decided?"), _("Decided by"), WayForm,
                 lambda request, said: str(WAY_WORDS[said["way"]]), template="decisions/way.html"),
        Question("text", _("What else is there to know?"), _("To know"), TextForm, _said("text")),
        Question("options", _("What can be answered?"), _("Answers"), AnswersForm,
                 lambda request, said: ", ".join(map(answer_in_words, said.get("options", ()))),
                 is_asked=_is("approval", "score")),
        Question("highest", _("How many points at most?"), _("Points at most"), PointsForm, _said("highest"),
                 is_asked=_is("score")),
        Question("rounds", _("After how many rounds is it put to a vote?"), _("Put to a vote"), RoundsForm, _rounds,
                 is_asked=_is("consent")),
        Question("budget", _("How much is there to spend?"), _("To spend"), BudgetForm, _money, is_asked=_is("budget")),
        Question("projects", _("Which projects?"), _("Projects"), ProjectsForm, _projects, is_asked=_is("budget")),
        Question("who", _("Who may vote?"), _("Who may vote"), WhoForm, _who),
        Question("when", _("When?"), _("Days"), WhenForm, _days),
    ),
    arguments=_arguments,
    do_it=_("Ask this"),
    done_template="decisions/asked_done.html",
    after=_after,
    fields={"opens_on": "when", "closes_on": "when", "review_on": "when", "quorum": "who", "role": "who",
            "shown_from": "who"},
)  # fmt: skip
