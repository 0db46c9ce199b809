"""What we decided: the list, one decision, and writing one down, one question at a time."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from coproduce.community.base import policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.forms import Asked
from coproduce.community.base.page import Door, MemberRequest, as_csv, for_another, page_of
from coproduce.community.decisions.actions import Recorded, record
from coproduce.community.decisions.forms import DaysForm, MinutesForm, OptionsForm, QuestionForm, ResultForm, WhoForm
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.queries import decision, decisions
from coproduce.community.decisions.rules import YES_OR_NO
from coproduce.community.decisions.words import answer_in_words, in_short
from coproduce.community.people.models import ChosenRules
from coproduce.community.people.rule_sets.queries import rule_sets_of
from coproduce.community.people.rules import is_public_id

DOORS = (
    Door(_("What we decided"), "decisions", "decisions.read_decisions", "home"),
    Door(_("What we ask"), "what_we_ask", "decisions.read_questions", "home"),
    Door(_("What we decided"), "decisions", "decisions.read_decisions", "rules"),
    Door(_("How we count"), "how_we_count", "decisions.choose_rules", "settings"),
    Door(_("How we count"), "how_we_count", "people.read_rules", "hours"),
)


@for_another
def listed(request: MemberRequest) -> HttpResponse:
    """Everything that was decided here, the latest first."""
    if not policy.may(request.actor, "decisions.read_decisions"):
        raise Http404
    words = request.GET.get("q", "").strip()
    found = decisions(request.actor, words)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    page = page_of(found, request)
    said = {
        "page": page,
        "rows": [(row, in_short(row)) for row in page],
        "q": words,
        "may_record": policy.may(request.actor, "decisions.record"),
    }
    return render(request, "decisions/list.html", said)


@for_another
def shown(request: MemberRequest, decision: UUID) -> HttpResponse:
    """One decision: what it was, who wrote it down, what it puts right or is put right by, and the rules it changed."""
    row = _there(request, decision)
    chosen = ChosenRules.objects.filter(community=row.community_id, decision_id=row.public_id)
    said = {
        "row": row,
        "short": in_short(row),
        "answers": [(answer_in_words(one), one == row.result) for one in row.options],
        "rules_from": chosen.order_by("from_on").values_list("from_on", flat=True),
        "may_put_right": row.stands and policy.may(request.actor, "decisions.record"),
        "may_choose": row.stands and policy.may(request.actor, "decisions.choose_rules"),
    }
    return render(request, "decisions/decision.html", said)


def begin(request: MemberRequest) -> HttpResponse:
    """Write one down; from a set of rules, to come back to it; with `?corrects=`, put right the one it names."""
    arena, rule_set = request.GET.get("arena", ""), request.GET.get("rule_set", "")
    is_one = rule_set in {one.slug for one in rule_sets_of(arena)}
    known: Answers = {"arena": arena, "rule_set": rule_set} if is_one else {}
    if named := request.GET.get("corrects"):
        wrong = _there(request, UUID(named)) if is_public_id(named) else None
        if wrong is None or not wrong.stands:
            raise Http404
        known |= _as_answers(wrong)
    return RECORD.begin(request, known)


def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it."""
    return RECORD.show(request, draft, step)


def _there(request: MemberRequest, public_id: UUID) -> Decision:
    row = decision(request.actor, public_id)
    if row is None:
        raise Http404
    return row


def _as_answers(row: Decision) -> Answers:
    """What was written down, as it would be typed."""
    return {
        "corrects": str(row.public_id),
        "question": row.question,
        "options": "" if row.options == list(YES_OR_NO) else "\n".join(row.options),
        "result": row.result,
        "who_decided": row.who_decided,
        "minutes": row.minutes,
        "decided_on": row.decided_on.isoformat(),
        "effective_on": row.effective_on.isoformat(),
    }


def _file(request: MemberRequest, found: Any) -> HttpResponse:
    heads = [
        gettext("decided on"), gettext("question"), gettext("answers there were"), gettext("decided"),
        gettext("who decided"), gettext("minutes"), gettext("holds from"), gettext("written down by"),
        gettext("written down at"), gettext("id"), gettext("puts right"), gettext("put right by"), gettext("note"),
    ]  # fmt: skip
    made_up = gettext("demo") if request.community.is_demo else ""
    rows = (
        [row.decided_on.isoformat(), row.question, " | ".join(map(answer_in_words, row.options)),
         answer_in_words(row.result), row.who_decided, row.minutes, row.effective_on.isoformat(), row.recorded_by.name,
         row.recorded_at.isoformat(), str(row.public_id), str(row.corrects.public_id) if row.corrects else "",
         "" if row.stands else str(row.corrected_by.public_id), made_up]
        for row in found
    )  # fmt: skip
    return as_csv(f"{request.community.slug}-decisions", heads, rows)


def _said(name: str) -> Any:
    return lambda request, answers: str(answers[name])


def _days(request: MemberRequest, answers: Answers) -> str:
    days = {"day": date_format(answers["decided_on"]), "from": date_format(answers["effective_on"])}
    return gettext("Decided on %(day)s, holds from %(from)s") % days


def _wrong(request: MemberRequest, answers: Answers) -> str:
    row = decision(request.actor, UUID(answers["corrects"])) if "corrects" in answers else None
    return f"{date_format(row.decided_on)}: {in_short(row)}" if row else ""


def _arguments(request: MemberRequest, answers: Answers) -> dict[str, Any]:
    names = ("question", "options", "result", "who_decided", "minutes", "decided_on", "effective_on")
    corrects = answers.get("corrects")
    return {name: answers[name] for name in names} | {"corrects": UUID(corrects) if corrects else None}


def _after(request: MemberRequest, answers: Answers, receipt: Recorded) -> dict[str, Any]:
    return {"id": receipt.id, "arena": answers.get("arena"), "rule_set": answers.get("rule_set")}


RECORD = Flow(
    page="record_decision",
    title=_("Write down a decision"),
    verb=lambda: record,
    questions=(
        Question("question", _("What was asked?"), _("Asked"), QuestionForm, _said("question")),
        Question("options", _("Which answers were there?"), _("Answers there were"), OptionsForm,
                 lambda request, said: ", ".join(map(answer_in_words, said["options"]))),
        Question("result", _("What was decided?"), _("Decided"), ResultForm,
                 lambda request, said: answer_in_words(said["result"]), template="decisions/result.html"),
        Question("who_decided", _("Who decided it?"), _("By"), WhoForm, _said("who_decided")),
        Question("minutes", _("Where are the minutes?"), _("Minutes"), MinutesForm, _said("minutes")),
        Question("days", _("When?"), _("Days"), DaysForm, _days),
        Question("corrects", "", _("Stands instead of"), Asked, _wrong, is_asked=lambda known: False),
    ),
    arguments=_arguments,
    do_it=_("Write it down"),
    done_template="decisions/recorded.html",
    after=_after,
    fields={"decided_on": "days", "effective_on": "days"},
)  # fmt: skip
