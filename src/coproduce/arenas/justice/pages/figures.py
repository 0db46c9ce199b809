"""What can be said once names are gone, on the web and as a table, and paid beside unpaid hours."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.justice import ARENA, FACILITATOR
from coproduce.arenas.justice.actions.counting import count_again
from coproduce.arenas.justice.forms import OTHERWISE, AgainForm
from coproduce.arenas.justice.queries.figures import Compared, Figures, figures
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange import figures_pages
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.ring import Rate
from coproduce.community.exchange.work_moved import page as work_moved
from coproduce.community.people.doing import Button, shown
from coproduce.core.stats.figure import DESIGNS, Figure


def page(request: MemberRequest) -> HttpResponse:
    """Everything counted up to today; whoever leads circles writes down what a referrer counted."""
    found = figures_pages.today(request, figures)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    leads = FACILITATOR in request.actor.roles and not request.actor.helped_by
    buttons = {"again": Button(AgainForm, count_again, {}, {})} if leads else {}
    said = {
        "figures": found,
        "shares": [(name, in_per_cent(rate)) for name, rate in shares(found)],
        "otherwise": [
            (" · ".join(str(OTHERWISE[one]) for one in labels), number) for labels, number in found.otherwise
        ],
        "again": [_compared(one) for one in found.again],
        **figures_pages.ring(found),
    }
    return shown(request, "justice/figures.html", buttons, said, {})


def work(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return work_moved.page(request, ARENA.slug, "justice_figures")


def shares(found: Figures) -> list[tuple[str, Rate | None]]:
    """Each share by what it is called."""
    called = {
        "took_part": _("Harmed, and took part in a way they chose"),
        "accepted": _("Said freely that they did it"),
        "within_30_days": _("Heard within 30 days"),
        "kept": _("Agreed, and kept"),
        "was_heard": _("Harmed, and say that they were heard"),
    }
    return [(called[name], rate) for name, rate in found.shares.items()] + [
        (_("Heard here, and sat in a circle since, as they say themselves"), found.served)
    ]


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "months": one.months, "alternative": OTHERWISE[one.alternative], "source": one.source, "on": one.counted_on,
        "here": _share(one.here), "others": _share(one.others), "difference": _share(one.difference),
        "letter": one.difference.design, "design": DESIGNS[one.difference.design], "reading": one.difference.reading,
    }  # fmt: skip


def _share(figure: Figure) -> dict[str, Any] | None:
    """In whole per cents with the interval, or nothing where few are counted."""
    if figure.estimate is None or figure.low is None or figure.high is None:
        return None
    share, low, high = (f"{round(100 * number)}\u00a0%" for number in (figure.estimate, figure.low, figure.high))
    return {"k": figure.k, "n": figure.n, "share": share, "low": low, "high": high}


def _file(request: MemberRequest, found: Figures) -> HttpResponse:
    counts = [(_("matters"), _("sealed"), found.sealed)]
    counts += [
        (_("otherwise"), " · ".join(str(OTHERWISE[one]) for one in labels), number)
        for labels, number in found.otherwise
    ]
    ring = [
        (_("ready people who were asked, or answered first"), found.asked),
        (_("exchanges agreed without the desk"), found.without_staff),
    ]
    return figures_pages.saved(request, "justice", counts, [*shares(found), *ring])
