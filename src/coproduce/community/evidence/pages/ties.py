"""What ties say: how close and how far across the net is, whether help is likelier where a tie stood, and what became
of ties when a service came."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.evidence.drawing import groups_and_difference
from coproduce.community.evidence.pages.tables import FIGURE_HEADS, figure_line
from coproduce.community.evidence.words import shown
from coproduce.community.trust.queries.tried import Net, Tried, figures


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """All of it, in sums."""
    actor, place = request.actor, request.community
    if not policy.may(actor, "evidence.read_figures"):
        raise Http404
    today = clock.today(place.time_zone)
    net, found = figures(place.pk, place.arenas, today)
    if request.GET.get("as") == "csv":
        note = _("demo") if place.is_demo else ""
        lines = [figure_line(about, said) for about, said in _figures(net, found)]
        return as_csv(f"{place.slug}-ties", FIGURE_HEADS, [[*line, note] for line in lines])
    groups = [(_said(had_tie), figure) for had_tie, figure in found.groups]
    said = {
        "net": net,
        "both_ways": shown(net.both_ways),
        "across": shown(net.across),
        "groups": [shown(figure, name) for name, figure in groups],
        "helped": shown(found.helped),
        "chart": groups_and_difference(_("Is help likelier where a tie stood before?"), groups, found.helped),
        "after": shown(found.after) if found.after else None,
        "service": next((one.name for one in rooms.arenas() if one.slug == found.service), ""),
        "arrived_on": found.arrived_on,
    }
    return render(request, "evidence/ties.html", said)


def _said(had_tie: bool) -> str:
    return _("a tie stood before") if had_tie else _("no tie stood before")


def _figures(net: Net, found: Tried) -> list[tuple[str, dict[str, Any]]]:
    """Every figure of the page, as a table has it."""
    helped = _("Helped in time")
    return [
        (_("Ties that go both ways"), shown(net.both_ways)),
        (_("Ties between streets"), shown(net.across)),
        *((helped, shown(figure, _said(had_tie))) for had_tie, figure in found.groups),
        (helped, shown(found.helped, _("Difference"))),
        *([(_("Had a tie, after a service came"), shown(found.after, _("Difference")))] if found.after else []),
    ]
