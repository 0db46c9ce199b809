"""Food that is over: what can be fetched now, what one passed on, and how to pass something on."""

from typing import Any

from django.http import Http404, HttpResponse

from coproduce.arenas.food.actions.surplus import claim_surplus, fetch_surplus, let_go_surplus, offer_surplus
from coproduce.arenas.food.forms import STORED, FetchedForm, SurplusForm, ThisForm
from coproduce.arenas.food.models import Surplus
from coproduce.arenas.food.pages.words import allergens
from coproduce.arenas.food.queries.surplus import on_offer, passed_on
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, for_another
from coproduce.community.people.doing import Button, shown
from coproduce.core.quantity import KG

FEW = 10


@for_another
def page(request: MemberRequest) -> HttpResponse:
    """What is over now; claimed, let go, fetched and thanked for here."""
    actor = request.actor
    if not policy.may(actor, "food.read_page"):
        raise Http404
    buttons: dict[str, Button] = {}
    if actor.agent_id:
        buttons = {
            "claim": Button(ThisForm, claim_surplus, {}, {}),
            "let_go": Button(ThisForm, let_go_surplus, {}, {}),
            "fetched": Button(FetchedForm, fetch_surplus, {}, {}),
        }
        if not actor.helped_by:
            buttons["offer"] = Button(SurplusForm, offer_surplus, {}, {})
    said = {
        "rows": [_shown(one, actor.agent_id) for one in on_offer(actor)],
        "mine": [_shown(one, actor.agent_id) for one in passed_on(actor)[:FEW]],
    }
    return shown(request, "food/surplus.html", buttons, said, {})


def _shown(row: Surplus, me: int | None) -> dict[str, Any]:
    return {
        "row": row,
        "storage": str(STORED[row.storage]),
        "contains": allergens(row.contains),
        "is_mine": row.agent_id == me,
        "is_claimed_by_me": row.claimed_by_id == me,
        "weight": KG(row.grams) if row.grams else "",
    }
