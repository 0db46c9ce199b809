"""The board of a lane's dues, read by everybody; and for whoever sees to its money what each house pays."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.works.actions.dues import record_payment, share_out, waive_share
from coproduce.arenas.works.forms import FUND, PaymentForm, ShareForm, WaiveForm
from coproduce.arenas.works.models import Lane
from coproduce.arenas.works.queries.dues import LaneStand, Stand, books, days_due, parts_of, read_stands, stands
from coproduce.arenas.works.queries.here import here_in, houses_of, lane_of, may_lead
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.people.doing import Button, shown
from coproduce.core.quantity import Unit


def page(request: MemberRequest, lane: UUID) -> HttpResponse:
    """Who has agreed, what came, and what was due and is still to come."""
    actor = request.actor
    row = lane_of(actor, lane) if policy.may(actor, "works.read_page") else None
    if row is None or row.is_trunk:
        raise Http404
    place, houses = here_in(request.community), houses_of(row)
    money, how = place.money, request.GET.get("as", "")
    kept = books(actor.community_id, money)
    sheet = read_stands(actor, row, houses, kept, place.today, {"csv": "file", "paper": "paper"}.get(how, "page"))
    found = sheet or stands(row, houses, kept, place.today)
    if sheet and how == "csv":
        return _file(request, row, sheet, money)
    said = {
        "row": row, "total": money(row.cost_minor or 0), "came": money(found.came),
        "to_come": money(sum(one.left for one in found.rows) + found.fund_left), "days": days_due(row),
        "board": [{"name": board_name(row, one), "is_agreed": one.house.agreed_on or not one.share,
                   "behind": money(one.behind) if one.behind else ""} for one in found.rows],
        "sheet": sheet and [shown_stand(row, one, money) for one in sheet.rows],
        "fund_left": money(found.fund_left) if sheet and row.fund else "", "mine": [
            shown_stand(row, one, money) for one in found.rows if one.house.agent_id and
            one.house.agent_id == actor.agent_id
        ],
    }  # fmt: skip
    if sheet and how == "paper":
        return render(request, "works/sheet.html", {**said, "today": place.today})
    plots = [(one.public_id, one.plot) for one in houses]
    choices = {"house": [("", _("Choose one")), *plots, *([(FUND, row.fund)] if row.fund else [])]}
    return shown(request, "works/dues.html", _buttons(request, row, place.today), said, choices)


def _buttons(request: MemberRequest, row: Lane, today: Any) -> dict[str, Button]:
    found: dict[str, Button] = {}
    known = {"lane": row.public_id}
    if not may_lead(request.actor, "works.share_out", row):
        return found
    if row.cost_minor is not None and row.started_on is None:
        first = {"by": row.by or "equal", "fund": row.fund, "parts": len(row.due_on) or 6, "first_on": today}
        found["share"] = Button(ShareForm, share_out, known, first)
    if row.houses.exists() and row.used_on is None:
        found["waive"] = Button(WaiveForm, waive_share, {}, {})
    if row.due_on:
        found["pay"] = Button(PaymentForm, record_payment, known, {"paid_on": today})
    return found


def board_name(row: Lane, one: Stand) -> str:
    """A house on the board: by plot, and by the name of who speaks for it only if the lane wants that."""
    named = row.shows_names and one.house.agent
    return f"{one.house.plot}, {one.house.agent.name}" if named and one.house.agent else one.house.plot


def shown_stand(row: Lane, one: Stand, money: Unit) -> dict[str, Any]:
    """What a house pays, for itself and for whoever sees to the money."""
    parts = parts_of(row, one.share)
    return {
        "plot": one.house.plot, "name": one.house.agent.name if one.house.agent else "", "share": money(one.share),
        "paid": money(one.paid), "left": money(one.left), "behind": money(one.behind) if one.behind else "",
        "is_waived": one.house.is_waived, "agreed_on": one.house.agreed_on,
        "parts": [(part.due_on, money(part.minor)) for part in parts] if one.share else [],
    }  # fmt: skip


def _file(request: MemberRequest, row: Lane, sheet: LaneStand, money: Unit) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("plot"), _("who"), _("share"), _("agreed on"), _("paid"), _("was due"), _("note")]
    table = []
    for stand in sheet.rows:
        one = shown_stand(row, stand, money)
        table.append([one["plot"], one["name"], str(one["share"]), one["agreed_on"] and one["agreed_on"].isoformat(),
                      str(one["paid"]), str(one["behind"]), made_up])  # fmt: skip
    return as_csv(f"{request.community.slug}-lane-dues", heads, table)
