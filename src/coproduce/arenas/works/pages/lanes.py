"""Every lane with what is missing between them, and one lane: how far it is, who leads it, its houses, its work."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.actions.dues import agree_share
from coproduce.arenas.works.actions.lanes import elect_manager, keep_house, keep_lane, reach_stage
from coproduce.arenas.works.actions.working import give_day
from coproduce.arenas.works.forms import STAGES, AgreeForm, DayForm, HouseForm, LaneForm, ManagerForm, StageForm
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.pages.words import next_step, stage_of
from coproduce.arenas.works.queries.asking import given_to, own_houses
from coproduce.arenas.works.queries.here import Here, here_in, houses_of, lane_of, lanes_of, may_lead
from coproduce.arenas.works.queries.lines import agreed, reached, waits_for
from coproduce.arenas.works.queries.net import net
from coproduce.community.base import audit, policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another
from coproduce.community.decisions.queries import that_stand
from coproduce.community.decisions.rules import MOST_TO_CITE
from coproduce.community.decisions.words import to_choose
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import HOURS


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """All lanes by name, the map, and a lane that is new."""
    actor = request.actor
    if not policy.may(actor, "works.read_page"):
        raise Http404
    place = here_in(request.community)
    rows = list(lanes_of(actor.community_id).prefetch_related("houses"))
    found = net(rows)
    lines = [_line(one, place) for one in rows]
    if request.GET.get("as") == "csv":
        return _lanes_file(request, lines)
    buttons = {}
    if policy.may(actor, "works.keep_lane") and not actor.helped_by:
        buttons["lane"] = Button(LaneForm, keep_lane, {}, {"kind": "lane"})
    said = {
        "rows": lines, "net": found, "mine": own_houses(actor),
        "missing": [{"name": one.name, "is_laid": one.why == "NO_OUTLET", "waiting": one.waiting}
                    for one in found.missing],
        **asked_here(actor, ARENA.slug),
    }  # fmt: skip
    return shown(request, "works/lanes.html", buttons, said, {"into": _to_run_into(rows)})


def _line(row: Lane, place: Here) -> dict[str, Any]:
    houses = list(row.houses.all())
    if row.is_trunk:
        stage = _("a trunk that lies") if row.is_laid else _("a trunk that is still missing")
    else:
        stage = stage_of(reached(row, houses, place))
    is_blocked = row.surveyed_on is not None and row.outlet_mm is None
    return {"row": row, "stage": stage, "houses": len(houses), "is_blocked": is_blocked}


def _to_run_into(rows: list[Lane]) -> list[tuple[Any, Any]]:
    return [("", _("Nobody knows yet")), *((one.public_id, one.name) for one in rows)]


@for_another
def one(request: MemberRequest, lane: UUID) -> HttpResponse:
    """One lane, and what it does next."""
    actor = request.actor
    row = lane_of(actor, lane) if policy.may(actor, "works.read_page") else None
    if row is None or row.is_trunk:
        raise Http404
    place, houses = here_in(request.community), houses_of(row)
    leads = may_lead(actor, "works.keep_house", row)
    if leads:
        audit.reading(actor, "works.read_dues", [one.agent_id for one in houses if one.agent_id], "page")
        if request.GET.get("as") == "csv":
            return _houses_file(request, row, houses)
    done = reached(row, houses, place)
    missing = waits_for(row, list(lanes_of(actor.community_id)))
    mine = [one for one in houses if one.agent_id and one.agent_id == actor.agent_id]
    said = {
        "row": row, "stage": stage_of(done), "next": next_step(row, done), "leads": leads,
        "houses": houses, "rows": [(one, f"{one.chainage_mm / 1000:g}") for one in houses],
        "people": sum(one.people for one in houses),
        "missing": missing.name if missing and missing.name != row.name else "",
        "agreed": agreed(row, houses, place) if houses and row.due_on else None,
        "mine": [(one, place.money(one.share_minor or 0)) for one in mine], "shared": row.due_on != [],
        "hours": HOURS(given_to(row)),
    }  # fmt: skip
    return shown(request, "works/lane.html", _buttons(request, row, mine, place, leads), said, _choices(request, row))


def _buttons(request: MemberRequest, row: Lane, mine: list[House], place: Here, leads: bool) -> dict[str, Button]:
    """What can be done with a lane as far as it is, by whoever may."""
    actor, known = request.actor, {"lane": row.public_id}
    found: dict[str, Button] = {}
    if actor.agent_id and not actor.helped_by:
        found["day"] = Button(DayForm, give_day, known, {"done_on": place.today})
    if any(one.share_minor and one.agreed_on is None for one in mine):
        asked = next(one for one in mine if one.share_minor and one.agreed_on is None)
        found["agree"] = Button(AgreeForm, agree_share, {}, {"house": asked.public_id})
    if leads:
        found["house"] = Button(HouseForm, keep_house, known, {})
        kind = {"name": row.name, "kind": "lane", "into": row.into and row.into.public_id,
                "shows_names": row.shows_names}  # fmt: skip
        found["lane"] = Button(LaneForm, keep_lane, {}, kind)
        if may_lead(actor, "works.elect_manager", row):
            found["manager"] = Button(ManagerForm, elect_manager, known, {})
        coming = _next_stage(row)
        if coming and may_lead(actor, "works.reach_stage", row):
            found["stage"] = Button(StageForm, reach_stage, known, {"stage": coming, "on": place.today})
    return found


def _next_stage(row: Lane) -> str:
    """Which of building, inspected, in use comes next; nothing once its water runs, or as long as no line is chosen."""
    if row.pipe_mm is None or row.used_on:
        return ""
    return "in use" if row.inspected_on else "inspected" if row.started_on else "building"


def _choices(request: MemberRequest, row: Lane) -> dict[str, Any]:
    actor = request.actor
    known = [(one.agent.public_id, one.agent.name) for one in houses_of(row) if one.agent]
    found = people(request, dict.fromkeys(known))
    others = [one for one in lanes_of(actor.community_id) if one.pk != row.pk]
    return {
        "speaker": [("", _("Nobody yet")), *found],
        "manager": found,
        "decision": to_choose(that_stand(actor)[:MOST_TO_CITE]),
        "into": _to_run_into(others),
        "stage": list(STAGES.items()),
    }


def _lanes_file(request: MemberRequest, lines: list[dict[str, Any]]) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("lane"), _("runs into"), _("how far"), _("houses"), _("note")]
    table = [
        [one["row"].name, one["row"].into.name if one["row"].into else "", one["stage"], one["houses"], made_up]
        for one in lines
    ]
    return as_csv(f"{request.community.slug}-lanes", heads, table)


def _houses_file(request: MemberRequest, row: Lane, houses: list[House]) -> HttpResponse:
    """The houses as `coproduce import` takes them, for whoever leads the lane."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = ["lane", "plot", "people", "chainage", "frontage", "who", "note"]
    table = [
        [row.name, one.plot, one.people, f"{one.chainage_mm / 1000:.3f}", f"{one.frontage_mm / 1000:.3f}",
         one.agent.name if one.agent else "", made_up]
        for one in houses
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-lane-houses", heads, table)
