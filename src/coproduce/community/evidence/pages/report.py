"""The report: what to do on top, then eleven parts in their order; as a page, on paper, and as a bundle of tables."""

import io
import zipfile
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce import __version__
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, csv_text, for_another
from coproduce.community.evidence.actions.reporting import say_in_report
from coproduce.community.evidence.forms import SayForm
from coproduce.community.evidence.models import ReportPart
from coproduce.community.evidence.outcomes.queries import came_of, every_figure
from coproduce.community.evidence.pages.fair import fair_lines, fair_said
from coproduce.community.evidence.pages.home import in_short, study_lines
from coproduce.community.evidence.pages.tables import DICTIONARY, FIGURE_HEADS, figure_line, year_lines
from coproduce.community.evidence.pages.together import round_lines, round_said, together_lines, together_said
from coproduce.community.evidence.queries.fair import fair
from coproduce.community.evidence.queries.figures import Year, year_to
from coproduce.community.evidence.queries.plans import Stands, plans, stands
from coproduce.community.evidence.queries.together import coming_round, made_together
from coproduce.community.evidence.rules.report import PARTS, WRITTEN
from coproduce.community.evidence.words import FUNNEL_WORDS, shown
from coproduce.community.people.doing import Button, shown as page_with_buttons
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Suppression

PART_WORDS = {
    "designed": gettext_lazy("What was done, and with whom it was designed"),
    "funnel": gettext_lazy("How far people came"),
    "outcomes": gettext_lazy("What changed"),
    "harms": gettext_lazy("What went wrong"),
    "equity": gettext_lazy("Who took part"),
    "reciprocity": gettext_lazy("Giving and receiving"),
    "hours": gettext_lazy("Hours"),
    "costs": gettext_lazy("What it cost"),
    "stories": gettext_lazy("Stories, each with its teller’s yes"),
    "change": gettext_lazy("What we will change"),
    "method": gettext_lazy("How it was found out"),
}


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The whole report of the year up to today."""
    actor = request.actor
    if not policy.may(actor, "evidence.read_figures"):
        raise Http404
    today = clock.today(request.community.time_zone)
    found = [stands(row, today) for row in plans(actor).filter(replaced_by=None)]
    year = year_to(request.community.pk, today)
    if request.GET.get("as") == "tables":
        return _bundle(request, found, year)
    words = _words(request.community.pk)
    came = came_of(request.community.pk, today, is_outside=True)
    said = {
        **together_said(made_together(request.community.pk, today)),
        **round_said(coming_round(request.community.pk, today)),
        "fair_parts": fair_said(fair(request.community.pk, today)),
        "came": [
            (one.reading.name, shown(one.now), shown(one.better), shown(one.worse))
            for _measure, reads in came.readings
            for one in reads
        ],
        "asked": shown(came.asked),
        "studies": [in_short(one) for one in found],
        "parts": [(number, part, PART_WORDS[part], words.get(part, "")) for number, part in enumerate(PARTS, 1)],
        "written": WRITTEN,
        "year": year,
        "funnel": [(FUNNEL_WORDS[name], "*" if count is None else count) for name, count in year.funnel],
        "took_part": shown(year.took_part),
        "both_ways": shown(year.both_ways),
        "by_sex": [(names, shown(figure)) for names, figure in year.by_sex],
        "by_age": [(names, shown(figure)) for names, figure in year.by_age],
        "hours": None if year.minutes is None else HOURS(year.minutes),
        "unevenness": None if year.unevenness is None else f"{year.unevenness:.2f}",
        "code": __version__,
        "largest_hidden": Suppression().largest_hidden,
        "may_say": policy.may(actor, "evidence.say_in_report"),
    }
    return render(request, "evidence/report.html", said)


def say(request: MemberRequest, part: str) -> HttpResponse:
    """One part in words."""
    if part not in WRITTEN or not policy.may(request.actor, "evidence.say_in_report"):
        raise Http404
    here = {"part": part, "called": PART_WORDS[part]}
    words = _words(request.community.pk).get(part, "")
    buttons = {"say": Button(SayForm, say_in_report, {"part": part}, {"words": words})}
    answer = page_with_buttons(request, "evidence/say.html", buttons, here, {})
    if isinstance(answer, SeeOther):
        return SeeOther(reverse("evidence_report", kwargs={"community": request.community.slug}))
    return answer


def _words(community_id: int) -> dict[str, str]:
    """The latest words of each part."""
    rows = ReportPart.objects.filter(community_id=community_id).order_by("made_at", "pk")
    return dict(rows.values_list("kind", "words"))


def _bundle(request: MemberRequest, found: list[Stands], year: Year) -> HttpResponse:
    """All figures, what each column holds, the plans and the code they were made by, in one file."""
    note = _("demo") if request.community.is_demo else ""
    today = year.until_on
    lines = [line for one in found for line in study_lines(one)] + year_lines(year)
    lines += together_lines(made_together(request.community.pk, today))
    lines += fair_lines(fair(request.community.pk, today))
    lines += round_lines(coming_round(request.community.pk, today))
    lines += [
        figure_line(_(about), {**shown(figure), "name": group})
        for about, group, figure in every_figure(came_of(request.community.pk, today, is_outside=True))
    ]
    plans_here: list[list[Any]] = [
        [one.plan.seal, one.plan.question, one.plan.written_on, one.sheet.design] for one in found
    ]
    about = [
        ["community", request.community.name], ["made up", note], ["data up to", year.until_on],
        ["code", f"coproduce {__version__}"], ["hidden", f"numbers of people from 1 to {Suppression().largest_hidden}"],
    ]  # fmt: skip
    steps = [[str(FUNNEL_WORDS[name]), "*" if count is None else count, note] for name, count in year.funnel]
    words = [[part, text, note] for part, text in _words(request.community.pk).items()]
    tables = {
        "figures": csv_text(FIGURE_HEADS, [[*line, note] for line in lines]),
        "funnel": csv_text(("step", "people to the nearest five", "note"), steps),
        "words": csv_text(("part", "words", "note"), words),
        "plans": csv_text(("seal", "question", "sealed on", "design"), plans_here),
        "dictionary": csv_text(("column", "holds"), DICTIONARY),
        "about": csv_text(("what", "is"), about),
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in tables.items():
            bundle.writestr(f"{name}.csv", text)
    answer = HttpResponse(kept.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{request.community.slug}-report.zip"'
    return answer
