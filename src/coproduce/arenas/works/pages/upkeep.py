"""Whose turn it is to look after a lane, and pipes that were blocked, cleared and thanked for."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.arenas.works.actions.blockages import clear_blockage, report_blockage, thank_clearing
from coproduce.arenas.works.actions.working import take_turn
from coproduce.arenas.works.forms import BlockageForm, ClearForm, ThankForm, TurnForm
from coproduce.arenas.works.models import Blockage, Lane
from coproduce.arenas.works.queries.here import Here, here_in, houses_of, lane_of
from coproduce.arenas.works.queries.upkeep import Kept, blockages, turns
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, page_of
from coproduce.community.people.doing import Button, shown
from coproduce.core.quantity import HOURS

#: So many turns are shown; the file has them all.
FEW = 8


@for_another
def page(request: MemberRequest, lane: UUID) -> HttpResponse:
    """Turns, what comes next first, and blocked pipes, those first that still are."""
    actor = request.actor
    row = lane_of(actor, lane) if policy.may(actor, "works.read_page") else None
    if row is None or row.is_trunk:
        raise Http404
    place = here_in(request.community)
    every = turns(row, houses_of(row), place)
    if request.GET.get("as") == "csv":
        return _file(request, row)
    found = page_of(blockages(row), request)
    to_come = [one for one in reversed(every) if one.due.due_on >= place.today]
    past = every[len(to_come) :]
    coming = next((one for one in to_come if one.taken is None), None)
    to_take = [*([coming] if coming else []), *(one for one in past if one.taken is None)][:FEW]
    said = {
        "row": row, "turns": [_turn(row, one, place, coming) for one in (to_come + past)[:FEW]],
        "page": found, "blocked": [{"row": one, "time": one.minutes and HOURS(one.minutes),
                                    "is_mine": one.reporter_id == actor.agent_id} for one in found],
    }  # fmt: skip
    which = [(one.due.due_on.isoformat(), _in_words(_turn(row, one, place, coming))) for one in to_take]
    return shown(
        request, "works/upkeep.html", _buttons(request, row, to_take, place, list(found)), said, {"due_on": which}
    )


def _buttons(
    request: MemberRequest, row: Lane, to_take: list[Kept], place: Here, found: list[Blockage]
) -> dict[str, Button]:
    known, said = {"lane": row.public_id}, {"done_on": place.today}
    if not request.actor.agent_id:
        return {}
    buttons = {"report": Button(BlockageForm, report_blockage, known, {})}
    blocked = next((one for one in found if one.cleared_on is None), None)
    if blocked and not request.actor.helped_by:
        # Not "clear": a template that asks a dictionary for it empties it.
        buttons["cleared"] = Button(
            ClearForm, clear_blockage, {}, {"blockage": blocked.public_id, "cleared_on": place.today}
        )
    mine = request.actor.agent_id
    unthanked = next((one for one in found if one.cleared_by_id not in (None, mine) and not one.thanks
                      and one.reporter_id == mine), None)  # fmt: skip
    if unthanked:
        buttons["thank"] = Button(ThankForm, thank_clearing, {}, {"blockage": unthanked.public_id})
    if to_take and not request.actor.helped_by:
        buttons["turn"] = Button(TurnForm, take_turn, known, {**said, "due_on": to_take[0].due.due_on.isoformat()})
    return buttons


def _in_words(turn: dict[str, Any]) -> str:
    """A turn in a list to choose from."""
    return _("%(house)s, by %(day)s") % {"house": turn["house"], "day": date_format(turn["due_on"])}


def _turn(row: Lane, one: Kept, place: Here, coming: Kept | None) -> dict[str, Any]:
    """A turn, by plot, and by the name of whoever took it; `coming` is the one to be taken next."""
    named = one.house.agent if row.shows_names else None
    return {
        "due_on": one.due.due_on, "house": f"{one.house.plot}, {named.name}" if named else one.house.plot,
        "taken": one.taken, "time": one.taken and HOURS(one.taken.minutes),
        "is_now": one is coming, "is_to_come": one.due.due_on >= place.today,
    }  # fmt: skip


def _file(request: MemberRequest, row: Lane) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("what"), _("said on"), _("cleared on"), _("minutes"), _("note")]
    table = [
        [one.words, one.reported_on.isoformat(), one.cleared_on and one.cleared_on.isoformat(), one.minutes, made_up]
        for one in blockages(row)
    ]
    return as_csv(f"{request.community.slug}-lane-blocked", heads, table)
