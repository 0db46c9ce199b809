"""Many small places, one answer: what this one may hand over, and what all that hold the plan saw together."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, as_csv, for_another, refused
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.queries.plans import counts_of, plan_of, pooled
from coproduce.community.evidence.rules import power
from coproduce.community.evidence.words import alone_and_together, in_100, signed
from coproduce.core.refusal import Refusal
from coproduce.core.stats import SiteCounts
from coproduce.core.stats.pooling import FEWEST_SITES

COUNT_HEADS = ("plan", "site", "events", "people", "compared_events", "compared_people")


@for_another
def page(request: MemberRequest, plan: UUID) -> HttpResponse:
    """Listed under five places, put together from there on, with how unlike they are."""
    row = plan_of(request.actor, plan)
    if row is None:
        raise Http404
    own = counts_of(row, request.community.name[:80], clock.today(request.community.time_zone))
    if request.GET.get("as") == "counts":
        if isinstance(own, Refusal):
            raise Http404
        return as_csv(f"counts-{row.seal[:8]}-{request.community.slug}", COUNT_HEADS, [count_line(row, own)])
    found = pooled(row, own)
    lines = [(site, signed(each.difference), _ends(each.low, each.high)) for site, each in found.sites.items()]
    if request.GET.get("as") == "csv":
        note = _("demo") if request.community.is_demo else ""
        heads = [_("place"), _("difference in 100"), "95 %", _("note")]
        return as_csv(f"places-{row.seal[:8]}", heads, [[*line, note] for line in lines])
    takes = power(row.share_without, row.share_with, row.a_year)
    said = {
        "plan": row,
        "lines": lines,
        "own": own,
        "own_refusal": refused(own) if isinstance(own, Refusal) else "",
        "found": found,
        "fewest": FEWEST_SITES,
        "power_says": alone_and_together(takes),
        "mean": signed(found.estimate) if found.estimate is not None else "",
        "ends": _ends(found.low, found.high),
        "next": _ends(found.next_low, found.next_high),
        "unlike": in_100(found.i2) if found.i2 is not None else "",
        "spread": in_100(found.tau) if found.tau is not None else "",
        "says": _says(found.low, found.high, found.estimate),
    }
    return render(request, "evidence/sites.html", said)


def count_line(plan: Plan, own: SiteCounts) -> list[object]:
    """Four counts as a list brings them."""
    return [plan.seal, own.site, own.events, own.people, own.compared_events, own.compared_people]


def _ends(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else _("%(low)s to %(high)s") % {"low": signed(low), "high": signed(high)}


def _says(low: float | None, high: float | None, estimate: float | None) -> str:
    if low is None or high is None or estimate is None or low <= 0 <= high:
        return _("We cannot tell")
    size = {"size": f"{abs(100 * estimate):.1f}"}
    return _("%(size)s fewer in 100") % size if high < 0 else _("%(size)s more in 100") % size
