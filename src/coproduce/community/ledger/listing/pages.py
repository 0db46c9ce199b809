"""The accounts on a page and as a table. Reading them is written down."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.community.base import audit, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.base.wire import unit as unit_of
from coproduce.community.ledger.limits.queries import limit_in_words
from coproduce.community.ledger.listing.queries import accounts
from coproduce.community.ledger.models import LedgerAccount


def shown(request: MemberRequest) -> HttpResponse:
    """Every account by name; `?q=` finds a name."""
    if not policy.may(request.actor, "ledger.read_accounts"):
        raise Http404
    words = request.GET.get("q", "").strip()
    found = accounts(request.actor, words)
    if request.GET.get("as") == "csv":
        return _file(request, found)
    page = page_of(found, request)
    return render(request, "ledger/accounts.html", {"page": page, "rows": _rows(request, page.object_list), "q": words})


def _rows(request: MemberRequest, rows: Iterable[LedgerAccount]) -> list[dict[str, Any]]:
    found = list(rows)
    audit.reading(request.actor, "ledger.read_accounts", [row.agent_id for row in found if row.agent_id])
    kinds = {"member": _("member"), "pot": _("pot"), "issuing": _("where it comes from")}
    return [
        {
            "row": row,
            "name": row.agent.name if row.agent else _(row.name),
            "kind": kinds[row.kind],
            "holds": unit_of(row.unit)(row.balance),
            "held": unit_of(row.unit)(row.held),
            "limit": limit_in_words(row.limit, row.unit),
        }
        for row in found
    ]


def _file(request: MemberRequest, found: Iterable[LedgerAccount]) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("name"), _("what it is"), _("unit"), _("holds, smallest parts"), _("kept back, smallest parts"),
             _("how far it may go"), _("closed on"), _("note")]  # fmt: skip
    rows = (
        [one["name"], one["kind"], one["row"].unit, one["row"].balance, one["row"].held, one["limit"],
         one["row"].closed_on.isoformat() if one["row"].closed_on else "", made_up]
        for one in _rows(request, found)
    )  # fmt: skip
    return as_csv(f"{request.community.slug}-accounts", heads, rows)
