"""What was brought to be mended, and its file in the fields of the Open Repair Data Standard."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.play.actions.repairs import write_repair
from coproduce.arenas.play.forms import RepairForm
from coproduce.arenas.play.pages.words import HINDERED, OUTCOMES, speaks
from coproduce.arenas.play.queries.repairs import records, repairs
from coproduce.arenas.play.rules import FIELDS
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import KG


def page(request: MemberRequest) -> HttpResponse:
    """What came of each, the last first; `?as=csv` is the file to hand on, `?as=weights` says what things weigh too."""
    if not policy.may(request.actor, "play.read_page"):
        raise Http404
    if request.GET.get("as") == "weights":
        return _weights(request)
    if request.GET.get("as") == "csv":
        lines = [list(one.values()) for one in records(request.actor)]
        return as_csv(f"{request.community.slug}-ords", FIELDS, lines)
    buttons = {"repair": Button(RepairForm, write_repair, {}, {})} if speaks(request) else {}
    listed = page_of(repairs(request.actor), request)
    rows = [
        (row, OUTCOMES[row.status], HINDERED.get(row.barrier, ""), KG(row.grams) if row.grams else "")
        for row in listed.object_list
    ]
    found = [(str(public_id), name) for public_id, name in people(request)]
    choices = {"brought_by": [("", _("Nobody who is a member here")), *found]}
    return shown(request, "play/mended.html", buttons, {"page": listed, "rows": rows}, choices)


def _weights(request: MemberRequest) -> HttpResponse:
    """The same things in members' words, with what they weigh: the standard has no field for that."""
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("thing"), _("what was wrong"), _("what came of it"), _("day"), _("weight in grams"), _("note")]
    lines = [
        [row.item, row.problem, OUTCOMES[row.status], row.on, row.grams or "", made_up]
        for row in repairs(request.actor)
    ]
    return as_csv(f"{request.community.slug}-mended", heads, lines)
