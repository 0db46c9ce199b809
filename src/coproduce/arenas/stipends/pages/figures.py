"""Whether steps fall on all alike and whether it goes round, on the web and as a table; paid beside unpaid hours."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.queries.figures import NOT_SAID, Figures, Line, figures
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.work_moved import page as work_moved

#: What groups are called; an area has its own name.
WORDS = {
    NOT_SAID: gettext_lazy("not said"),
    "girl": gettext_lazy("girls"),
    "boy": gettext_lazy("boys"),
    "other": gettext_lazy("another word"),
    "yes": gettext_lazy("with a disability"),
    "no": gettext_lazy("without one"),
}


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    said = {
        "total": _shown(found.total),
        "tables": [
            {"caption": _("By area"), "first": _("Area"), "rows": [_shown(line) for line in found.areas]},
            {"caption": _("Girls and boys"), "first": _("Who"), "rows": [_shown(line) for line in found.sexes]},
            {"caption": _("By disability"), "first": _("Who"), "rows": [_shown(line) for line in found.disabilities]},
        ],
        "is_whole": policy.rule_on(request.actor, "stipends.read_figures") == "allow",
        "upheld": in_per_cent(found.upheld),
        **figures_pages.ring(found),
    }
    return render(request, "stipends/figures.html", said)


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "stipends_figures")


def _shown(line: Line) -> dict[str, Any]:
    return {"label": _label(line), "children": line.children, "told": in_per_cent(line.told)}


def _label(line: Line) -> str:
    return " · ".join(str(WORDS.get(one, one)) for one in line.labels)


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    """A row for each group."""
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    heads = [
        _("of"),
        _("which"),
        _("children"),
        _("told of a step"),
        _("share"),
        _("at least"),
        _("at most"),
        _("note"),
    ]

    def row(of: str, line: Line) -> list[Any]:
        rate = line.told
        told = (rate.k, rate.share, rate.low, rate.high) if rate else (hidden,) * 4
        return [of, _label(line), hidden if line.children is None else line.children, *told, made_up]

    table = [row(_("all"), found.total)]
    for of, lines in ((_("area"), found.areas), (_("sex"), found.sexes), (_("disability"), found.disabilities)):
        table += [row(of, line) for line in lines]
    return as_csv(f"{request.community.slug}-school-figures", heads, table)
