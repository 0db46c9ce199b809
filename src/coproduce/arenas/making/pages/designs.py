"""What is designed here and what it can be made with; and one design with its page, its people and its makers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.making.actions.changes import look_through, mend_page
from coproduce.arenas.making.actions.designs import fork_design, keep_design
from coproduce.arenas.making.actions.machines import keep_machine
from coproduce.arenas.making.forms import DesignForm, ForkForm, LookForm, MachineForm, MendForm
from coproduce.arenas.making.models import Machine
from coproduce.arenas.making.queries.designs import changes, credit, designs, machines, who_makes
from coproduce.arenas.making.rules import PROCESSES, compatible, read_parts
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.people.doing import Button, shown
from coproduce.core.refusal import Refusal

FEW = 60


def page(request: MemberRequest) -> HttpResponse:
    """Designs by name, what people can make with, and how to add to both."""
    actor = request.actor
    if not policy.may(actor, "making.read_page"):
        raise Http404
    rows = designs(actor, request.GET.get("q", "").strip())
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("design"), _("version"), _("licence"), _("by"), _("made from"), _("note")]
        table = [[one.name, one.version, one.licence, one.keeper.name,
                  one.made_from.name if one.made_from else "", made_up] for one in rows]  # fmt: skip
        return as_csv(f"{request.community.slug}-designs", heads, table)
    buttons = {}
    if actor.agent_id and not actor.helped_by:
        buttons = {
            "design": Button(DesignForm, keep_design, {}, {"version": "1.0.0"}),
            "machine": Button(MachineForm, keep_machine, {}, {}),
        }
    said = {"designs": rows[:FEW], "machines": [_machine(one) for one in machines(actor)[:FEW]]}
    return shown(request, "making/designs.html", buttons, said, {})


def one(request: MemberRequest, design: UUID) -> HttpResponse:
    """One design: forked, its page mended and looked through here."""
    actor = request.actor
    row = designs(actor).filter(public_id=design).first()
    if row is None:
        raise Http404
    may_be_shared = compatible([row.licence])
    buttons = {}
    if actor.agent_id and not actor.helped_by:
        buttons = {
            "mend": Button(MendForm, mend_page, {"design": design}, {"words": row.words}),
            "look": Button(LookForm, look_through, {}, {}),
        }
        if not isinstance(may_be_shared, Refusal):
            buttons["fork"] = Button(ForkForm, fork_design, {"design": design}, {})
    parts = read_parts(row.parts)
    history = list(changes(row))
    said = {
        "row": row,
        "parts": () if isinstance(parts, Refusal) else parts,
        "reserved": may_be_shared.sentence if isinstance(may_be_shared, Refusal) else "",
        "credit": credit(row),
        "waiting": [each for each in history if not each.stands_at],
        "stands": [each for each in history if each.stands_at],
        "me": actor.agent_id,
        "plan": who_makes(actor, row),
    }
    return shown(request, "making/design.html", buttons, said, {})


def _machine(row: Machine) -> dict[str, Any]:
    return {"row": row, "does": PROCESSES[row.process].says}
