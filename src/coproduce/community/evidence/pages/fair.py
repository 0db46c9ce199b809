"""Is it fair? Who takes part, waits, says no and carries the work; and four conditions on one page."""

import codecs
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, for_another, refused
from coproduce.community.evidence.actions.reporting import say_in_report
from coproduce.community.evidence.outcomes.pages import reads_said
from coproduce.community.evidence.outcomes.queries import came_of
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.fair import ASKED, GROUPS, SHARED, Fair, Split, areas_text, fair
from coproduce.community.evidence.queries.figures import year_of
from coproduce.community.evidence.rules.fair import AREAS, MOST_HOURS, WAIT_DAYS, by_code
from coproduce.community.evidence.rules.report import LONGEST
from coproduce.community.evidence.words import BY_WORDS, FAIR_WORDS, IN_THE_WAY_WORDS, shown
from coproduce.community.people.counting.languages import LANGUAGES
from coproduce.community.people.doing import Button, Deed, shown as page_with_buttons
from coproduce.community.people.models import Neighbourhood
from coproduce.core.refusal import Refusal

#: Bytes of a country's table; the largest that is published has four million.
LARGEST = 16_000_000


class AreasForm(Deed):
    words = forms.CharField(
        label=gettext_lazy("Parts of town and their tenths, or their codes"),
        help_text=gettext_lazy(
            "Tenths from the public table of your country, 1 the most deprived: first line area,decile. Or codes, with "
            "that table as a file: first line area,code"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the table, its head first.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The table of your country (CSV)"),
        required=False,
        help_text=gettext_lazy("As it is published. Only the tenths of your own parts of town are kept of it."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        """With a file, codes become tenths; what was written stays where they do not."""
        said = super().clean() or {}
        file = said.pop("file", None)
        if file is None or "words" not in said:
            return said
        if file.size > LARGEST:
            self.add_error("file", _("This file is too large to be such a table."))
            return said
        found = by_code(said["words"], codecs.iterdecode(file, "utf-8-sig", "replace"))
        if isinstance(found, Refusal):
            self.add_error(found.field, refused(found))
            return said
        return said | {"words": found}


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """The equity page: each question by each way of telling people apart; “not said” always among them."""
    if not policy.may(request.actor, "evidence.read_figures"):
        raise Http404
    books = Books(request.community, clock.today(request.community.time_zone))
    found = fair(books)
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        return as_csv(f"{request.community.slug}-fair", FIGURE_HEADS, [[*line, note] for line in fair_lines(found)])
    came = came_of(books)
    year = year_of(books)
    here = {
        "found": found,
        **fair_said(found),
        "came": reads_said(one for measure, reads in came.readings for one in reads
                           if measure.slug in ("well-being", "loneliness")),
        "unevenness": None if year.unevenness is None else f"{year.unevenness:.2f}",
        "across_ages": None if found.across_ages is None else f"{found.across_ages:+.2f}".replace("-", "−"),
        "grown": [UNITS[unit](amount) for unit, amount in found.grown],
        "may_set": policy.may(request.actor, "evidence.say_in_report"),
    }  # fmt: skip
    return render(request, "evidence/fair.html", here)


UNITS = {unit.code: unit for unit in SHARED}


def fair_said(found: Fair) -> dict[str, Any]:
    """Each question with its tables, and why people said no."""
    days = {"days": WAIT_DAYS, "hours": MOST_HOURS}
    few = {what: [by for by in GROUPS if not _tells_apart(found.splits[what][by])] for what in ASKED}
    parts = [
        {
            "name": _(str(FAIR_WORDS[what][0])),
            "counts": str(FAIR_WORDS[what][1]) % days,
            "splits": [
                (BY_WORDS[by], [(_names(by, names), shown(figure)) for names, figure in found.splits[what][by]])
                for by in GROUPS
                if by not in few[what]
            ],
            "few": [BY_WORDS[by] for by in few[what]],
            "is_shown": len(few[what]) < len(GROUPS),
        }
        for what in ASKED
    ]
    noes = (
        []
        if len(found.in_the_way) < 2
        else [([IN_THE_WAY_WORDS[word] for word in cell.labels], cell.count) for cell in found.in_the_way]
    )
    return {"fair_parts": parts, "noes": noes}


def _tells_apart(split: Split) -> bool:
    """Whether two groups at least are shown: all of them in one row say no more than the whole does."""
    return sum(figure.estimate is not None for _, figure in split) > 1


def _names(by: str, names: tuple[str, ...]) -> str:
    """Groups in words; parts of town keep their own names."""
    known = LANGUAGES if by == "language" else {}
    return " · ".join(str(known.get(name) or _(name)) for name in names)


def fair_lines(found: Fair) -> list[list[object]]:
    """The same as lines of a table."""
    return [
        figure_line(f"{FAIR_WORDS[what][0]}, {BY_WORDS[by]}", {**shown(figure), "name": _names(by, names)})
        for what in ASKED
        for by in GROUPS
        for names, figure in found.splits[what][by]
    ]


def areas(request: MemberRequest) -> HttpResponse:
    """Which part of town is how deprived, by a public table."""
    if not policy.may(request.actor, "evidence.say_in_report"):
        raise Http404
    books = Books(request.community, clock.today(request.community.time_zone))
    first = {"words": areas_text(books) or _to_fill_in(request)}
    buttons = {"set": Button(AreasForm, say_in_report, {"part": AREAS}, first)}
    answer = page_with_buttons(request, "evidence/areas.html", buttons, {}, {})
    if isinstance(answer, SeeOther):
        return SeeOther(reverse("just_sustainabilities", kwargs={"community": request.community.slug}))
    return answer


def _to_fill_in(request: MemberRequest) -> str:
    """Every part of town, without its tenth."""
    names = Neighbourhood.objects.filter(community=request.community).order_by("name").values_list("name", flat=True)
    return "\n".join(["area,decile", *(f"{name}," for name in names)])
