"""The front door of an installation, and each community's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coproduce.community.base.page import MemberRequest, in_words, public
from coproduce.community.exchange.queries import open_needs, open_offers
from coproduce.community.ledger.queries import given_and_received
from coproduce.community.notices.queries import lately
from coproduce.community.people.queries import communities_of
from coproduce.core.quantity import HOURS
from coproduce.web import demo

#: What has happened lately, on the first page only.
NEWS = 5


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
    """What is new, what would help, and how the help went round; to a visitor, what this is and how to join."""
    actor = request.actor
    if actor.agent_id is None:
        return render(request, "front.html")
    return render(
        request,
        "community.html",
        {
            "news": [
                {"said": in_words(row.template, row.values), "at": row.written_at, "link": row.link}
                for row in lately(actor, NEWS)
            ],
            "cord": given_and_received(actor, HOURS, actor.agent_id),
            "needs": open_needs(actor)[:NEWS],
            "needs_count": open_needs(actor).count(),
            "offers_count": open_offers(actor).count(),
        },
    )
