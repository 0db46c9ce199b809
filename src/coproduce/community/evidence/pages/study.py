"""One study: its sheet and seal, what its rows come to the way the plan says, and what to do."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, refused
from coproduce.community.evidence.drawing import groups_and_difference
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.pages.home import in_short, study_lines
from coproduce.community.evidence.pages.tables import FIGURE_HEADS
from coproduce.community.evidence.queries.plans import Stands, looks_at, plan_of, stands
from coproduce.community.evidence.rules import Power, Result, power
from coproduce.community.evidence.words import (
    ANALYSIS_WORDS,
    COVARIATE_WORDS,
    DESIGN_WORDS,
    GROUP_WORDS,
    alone_and_together,
    shown,
    signed,
)
from coproduce.core.refusal import Refusal

#: The columns of a plan as a list brings it to another site.
PLAN_HEADS = (
    "question", "who", "offer", "compared_with", "time_zero", "outcome", "follow_up_days", "analysis", "from_on",
    "until_on", "began_on", "share_without", "share_with", "covariates", "a_year", "seal",
)  # fmt: skip


@for_another
def page(request: MemberRequest, plan: UUID) -> HttpResponse:
    """What was planned, and what came of it once everybody was followed to the end."""
    row = plan_of(request.actor, plan)
    if row is None:
        raise Http404
    if request.GET.get("as") == "plan":
        return as_csv(f"plan-{row.seal[:8]}", PLAN_HEADS, [plan_line(row)])
    audit.reading_of(request.actor, "evidence.read_figures", row.public_id, (), "study")
    one = stands(row, clock.today(request.community.time_zone))
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        return as_csv(f"study-{row.seal[:8]}", FIGURE_HEADS, [[*line, note] for line in study_lines(one)])
    takes = power(row.share_without, row.share_with, row.a_year)
    said = {
        "one": in_short(one),
        "plan": row,
        "sheet": _sheet(one),
        "power": takes,
        "power_says": alone_and_together(takes),
        "warns": DESIGN_WORDS[one.sheet.design][1],
        "rows": row.rows.count(),
        "looks": looks_at(row),
        "refusal": refused(one.result) if isinstance(one.result, Refusal) else "",
        "looked_at_from": one.sheet.looked_at_from,
        "may_plan": policy.may(request.actor, "evidence.plan"),
        **(_result(one, one.result, takes) if isinstance(one.result, Result) else {}),
    }
    return render(request, "evidence/study.html", said)


def _result(one: Stands, found: Result, takes: Power) -> dict[str, Any]:
    groups = [shown(figure, name) for name, figure in found.groups]
    drawn = [(GROUP_WORDS[name], figure) for name, figure in found.groups]
    difference = shown(found.difference)
    said = [f"{group['name']} {group['estimate']}, {group['interval']}" for group in groups]
    title = "; ".join([*said, f"{_('Difference')} {difference['estimate']}, {difference['interval']}"])
    return {
        "result": found,
        "groups": groups,
        "difference": difference,
        "chart": groups_and_difference(f"{one.plan.outcome}: {title}", drawn, found.difference),
        "apartness": [(_covariate(name), signed(before), signed(after)) for name, before, after in found.apartness],
        "months": [(GROUP_WORDS.get(name, _(name.capitalize())), parts) for name, parts in found.months],
    }


def _covariate(name: str) -> str:
    first, _, word = name.partition(": ")
    return f"{COVARIATE_WORDS[first]}: {word}" if word else str(COVARIATE_WORDS[first])


def _sheet(one: Stands) -> list[tuple[str, object]]:
    """The plan, line by line."""
    sheet = one.sheet
    return [
        (_("Who"), sheet.who),
        (_("Offer"), sheet.offer),
        (_("The others"), sheet.compared_with),
        (_("Followed from"), sheet.time_zero),
        (_("Counted"), sheet.outcome),
        (_("Days followed"), sheet.follow_up_days),
        (_("Compared"), ANALYSIS_WORDS[sheet.analysis]),
        (_("Held equal"), ", ".join(str(COVARIATE_WORDS[name]) for name in sheet.covariates)),
        (_("Begins"), sheet.began_on),
        (_("First day"), sheet.from_on),
        (_("Last day"), sheet.until_on),
        (_("Would matter"), _("%(without)s in 100 without, %(with)s with it") % {
            "without": sheet.share_without, "with": sheet.share_with}),
    ]  # fmt: skip


def plan_line(row: Plan) -> list[object]:
    """A plan as a list brings it."""
    sheet = row.sheet
    return [
        sheet.question, sheet.who, sheet.offer, sheet.compared_with, sheet.time_zero, sheet.outcome,
        sheet.follow_up_days, sheet.analysis, sheet.from_on, sheet.until_on, sheet.began_on or "",
        sheet.share_without, sheet.share_with, "|".join(sheet.covariates), row.a_year, row.seal,
    ]  # fmt: skip
