"""The run sheet: who brings what to whom and when, to print and take along; for the desk all of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.food.actions.rounds import clock_of, drop_out, record_round
from coproduce.arenas.food.forms import BroughtForm, DroppedForm
from coproduce.arenas.food.models import OrderCycle
from coproduce.arenas.food.queries import cycles
from coproduce.arenas.food.queries.rounds import WHY, Sheet, round_of
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.people.doing import Button, shown
from coproduce.community.people.models import Agent
from coproduce.core.quantity import KG


def page(request: MemberRequest, cycle: UUID) -> HttpResponse:
    """Every sheet the reader may read."""
    actor = request.actor
    row = cycles.cycle_of(actor, cycle)
    found = None if row is None else round_of(actor, row, "file" if request.GET.get("as") == "csv" else "page")
    if row is None or found is None:
        raise Http404
    ids = dict(Agent.objects.filter(pk__in=[one.driver for one in found.sheets]).values_list("pk", "public_id"))
    if request.GET.get("as") == "csv":
        return _file(request, row, found.sheets)
    known = {"cycle": row.public_id}
    buttons = {
        "drop": Button(DroppedForm, drop_out, known, {}),
        "brought": Button(BroughtForm, record_round, known, {}),
    }
    said = {
        "cycle": row,
        "depot": found.depot,
        "sheets": [_shown(one, ids[one.driver]) for one in found.sheets],
        "left_out": [{"name": name, "why": _(WHY[code])} for name, code in found.left_out],
    }
    return shown(request, "food/round.html", buttons, said, {})


def _shown(one: Sheet, public_id: UUID) -> dict[str, object]:
    return {
        "sheet": one,
        "id": public_id,
        "leaves": clock_of(one.leaves),
        "returns": clock_of(one.returns),
        "load": KG(one.grams),
        "stops": [{"stop": stop, "at": clock_of(stop.arrives)} for stop in one.stops],
    }


def _file(request: MemberRequest, row: OrderCycle, sheets: tuple[Sheet, ...]) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [_("who drives"), _("at"), _("to whom"), _("part of town"), _("what"), _("note")]
    table = [
        [one.name, clock_of(stop.arrives), stop.name, stop.area, ", ".join(stop.what), made_up]
        for one in sheets for stop in one.stops
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-food-round-{row.comes_on}", heads, table)
