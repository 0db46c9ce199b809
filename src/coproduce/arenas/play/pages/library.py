"""Toys and tools that go round: what is on the shelf, what one has, and what one lends."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.arenas.play.actions.library import borrow_thing, bring_back, keep_thing
from coproduce.arenas.play.forms import BorrowForm, OffForm, ThingForm
from coproduce.arenas.play.pages.words import speaks
from coproduce.arenas.play.queries import library as known
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, page_of
from coproduce.community.people.doing import Button, shown


def page(request: MemberRequest) -> HttpResponse:
    """Everything on the shelf by name, with what one may do about it."""
    actor = request.actor
    if not policy.may(actor, "play.read_page"):
        raise Http404
    rows = known.things(actor, request.GET.get("q", "").strip()[:80])
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("thing"), _("kind"), _("whose"), _("on the shelf"), _("times lent"), _("note")]
        lines = [
            [one.name, one.get_kind_display(), one.keeper.name, _("no") if one.borrower_id else _("yes"),
             one.times_lent, made_up]
            for one in rows
        ]  # fmt: skip
        return as_csv(f"{request.community.slug}-library", heads, lines)
    buttons = {}
    if speaks(request):
        buttons = {
            "thing": Button(ThingForm, keep_thing, {}, {}),
            "borrow": Button(BorrowForm, borrow_thing, {}, {}),
            "back": Button(BorrowForm, bring_back, {}, {}),
            "off": Button(OffForm, keep_thing, {"is_here": False}, {}),
        }
    listed = page_of(rows, request)
    things = [
        {"row": row, "sees": known.sees_borrower(actor, row), "is_mine": row.keeper_id == actor.agent_id,
         "has_it": row.borrower_id == actor.agent_id}
        for row in known.read_borrowers(actor, list(listed.object_list))
    ]  # fmt: skip
    is_desk = policy.may(actor, "play.bring_back")
    return shown(request, "play/library.html", buttons, {"page": listed, "things": things, "is_desk": is_desk}, {})
