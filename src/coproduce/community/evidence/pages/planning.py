"""Planning a study before anybody looks: the target trial, one question a page, and what it takes beside it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.forms import Asked
from coproduce.community.base.page import MemberRequest
from coproduce.community.evidence import forms
from coproduce.community.evidence.actions.plans import Planned, plan
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.queries.plans import plan_of
from coproduce.community.evidence.rules import Power, power
from coproduce.community.evidence.words import ANALYSIS_WORDS, COVARIATE_WORDS, alone_and_together
from coproduce.community.people.rules import is_public_id


def begin(request: MemberRequest) -> HttpResponse:
    """A new plan; with `?replaces=`, another instead of the one it names."""
    known: Answers = {}
    if named := request.GET.get("replaces"):
        before = plan_of(request.actor, UUID(named)) if is_public_id(named) else None
        if before is None or hasattr(before, "replaced_by"):
            raise Http404
        known = _as_answers(before)
    return PLAN.begin(request, known)


def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it."""
    return PLAN.show(request, draft, step)


def power_of(answers: Answers) -> Power | None:
    """What it takes, once enough was said."""
    try:
        return power(int(answers["share_without"]), int(answers["share_with"]), int(answers["a_year"]))
    except (KeyError, ValueError):
        return None


def _as_answers(row: Plan) -> Answers:
    names = ("question", "who", "offer", "compared_with", "time_zero", "outcome", "follow_up_days", "share_without",
             "share_with", "a_year")  # fmt: skip
    began = {"began_on": row.began_on.isoformat()} if row.began_on else {}
    return {
        **{name: getattr(row, name) for name in names},
        **began,
        "replaces": str(row.public_id),
        "analysis": row.kind,
        "covariates": ", ".join(row.covariates),
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
    }


def _said(name: str) -> Any:
    return lambda request, answers: str(answers[name])


def _days(request: MemberRequest, answers: Answers) -> str:
    days = {"first": date_format(answers["from_on"]), "last": date_format(answers["until_on"])}
    return _("From %(first)s to %(last)s") % days


def _shares(request: MemberRequest, answers: Answers) -> str:
    return _("%(without)s in 100 without the offer, %(with)s with it") % {
        "without": answers["share_without"], "with": answers["share_with"]
    }  # fmt: skip


def _year(request: MemberRequest, answers: Answers) -> str:
    found = power_of(answers)
    said = _("%(people)s people.") % {"people": answers["a_year"]}
    if found is None:
        return said
    small = _("This scheme alone is too small to know.") if found.is_too_small else ""
    return " ".join(filter(None, (said, alone_and_together(found), small)))


def _instead(request: MemberRequest, answers: Answers) -> str:
    before = plan_of(request.actor, UUID(answers["replaces"])) if answers.get("replaces") else None
    return f"{date_format(before.written_on)}: {before.question}" if before else ""


def _covariates(request: MemberRequest, answers: Answers) -> str:
    return ", ".join(str(COVARIATE_WORDS[name]) for name in answers["covariates"])


def _arguments(request: MemberRequest, answers: Answers) -> dict[str, Any]:
    names = ("question", "who", "offer", "compared_with", "time_zero", "outcome", "follow_up_days", "analysis",
             "from_on", "until_on", "share_without", "share_with", "a_year")  # fmt: skip
    replaces = answers.get("replaces")
    return {name: answers[name] for name in names} | {
        "covariates": answers["covariates"] if answers["analysis"] == "weighed" else (),
        "began_on": answers["began_on"] if answers["analysis"] == "beside" else None,
        "replaces": UUID(replaces) if replaces else None,
    }


def _after(request: MemberRequest, answers: Answers, receipt: Planned) -> dict[str, Any]:
    return {"id": receipt.id, "seal": receipt.seal}


PLAN = Flow(
    page="plan_study",
    title=gettext_lazy("Plan a study before you look"),
    verb=lambda: plan,
    questions=(
        Question("question", gettext_lazy("What do you want to know?"), gettext_lazy("Question"), forms.QuestionForm,
                 _said("question")),
        Question("who", gettext_lazy("Who is in it?"), gettext_lazy("Who"), forms.WhoForm, _said("who")),
        Question("offer", gettext_lazy("What is offered?"), gettext_lazy("Offer"), forms.OfferForm, _said("offer")),
        Question("compared_with", gettext_lazy("What do the others have?"), gettext_lazy("The others"),
                 forms.ComparedForm, _said("compared_with")),
        Question("time_zero", gettext_lazy("From when is each person followed?"), gettext_lazy("Followed from"),
                 forms.ZeroForm, _said("time_zero")),
        Question("outcome", gettext_lazy("What do you count?"), gettext_lazy("Counted"), forms.OutcomeForm,
                 _said("outcome")),
        Question("follow_up_days", gettext_lazy("For how many days?"), gettext_lazy("Days"), forms.FollowForm,
                 _said("follow_up_days")),
        Question("analysis", gettext_lazy("How is it compared?"), gettext_lazy("Compared"), forms.AnalysisForm,
                 lambda request, said: str(ANALYSIS_WORDS[said["analysis"]])),
        Question("began_on", gettext_lazy("On which day does it begin there?"), gettext_lazy("Begins"),
                 forms.BeganForm,
                 lambda request, said: date_format(said["began_on"]) if said["analysis"] == "beside" else "",
                 is_asked=lambda known: known.get("analysis") == "beside"),
        Question("covariates", gettext_lazy("What is known beforehand?"), gettext_lazy("Held equal"),
                 forms.CovariatesForm,
                 lambda request, said: _covariates(request, said) if said["analysis"] == "weighed" else "",
                 is_asked=lambda known: known.get("analysis") == "weighed"),
        Question("window", gettext_lazy("From when to when do people come in?"), gettext_lazy("Window"),
                 forms.WindowForm, _days),
        Question("shares", gettext_lazy("How large a difference would matter?"), gettext_lazy("Would matter"),
                 forms.SharesForm, _shares),
        Question("a_year", gettext_lazy("How many people come in a year?"), gettext_lazy("A year"), forms.YearForm,
                 _year, template="evidence/a_year.html"),
        Question("replaces", "", gettext_lazy("Stands instead of"), Asked, _instead, is_asked=lambda known: False),
    ),
    arguments=_arguments,
    do_it=gettext_lazy("Seal the plan"),
    done_template="evidence/planned.html",
    after=_after,
    fields={"from_on": "window", "until_on": "window", "share_with": "shares", "share_without": "shares"},
)  # fmt: skip
