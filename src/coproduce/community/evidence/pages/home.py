"""What changed, and what we cannot tell: the studies, and what was done in a year."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line, year_lines
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.figures import year_of
from coproduce.community.evidence.queries.plans import Stands, all_stand, plans
from coproduce.community.evidence.rules import Result
from coproduce.community.evidence.words import DESIGN_WORDS, DO_WORDS, shown

#: Studies that stand on the first page.
MOST = 12


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The home of evidence: each study with what came out, the good, the bad and the nothing in one size."""
    actor = request.actor
    if not policy.may(actor, "evidence.read_figures"):
        raise Http404
    today = clock.today(request.community.time_zone)
    studies = all_stand(plans(actor).filter(replaced_by=None)[:MOST], today)
    year = year_of(Books(request.community, today))
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        lines = [line for one in studies for line in study_lines(one)] + year_lines(year)
        return as_csv(f"{request.community.slug}-evidence", FIGURE_HEADS, [[*line, note] for line in lines])
    said = {
        "studies": [in_short(one) for one in studies],
        "year": year,
        "took_part": shown(year.took_part),
        "both_ways": shown(year.both_ways),
        "by_sex": [(names, shown(figure)) for names, figure in year.by_sex],
        "by_age": [(names, shown(figure)) for names, figure in year.by_age],
        "letters": [(letter, called, says) for letter, (called, says) in DESIGN_WORDS.items()],
        "may_plan": policy.may(actor, "evidence.plan"),
    }
    return render(request, "evidence/home.html", said)


def in_short(one: Stands) -> dict[str, object]:
    """A study as a list shows it."""
    found = one.result if isinstance(one.result, Result) else None
    return {
        "plan": one.plan,
        "design": one.sheet.design,
        "called": DESIGN_WORDS[one.sheet.design][0],
        "difference": shown(found.difference) if found else None,
        "do": DO_WORDS[one.advice.do],
        "month": one.advice.month,
        "why": _(one.advice.why) % dict(one.advice.values),
    }


def study_lines(one: Stands) -> list[list[object]]:
    """A study's figures as lines of a table."""
    if not isinstance(one.result, Result):
        return [[one.plan.question, "", one.sheet.design, one.sheet.from_on, one.sheet.until_on, *[""] * 6]]
    called = [*one.result.groups, (_("Difference"), one.result.difference)]
    return [figure_line(one.plan.question, shown(figure, name)) for name, figure in called]
