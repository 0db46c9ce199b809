"""What is designed here; and one design with its page, its people, what was built of it and what is to be mended."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.actions.builds import begin_build
from coproduce.arenas.making.actions.changes import look_through, mend_page
from coproduce.arenas.making.actions.designs import fork_design, keep_design
from coproduce.arenas.making.forms import BeginForm, DesignForm, ForkForm, LookForm, MendDefectForm, MendForm
from coproduce.arenas.making.models import Build, Design
from coproduce.arenas.making.queries import designs as known
from coproduce.arenas.making.rules import compatible, read_parts
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.people.doing import Button, shown
from coproduce.core.refusal import Refusal

#: So much of each list is seen at a glance; the rest of it stands in the table.
FEW = 12


def page(request: MemberRequest) -> HttpResponse:
    """Designs by name, being asked back, and how to put a design here. `?q=` finds by name, words and keeper."""
    actor = request.actor
    if not policy.may(actor, "making.read_page"):
        raise Http404
    rows = known.designs(actor, request.GET.get("q", "").strip()[:80])
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [
            _("design"),
            _("version"),
            _("licence"),
            _("by"),
            _("made from"),
            _("times built"),
            _("to mend"),
            _("note"),
        ]
        table = [
            [one.name, one.version, one.licence, one.keeper.name, one.made_from.name if one.made_from else "",
             one.times_built, one.to_mend, made_up] for one in known.with_counts(rows)
        ]  # fmt: skip
        return as_csv(f"{request.community.slug}-designs", heads, table)
    buttons = {"design": Button(DesignForm, keep_design, {}, {"version": "1.0.0"})} if speaks(request) else {}
    said = {"page": page_of(known.with_counts(rows), request), **asked_here(actor, ARENA.slug)}
    return shown(request, "making/designs.html", buttons, said, {})


def one(request: MemberRequest, design: UUID) -> HttpResponse:
    """One design: built, forked, its page mended and looked through here."""
    actor, row = request.actor, design_of(request, design)
    may_be_shared = compatible([row.licence])
    found = list(known.defects(row))
    open_ = [one for one in found if not (one.mended_by and one.mended_by.stands_at)]
    buttons = {}
    if speaks(request):
        mend = MendDefectForm if open_ else MendForm
        buttons = {
            "mend": Button(mend, mend_page, {"design": design}, {"words": row.words}),
            "look": Button(LookForm, look_through, {}, {}),
            "begin": Button(BeginForm, begin_build, {"design": design}, {}),
        }
        if not isinstance(may_be_shared, Refusal):
            buttons["fork"] = Button(ForkForm, fork_design, {"design": design}, {})
    parts = read_parts(row.parts)
    history = known.changes(row)
    shows = known.shows_pictures(actor)
    built = known.builds(actor, row)
    mine = built.filter(agent=actor.agent_id or 0, built_at=None).first()
    said = {
        "row": row,
        "newer": known.newer(row),
        "parts": () if isinstance(parts, Refusal) else parts,
        "reserved": may_be_shared.sentence if isinstance(may_be_shared, Refusal) else "",
        "credit": known.credit(row),
        "waiting": [each for each in history.filter(stands_at=None) if each.words],
        "stands": history.exclude(stands_at=None)[:FEW],
        "more_stand": max(0, history.exclude(stands_at=None).count() - FEW),
        "builds": [build_line(one, shows) for one in built[:FEW]],
        "open": open_,
        "mended": [one for one in found if one.mended_by and one.mended_by.stands_at][:FEW],
        "me": actor.agent_id,
        "mine": mine,
        "may_bring": policy.may(actor, "making.bring_history", policy.towards(actor, row.keeper_id)),
    }
    choices = {"defect": [("", _("No, something else")), *((one.public_id, one.words[:80]) for one in open_)]}
    return shown(request, "making/design.html", buttons, said, choices)


def speaks(request: MemberRequest) -> bool:
    """Whether this reader does things here for themselves."""
    return bool(request.actor.agent_id) and not request.actor.helped_by


def design_of(request: MemberRequest, design: UUID) -> Design:
    """The design of an address, for who may read it."""
    row = known.designs(request.actor).filter(public_id=design).first()
    if row is None:
        raise Http404
    return row


def build_line(row: Build, shows: set[int]) -> dict[str, Any]:
    """A build as it stands on a page, with its picture while whose it is says yes to that."""
    return {"row": row, "has_picture": row.picture_id is not None and row.agent_id in shows}
