"""The figures on the web and as a table, and paid beside unpaid hours."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.pages.words import generation_in_words, step_in_words
from coproduce.arenas.learning.queries.figures import Figures, Line, Reproduction, figures
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.core.quantity import HOURS


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "figures": found,
        "total": _shown(found.total),
        "topics": [_shown(line) for line in found.topics],
        "generations": [
            {**_shown(line), "label": " · ".join(map(generation_in_words, line.labels))} for line in found.generations
        ],
        "steps": [
            {
                "title": " · ".join(step_in_words(step) for step in one.steps),
                "people": one.people,
                "time": None if one.minutes is None else HOURS(one.minutes),
            }
            for one in found.steps
        ],
        **figures_pages.ring(found),
        "maintain": in_per_cent(found.maintain),
        "needed": in_per_cent(found.needed),
        "useful_tutors": in_per_cent(found.useful_tutors),
        "useful_learners": in_per_cent(found.useful_learners),
    }
    return render(request, "learning/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "learning_figures")


def _shown(line: Line) -> dict[str, Any]:
    return {
        "label": " · ".join(line.labels),
        "pairs": line.pairs,
        "sessions": line.sessions,
        "time": None if line.minutes is None else HOURS(line.minutes),
        "k": _of_each(line.reproduction),
        "alone": in_per_cent(line.alone),
        "better": in_per_cent(line.better),
    }


def _of_each(found: Reproduction | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"k": f"{found.k:.2f}", "low": f"{found.low:.2f}", "high": f"{found.high:.2f}", "n": found.n}


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    """A row for each topic and each generation."""
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    heads = [
        _("of"), _("which"), _("pairs"), _("sessions that count"), _("minutes of each side"), _("came of each"),
        _("at least"), _("at most"), _("of how many"), _("note"),
    ]  # fmt: skip

    def rows(of: str, lines: Sequence[Line]) -> list[list[Any]]:
        return [
            [of, " · ".join(line.labels), *(hidden if one is None else one for one in
                                            (line.pairs, line.sessions, line.minutes)),
             *((round(k.k, 4), round(k.low, 4), round(k.high, 4), k.n) if (k := line.reproduction) else [hidden] * 4),
             made_up]
            for line in lines
        ]  # fmt: skip

    table = [*rows(_("all"), [found.total]), *rows(_("topic"), found.topics), *rows(_("generation"), found.generations)]
    return as_csv(f"{request.community.slug}-learning-figures", heads, table)
