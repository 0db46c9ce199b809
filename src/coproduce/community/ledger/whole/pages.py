"""“Where do our hours come from?”: a page for every member, and the way in to all that is kept of the books."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, doors, for_another
from coproduce.community.base.wire import is_unit, unit as unit_of
from coproduce.community.ledger.whole.queries import Whole, units_kept, whole_books
from coproduce.community.ledger.whole.rules import Step
from coproduce.core.quantity import HOURS, Unit

#: How long the longest line of the picture is.
LONGEST = 160


@for_another
def shown(request: MemberRequest) -> HttpResponse:
    """What came from where, where it is now, and how it is spread; `?unit=` for something else than hours."""
    code = request.GET.get("unit", HOURS.code)
    found = whole_books(request.actor, unit_of(code)) if is_unit(code) else None
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    most = max((step.people or 0 for step in found.steps), default=0)
    said = {
        "books": found,
        "is_hours": found.unit == HOURS,
        "is_whole": policy.may(request.actor, "ledger.read_books"),
        "units": [(one, _(unit_of(one).name)) for one in units_kept(request.actor)],
        "steps": [
            {"label": label(step, found.unit), "people": step.people,
             "length": (step.people or 0) * LONGEST // most if most else 0}
            for step in found.steps
        ],
        "doors": doors(request, "books"),
    }  # fmt: skip
    return render(request, "ledger/whole.html", said)


def label(step: Step, unit: Unit) -> str:
    """A step in words: how much more given, or received."""
    low, high = step.low, step.high
    if low is None and high is None:
        return _("everybody")
    if low is not None and high is not None and low < 0 < high:
        return _("about as much given as received") if -low == high else _spread(low, high, unit)
    if low is None:
        assert high is not None
        return _("%(much)s more received than given, or further") % {"much": unit(-high)} if high <= 0 else _(
            "less than %(much)s more given than received"
        ) % {"much": unit(high)}  # fmt: skip
    if high is None:
        return _("%(much)s more given than received, or further") % {"much": unit(low)} if low >= 0 else _(
            "at most %(much)s more received than given, or any more given"
        ) % {"much": unit(-low)}  # fmt: skip
    if high <= 0:
        return _("%(least)s to %(most)s more received than given") % {"least": unit(-high), "most": unit(-low)}
    return _("%(least)s to %(most)s more given than received") % {"least": unit(low), "most": unit(high)}


def _spread(low: int, high: int, unit: Unit) -> str:
    said = {"less": unit(-low), "more": unit(high)}
    return _("from %(less)s more received to %(more)s more given") % said


def _file(request: MemberRequest, found: Whole) -> HttpResponse:
    """Each line of the sum in smallest parts, then the steps."""
    made_up = _("demo") if request.community.is_demo else ""
    rows: list[list[Any]] = []
    for source in found.sources:
        rows += [
            [_("came from"), source.name, source.issued.minor],
            [_("went back to"), source.name, source.returned.minor],
        ]
    rows += [[_("in a pot"), name, held.minor] for name, held in found.pots]
    rows.append([_("with everybody together"), "", found.people.minor])
    rows += [
        [_("people"), label(step, found.unit), _("1 to 7") if step.people is None else step.people]
        for step in found.steps
    ]
    heads = [_("what"), _("which"), _("smallest parts of the unit, or people"), _("unit"), _("note")]
    return as_csv(f"{request.community.slug}-books", heads, ([*row, found.unit.code, made_up] for row in rows))
