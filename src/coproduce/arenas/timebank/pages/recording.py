"""Recording help on the web: who, whom, how long, when, what; then look at it, then it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.timebank.actions import Recorded, record_for
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.forms import DayForm, KindForm, TimeForm, WordsForm
from coproduce.community.exchange.queries import need_to_meet
from coproduce.community.people.choosing import who
from coproduce.community.people.queries import agent
from coproduce.community.people.rules import is_public_id


def begin(request: MemberRequest) -> HttpResponse:
    """Start recording; from a need, whose it is and what kind of help are known already; from a call, who rings."""
    known: Answers = {}
    if met := need_to_meet(request.actor, request.GET.get("need", "")):
        known = {"need": str(met.public_id), "receiver": str(met.agent.public_id), "category": met.category.name}
    for side in ("giver", "receiver"):
        if is_public_id(request.GET.get(side, "")):
            known[side] = request.GET[side]
    return RECORD.begin(request, known)


def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it."""
    return RECORD.show(request, draft, step)


def _name(of: str) -> Any:
    def said(request: MemberRequest, answers: Answers) -> str:
        found = agent(request.actor, answers[of])
        return found.name if found else ""

    return said


def _need_words(request: MemberRequest, answers: Answers) -> str:
    met = need_to_meet(request.actor, answers.get("need", ""))
    return met.words if met else ""


def _arguments(request: MemberRequest, answers: Answers) -> dict[str, Any]:
    return {
        "giver": answers["giver"],
        "receiver": UUID(str(answers["receiver"])),
        "time": answers["time"],
        "done_on": answers["done_on"],
        "category": answers["category"],
        "words": answers["words"],
        "need": UUID(answers["need"]) if "need" in answers else None,
    }


def _after(request: MemberRequest, answers: Answers, receipt: Recorded) -> dict[str, Any]:
    return {
        "giver": agent(request.actor, answers["giver"]),
        "receiver": agent(request.actor, UUID(str(answers["receiver"]))),
        "time": answers["time"],
        "was_needed": "need" in answers,
        "receipt": receipt,
    }


RECORD = Flow(
    page="record",
    title=_("Record help"),
    verb=lambda: record_for,
    questions=(
        Question("giver", _("Who gave the help?"), _("Gave"), who("giver"), _name("giver"), template="people/who.html"),
        Question(
            "receiver",
            _("Who was helped?"),
            _("Was helped"),
            who("receiver"),
            _name("receiver"),
            lambda raw: "need" not in raw,
            "people/who.html",
        ),
        Question("time", _("How long did it take?"), _("Time"), TimeForm, lambda request, said: str(said["time"])),
        Question("day", _("Which day was it?"), _("Day"), DayForm, lambda request, said: date_format(said["done_on"])),
        Question(
            "kind",
            _("What kind of help was it?"),
            _("Kind"),
            KindForm,
            lambda request, said: str(said["category"]),
            lambda raw: "need" not in raw,
        ),
        Question(
            "words",
            _("In a few words: what was done?"),
            _("In words"),
            WordsForm,
            lambda request, said: str(said["words"]),
        ),
        Question("need", "", _("Met the need"), TimeForm, _need_words, lambda raw: False),
    ),
    arguments=_arguments,
    do_it=_("Write it down"),
    done_template="timebank/recorded.html",
    after=_after,
    fields={"done_on": "day", "category": "kind"},
)
