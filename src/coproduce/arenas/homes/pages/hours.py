"""Hours worked on homes: written down, signed by two, saved as a table, printed to be kept."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coproduce.arenas.homes.actions.hours import sign_hours, write_hours
from coproduce.arenas.homes.forms import HoursForm, HoursForOthersForm, SignForm
from coproduce.arenas.homes.pages.words import kind_in_words, shown_hours
from coproduce.arenas.homes.queries import families
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.people.doing import Button, people, shown


def page(request: MemberRequest) -> HttpResponse:
    """The hours of one's family, and of oneself; for whoever leads days, everybody's."""
    actor = request.actor
    if not policy.may(actor, "homes.read_page"):
        raise Http404
    leads = policy.may(actor, "homes.sign_hours")
    mine = None if leads else families.my_family(actor)
    known = families.read(actor, families.families(actor), "list") if leads else []
    rows = families.hours_to_read(actor, mine)
    if request.GET.get("as") == "csv":
        return _file(request, rows)
    today = clock.today(request.community.time_zone)
    homes = sorted(row.home for row in known if row.home) if leads else families.homes(actor.community_id)
    sites = [("", _("None: a class, the office or the shop")), *((home, home) for home in homes)]
    buttons: dict[str, Button] = {"sign": Button(SignForm, sign_hours, {}, {})}
    choices: dict[str, Any] = {"site": sites}
    said = {"on": today, "kind": "construction"}
    if leads:
        near = [(row.agent.public_id, row.agent.name) for row in known]
        choices |= {"family": near, "worker": [("", _("A friend who is no member")), *people(request, near)]}
        buttons["write"] = Button(HoursForOthersForm, write_hours, {}, said)
    elif mine:
        buttons["write"] = Button(HoursForm, write_hours, {"family": mine.agent.public_id}, said)
    here = page_of(rows, request)
    lines = [_line(request, row, leads=leads, mine=mine) for row in here]
    if request.GET.get("as") == "paper":
        return render(request, "homes/paper.html", {"rows": lines, "today": today})
    return shown(request, "homes/hours.html", buttons, {"page": here, "rows": lines, "leads": leads}, choices)


def _line(request: MemberRequest, row: Any, *, leads: bool, mine: Any) -> dict[str, Any]:
    line = shown_hours(row, request.actor.agent_id)
    of_mine = mine is not None and row.family_id == mine.pk
    line["family"] = row.family.agent.name
    line["request_id"] = uuid4()
    line["may_sign"] |= row.agent_id is None and row.signed_by_id is None and of_mine
    line["may_lead"] = leads and row.lead_signed_by_id is None and row.agent_id != request.actor.agent_id
    return line


def _file(request: MemberRequest, rows: Any) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [
        _("day"), _("from"), _("until"), _("minutes"), _("who worked"), _("a friend"), _("kind of work"),
        _("what was done"), _("home"), _("for the family of"), _("signed by"), _("led and signed by"), _("note"),
    ]  # fmt: skip
    table = [
        [row.on.isoformat(), f"{row.begins // 60:02}:{row.begins % 60:02}", f"{row.ends // 60:02}:{row.ends % 60:02}",
         row.minutes, row.agent.name if row.agent else row.friend, _("yes") if row.agent is None else "",
         kind_in_words(row.kind), row.task, row.site, row.family.agent.name,
         row.signed_by.name if row.signed_by else "", row.lead_signed_by.name if row.lead_signed_by else "", made_up]
        for row in rows
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-home-hours", heads, table)
