"""What everybody still pays for food or has from it, for whoever handles the money; payments are written down here."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.food.actions.settling import record_payment
from coproduce.arenas.food.forms import PaymentForm
from coproduce.arenas.food.queries.money import read_stands
from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, headed
from coproduce.community.people.doing import Button, people, shown
from coproduce.community.people.models import Agent
from coproduce.core.quantity import unit_of_money


def page(request: MemberRequest) -> HttpResponse:
    """The list, and what came or went."""
    actor = request.actor
    if not policy.may(actor, "food.read_money"):
        raise Http404
    money, today = unit_of_money(request.community.currency), clock.today(request.community.time_zone)
    is_file = request.GET.get("as") == "csv"
    rows, added = read_stands(actor, money, "file" if is_file else "list")
    if is_file:
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("who"), headed(_("still to pay"), money), headed(_("still to be paid"), money), _("note")]
        table = [[one.name, money(max(0, -one.minor)).number, money(max(0, one.minor)).number, made_up] for one in rows]
        return as_csv(f"{request.community.slug}-food-money", heads, table)
    ids = dict(Agent.objects.filter(pk__in=[one.agent for one in rows]).values_list("pk", "public_id"))
    said = {
        "rows": [{"name": one.name, "pays": money(-one.minor) if one.minor < 0 else "",
                  "has": money(one.minor) if one.minor > 0 else ""} for one in rows],
        "added": money(added),
    }  # fmt: skip
    buttons = {"pay": Button(PaymentForm, record_payment, {}, {"paid_on": today})}
    return shown(
        request,
        "food/money.html",
        buttons,
        said,
        {"who": people(request, [(ids[one.agent], one.name) for one in rows])},
    )
