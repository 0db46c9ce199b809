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
from coproduce.community.evidence.outcomes.pages import reads_said
from coproduce.community.evidence.outcomes.queries import came_of, every_figure
from coproduce.community.evidence.pages.fair import fair_lines, fair_said
from coproduce.community.evidence.pages.home import in_short, study_lines
from coproduce.community.evidence.pages.tables import DICTIONARY, FIGURE_HEADS, figure_line, year_lines
from coproduce.community.evidence.pages.together import round_lines, round_said, together_lines, together_said
from coproduce.community.evidence.queries.account import rates_of
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.fair import fair
from coproduce.community.evidence.queries.figures import Year, year_of
from coproduce.community.evidence.queries.plans import Stands, all_stand, plans
from coproduce.community.evidence.queries.together import Together, coming_round, made_together
from coproduce.community.evidence.rules.money import worth
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
    found, books = all_stand(plans(actor).filter(replaced_by=None), today), Books(request.community, today)
    if request.GET.get("as") == "tables":
        return _bundle(found, books)
    year, came, words = year_of(books), came_of(books, is_outside=True), books.words
    together = made_together(books)
    said = {
        **together_said(together),
        **round_said(coming_round(books)),
        **fair_said(fair(books)),
        **_costs(year, together, books),
        "came": reads_said(one for _measure, reads in came.readings for one in reads),
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
        "is_short": "whole" not in request.GET,
    }
    return render(request, "evidence/report.html", said)


def say(request: MemberRequest, part: str) -> HttpResponse:
    """One part in words."""
    if part not in WRITTEN or not policy.may(request.actor, "evidence.say_in_report"):
        raise Http404
    here = {"part": part, "called": PART_WORDS[part]}
    words = Books(request.community, clock.today(request.community.time_zone)).words.get(part, "")
    buttons = {"say": Button(SayForm, say_in_report, {"part": part}, {"words": words})}
    answer = page_with_buttons(request, "evidence/say.html", buttons, here, {})
    if isinstance(answer, SeeOther):
        return SeeOther(reverse("evidence_report", kwargs={"community": request.community.slug}))
    return answer


def _costs(year: Year, together: Together, books: Books) -> dict[str, Any]:
    """What the given hours would cost, as a range, and the paid time behind each member who took part."""
    rate, reached = rates_of(books).get("replacement"), year.took_part.k
    paid = sum(half.paid_minutes for half in together.halves)
    return {
        "rate": rate,
        "worth": None if year.minutes is None or rate is None else [f"{one:,}" for one in worth(year.minutes, rate)],
        "paid_each": HOURS(paid // reached) if paid and reached else None,
    }


def _bundle(found: list[Stands], books: Books) -> HttpResponse:
    """All figures, what each column holds, the plans and the code they were made by, in one file."""
    note = _("demo") if books.community.is_demo else ""
    year = year_of(books)
    lines = [line for one in found for line in study_lines(one)] + year_lines(year)
    lines += together_lines(made_together(books)) + fair_lines(fair(books)) + round_lines(coming_round(books))
    lines += [
        figure_line(_(about), {**shown(figure), "name": group})
        for about, group, figure in every_figure(came_of(books, is_outside=True))
    ]
    plans_here: list[list[Any]] = [
        [one.plan.seal, one.plan.question, one.plan.written_on, one.sheet.design] for one in found
    ]
    about: list[list[Any]] = [
        ["community", books.community.name], ["made up", note], ["data up to", year.until_on],
        ["code", f"coproduce {__version__}"], ["hidden", f"numbers of people from 1 to {Suppression().largest_hidden}"],
    ]  # fmt: skip
    steps = [[str(FUNNEL_WORDS[name]), "*" if count is None else count, note] for name, count in year.funnel]
    words: list[list[Any]] = [[part, text, note] for part, text in books.words.items()]
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
    answer["Content-Disposition"] = f'attachment; filename="{books.community.slug}-report.zip"'
    return answer
