"""How one eats with the others and what work one's share asks for; for the desk everybody's."""

from datetime import time
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.food.actions.eating import choose_terms, end_share, excuse_work, take_share
from coproduce.arenas.food.forms import EndShareForm, ExcuseForm, ShareForm, TermsForm
from coproduce.arenas.food.models import Eater
from coproduce.arenas.food.queries.here import here_in
from coproduce.arenas.food.queries.work import Worked, read_work, work_to_come
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.people.doing import Button, people, shown

FEW = 6


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """One's own price, what one avoids, shares and work; the desk excuses."""
    actor = request.actor
    if not policy.may(actor, "food.read_page") or actor.agent_id is None:
        raise Http404
    place = here_in(request.community)
    mine, rows = read_work(actor, place, "file" if request.GET.get("as") == "csv" else "list")
    row = mine.row if mine else Eater(agent_id=actor.agent_id)
    ending = [one["kind"] for one in row.parts if one["until_on"] is None]
    buttons = {"terms": Button(TermsForm, choose_terms, {}, _terms(row))}
    if not actor.helped_by:
        buttons["share"] = Button(ShareForm, take_share, {}, {"from_on": place.today})
        if ending:
            buttons["end"] = Button(EndShareForm, end_share, {}, {"until_on": place.today})
    if request.GET.get("as") == "csv":
        return _file(request, rows)
    if policy.may(actor, "food.excuse_work"):
        buttons["excuse"] = Button(ExcuseForm, excuse_work, {}, {"on": place.today, "jobs": 1})
    rules = place.rules
    said = {
        "mine": mine and mine.row.parts and _shown(mine),
        "rows": [_shown(one) for one in rows],
        "sees_all": policy.may(actor, "food.read_work"),
        "days": work_to_come(actor)[:FEW],
        "core_jobs": ", ".join(rules.core_jobs),
        "year": place.today.year,
    }
    choices = {
        "band": [(name, f"{name} ({percent} %)") for name, percent in rules.bands_percent.items()],
        "kind": [(kind, _("%(kind)s: %(jobs)s jobs") % {"kind": kind, "jobs": jobs})
                 for kind, jobs in rules.job_times_by_share.items()],
        "who": people(request, [(one.row.agent.public_id, one.row.agent.name) for one in rows]),
    }  # fmt: skip
    return shown(request, "food/work.html", buttons, said, choices)


def _terms(row: Any) -> dict[str, Any]:
    last = min(row.until_minute, 24 * 60 - 1)
    return {
        "band": row.band, "avoids": row.avoids, "is_brought": "yes" if row.is_brought else "no",
        "begins": time(row.from_minute // 60, row.from_minute % 60), "ends": time(last // 60, last % 60),
    }  # fmt: skip


def _shown(one: Worked) -> dict[str, Any]:
    return {
        "name": one.row.agent.name,
        "parts": one.row.parts,
        "excused": one.row.excused,
        "required": one.counted.required,
        "done": one.counted.total,
        "short": one.short,
        "core_short": one.core_short,
    }


def _file(request: MemberRequest, rows: list[Worked]) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("who"), _("jobs asked for"), _("done or excused"), _("still missing"), _("of these core"), _("note")]
    table = [
        [one.row.agent.name, one.counted.required, one.counted.total, one.short, one.core_short, made_up]
        for one in rows
    ]
    return as_csv(f"{request.community.slug}-food-work", heads, table)
