"""The front door of an installation, and each community's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, doors, in_words, public
from coproduce.community.exchange.models import Agreement, Intent, Need, Offer
from coproduce.community.exchange.pages import show
from coproduce.community.exchange.queries import Waiting, fitting, waiting_for
from coproduce.community.exchange.threads.waiting import names, waits_for
from coproduce.community.ledger.queries import given_and_received
from coproduce.community.notices.queries import lately
from coproduce.community.people.queries import communities_of
from coproduce.core.quantity import HOURS
from coproduce.web import demo

#: What has happened lately, on the first page only.
NEWS = 5

#: Things to choose among at once; the lists have the rest.
FEW = 4


def front(request: HttpRequest) -> HttpResponse:
    """A visitor reads what this is; someone signed in goes to their community, or chooses among theirs."""
    if not request.user.is_authenticated:
        doors = demo.sign_ins() if demo.is_open_here() else []
        return render(request, "welcome.html", {"sign_ins": doors})
    mine = list(communities_of(request.user))
    if len(mine) == 1:
        return redirect("community", community=mine[0].slug)
    return render(request, "choose_community.html", {"communities": mine})


@public
def community(request: MemberRequest) -> HttpResponse:
    """What waits for me, what I could do, who could help me, my cord; to a visitor, what this is and how to join."""
    actor = request.actor
    if actor.agent_id is None:
        return render(request, "front.html")
    waiting = waiting_for(actor, FEW)
    return render(
        request,
        "community.html",
        {
            "news": [
                {"said": in_words(row.template, row.values), "at": row.written_at, "link": row.link}
                for row in lately(actor, NEWS)
            ],
            "cord": given_and_received(actor, HOURS, actor.agent_id),
            "waiting": _waiting(actor, waiting),
            "asked": waiting.asked,
            "needs": _few(request, Need),
            "offers": _few(request, Offer),
            "doors": doors(request, "home"),
        },
    )


def _waiting(actor: Actor, waiting: Waiting) -> list[Agreement]:
    """Threads in which the others wait for a word, with what each waits for."""
    for row, parts in waiting.threads:
        mine = next(part for part in parts if part.agent_id == actor.agent_id)
        row.with_whom = names([part for part in parts if part is not mine])  # type: ignore[attr-defined]
        row.waits = waits_for(row, parts, mine)  # type: ignore[attr-defined]
    return [row for row, _ in waiting.threads]


def _few(request: MemberRequest, kind: type[Intent]) -> list[Any]:
    """The few that fit best, each with a way to begin."""
    rows = list(fitting(request.actor, kind, clock.today(request.community.time_zone))[:FEW])
    show(request, kind, rows)
    return rows
