"""Taking a call: who rings, what waits for them, and any verb of a member done for them while they are on the line."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from coproduce.arenas.timebank.pages.desk import desk_only
from coproduce.arenas.timebank.queries.desk import call_card, callers
from coproduce.arenas.timebank.queries.suggesting import area_of
from coproduce.community.base import clock
from coproduce.community.base.page import MemberRequest, page_of
from coproduce.community.exchange.models import Agreement
from coproduce.community.exchange.queries import need_to_ask_about
from coproduce.core.quantity import HOURS


def take_call(request: MemberRequest) -> HttpResponse:
    """Find who rings, by name or by telephone number; whoever is found alone stands there at once."""
    desk_only(request)
    said = request.GET.get("q", "").strip()
    page = page_of(callers(request.actor, said), request) if said else None
    if page and page.paginator.count == 1:
        return redirect("call_card", community=request.community.slug, member=page[0].agent.public_id)
    return render(request, "timebank/call.html", {"q": said, "page": page})


def card(request: MemberRequest, member: UUID) -> HttpResponse:
    """One member's call card; with `?need=` the words to ask them for that need."""
    desk_only(request)
    found = call_card(request.actor, member)
    if found is None:
        raise Http404
    return render(
        request,
        "timebank/call_card.html",
        {
            "card": found,
            "member": found.member,
            "first_name": found.member.agent.name.partition(" ")[0],
            "needs": [one for one in found.intents if one["what"] == "need"],
            "offers": [one for one in found.intents if one["what"] == "offer"],
            "threads": [_shown(request, part) for part in found.threads],
            "request_id": uuid4(),
            **_about(request, found.member.agent_id),
        },
    )


def _about(request: MemberRequest, agent_id: int) -> dict[str, Any]:
    """The need somebody is rung about, where the two may be brought together."""
    today = clock.today(request.community.time_zone)
    need = need_to_ask_about(request.actor, request.GET.get("need", ""), agent_id, today)
    if need is None:
        return {"need": None}
    return {"need": need, "need_area": area_of(need), "propose_id": uuid4()}


def _shown(request: MemberRequest, part: Any) -> dict[str, Any]:
    """A thread with one of the others, as it stands for the member on the line."""
    row = part.agreement
    return {
        "words": row.words,
        "other": part.agent,
        "gives": part.mine == "gives",
        "state": row.state,
        "id": row.public_id,
        "link": f"/{request.community.slug}/exchange/threads/{row.public_id}/",
        "time": HOURS(minutes) if (minutes := part.my_minutes or part.minutes) else None,
        "wants_yes": row.state == Agreement.PROPOSED and part.my_yes is None,
        "wants_word": row.state in (Agreement.DONE, Agreement.DISPUTED) and part.my_word is None,
        "may_call_off": row.state in (Agreement.PROPOSED, Agreement.AGREED),
        "request_id": uuid4(),
        "off_id": uuid4(),
    }
