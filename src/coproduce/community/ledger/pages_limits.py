"""Who is past the hours agreed on, on a page and as a table. Reading it is written down."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import audit, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.past_limits import how_far, past_limits


def past(request: MemberRequest) -> HttpResponse:
    """Everybody whose hours are past what their community agreed on."""
    if not policy.may(request.actor, "ledger.read_past_limits"):
        raise Http404
    rows = past_limits(request.actor)
    if request.GET.get("as") == "csv":
        shown = _shown(request, rows)
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("name"), _("more received than given, minutes"), _("more given than received, minutes"),
                 _("agreed on, minutes"), _("note")]  # fmt: skip
        return as_csv(
            f"{request.community.slug}-past-the-limit",
            heads,
            (
                [one["agent"].name, one["hours"].minor if one["is_below"] else 0,
                 0 if one["is_below"] else one["hours"].minor, one["agreed"].minor, made_up]
                for one in shown
            ),
        )  # fmt: skip
    page = page_of(rows, request)
    return render(request, "ledger/past_limits.html", {"page": page, "rows": _shown(request, page.object_list)})


def _shown(request: MemberRequest, rows: Iterable[LedgerAccount]) -> list[dict[str, Any]]:
    found = list(rows)
    audit.reading(request.actor, "ledger.read_past_limits", [row.agent_id for row in found if row.agent_id])
    return [
        {"agent": row.agent, "is_below": row.balance < 0, "hours": hours, "agreed": agreed}
        for row in found
        for hours, agreed in (how_far(row),)
    ]
