"""The desk's list of families: who is on the way, with what, and whose hours wait to be signed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.homes.pages.words import GATES
from coproduce.arenas.homes.queries import families
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.core.quantity import HOURS


def page(request: MemberRequest) -> HttpResponse:
    """All families, the first accepted first."""
    if not policy.may(request.actor, "homes.read_families"):
        raise Http404
    rows = families.families(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, families.read(request.actor, rows, "file"))
    here = page_of(rows, request)
    lines = [_line(row) for row in families.read(request.actor, here, "list")]
    said = {"page": here, "rows": lines, "is_desk": policy.may(request.actor, "homes.pass_gate")}
    return render(request, "homes/desk.html", said)


def _line(row: Any) -> dict[str, Any]:
    gate = "close" if row.closed_on else "start build" if row.started_on else ""
    return {
        "row": row,
        "home": row.home,
        "adults": [one.agent.name for one in row.adults.all() if one.until_on is None],
        "time": HOURS(row.signed_minutes),
        "waiting": row.waiting,
        "passed": GATES[gate] if gate else "",
        "passed_on": row.closed_on or row.started_on,
    }


def _file(request: MemberRequest, rows: Any) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("family"), _("accepted on"), _("home"), _("who works"), _("minutes signed by both"), _("waiting"),
             _("passed"), _("on"), _("note")]  # fmt: skip
    lines = map(_line, rows)
    table = [
        [one["row"].agent.name, one["row"].accepted_on.isoformat(), one["home"], ", ".join(one["adults"]),
         one["row"].signed_minutes, one["waiting"], one["passed"], one["passed_on"] and one["passed_on"].isoformat(),
         made_up]
        for one in lines
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-home-families", heads, table)
