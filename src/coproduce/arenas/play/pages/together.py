"""What we made together: goals by their sums, festivals that were, things lent and mended; and adding to a goal."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.arenas.play.actions.goals import give, set_goal
from coproduce.arenas.play.forms import GiveForm, GoalForm, PutRightForm
from coproduce.arenas.play.pages.words import speaks
from coproduce.arenas.play.queries import goals as known
from coproduce.arenas.play.queries.figures import made_together
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.people.doing import Button, shown


def page(request: MemberRequest) -> HttpResponse:
    """Every goal with how far it is, and what there is together."""
    actor = request.actor
    if not policy.may(actor, "play.read_page"):
        raise Http404
    rows = known.goals(actor)
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("goal"), _("there is"), _("of"), _("per cent"), _("reached"), _("note")]
        lines = [
            [one.row.name, one.total, one.target, one.percent,
             ", ".join(f"{mark} %: {on}" for mark, on in one.celebrated), made_up]
            for one in map(known.reached, rows)
        ]  # fmt: skip
        return as_csv(f"{request.community.slug}-goals", heads, lines)
    buttons = {"goal": Button(GoalForm, set_goal, {}, {})} if speaks(request) else {}
    listed = page_of(rows, request, 12)
    said = {"page": listed, "goals": [known.reached(row) for row in listed.object_list], "made": made_together(actor)}
    return shown(request, "play/together.html", buttons, said, {})


def one(request: MemberRequest, goal: UUID) -> HttpResponse:
    """One goal: how far it is, giving towards it, and putting one's own right."""
    actor = request.actor
    row = known.goals(actor).filter(public_id=goal).first()
    if row is None:
        raise Http404
    mine = [
        (str(line.public_id), f"{known.amount(line, row.unit)}, {date_format(line.said_on)}")
        for line in known.own(actor, row)
    ]
    buttons = {}
    if speaks(request):
        buttons["give"] = Button(GiveForm, give, {"goal": goal}, {})
        if mine:
            buttons["less"] = Button(PutRightForm, give, {"goal": goal}, {})
    return shown(request, "play/goal.html", buttons, {"goal": known.reached(row), "mine": mine}, {"corrects": mine})
