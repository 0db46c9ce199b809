"""The two lists, and saying what you need or would do."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base import clock, policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import MemberRequest, Place, as_csv, doors, page_of
from coproduce.community.exchange.actions import need, offer
from coproduce.community.exchange.forms import HowManyForm, KindOfForm, WhatForm
from coproduce.community.exchange.models import Intent
from coproduce.community.exchange.queries import categories, open_needs, open_offers
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.choosing import who
from coproduce.community.people.queries import agent, myself

PLACES = (Place(gettext_lazy("Needs"), "needs", "ask", "exchange.read_lists", begins="exchange"),)


def needs(request: MemberRequest) -> HttpResponse:
    """What would help people, newest first."""
    found = open_needs(request.actor, request.GET.get("q", ""), request.GET.get("kind", ""))
    return _listed(request, "exchange/needs.html", "needs", found)


def offers(request: MemberRequest) -> HttpResponse:
    """What people would do, lend or give, newest first."""
    found = open_offers(request.actor, request.GET.get("q", ""), request.GET.get("kind", ""))
    return _listed(request, "exchange/offers.html", "offers", found)


def _listed(request: MemberRequest, template: str, name: str, found: QuerySet[Any]) -> HttpResponse:
    if request.GET.get("as") == "csv":
        return _file(request, name, found)
    page = page_of(found, request)
    for row in page:
        row.doors = doors(request, "need", row.public_id) if name == "needs" else []
    return render(
        request,
        template,
        {
            "page": page,
            "tab": name,
            "q": request.GET.get("q", ""),
            "kind": request.GET.get("kind", ""),
            "kinds": categories(request.actor),
        },
    )


def _file(request: MemberRequest, name: str, found: QuerySet[Intent]) -> HttpResponse:
    heads = [_("said on"), _("who"), _("kind"), _("words"), _("how many"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-{name}",
        heads,
        (
            [row.said_on.isoformat(), row.agent.name, row.category.name, row.words, row.quantity or "", made_up]
            for row in found.iterator(chunk_size=2000)
        ),
    )


def _flow(page: str, verb: Any, plural: str, title: Any, asks: Any, template: str) -> Flow:
    def arguments(request: MemberRequest, said: Answers) -> dict[str, Any]:
        said_on = clock.today(request.community.time_zone)
        intention = Intention(str(said["who"]), said["category"], said["words"], said_on, said["quantity"])
        return {plural: (intention,)}

    def name(request: MemberRequest, said: Answers) -> str:
        found = agent(request.actor, UUID(str(said["who"])))
        return found.name if found else ""

    return Flow(
        page=page,
        title=title,
        verb=lambda: verb,
        questions=(
            Question(
                "who",
                gettext_lazy("Who is it for?"),
                gettext_lazy("Whose"),
                who("who"),
                name,
                lambda raw: not raw.get("is_mine"),
                "people/who.html",
            ),
            Question("what", asks, gettext_lazy("In words"), WhatForm, lambda request, said: str(said["words"])),
            Question(
                "kind",
                gettext_lazy("What kind of thing is it?"),
                gettext_lazy("Kind"),
                KindOfForm,
                lambda request, said: str(said["category"]),
            ),
            Question(
                "number",
                gettext_lazy("How many?"),
                gettext_lazy("How many"),
                HowManyForm,
                lambda request, said: str(said["quantity"] or ""),
            ),
        ),
        arguments=arguments,
        do_it=gettext_lazy("Put it on the list"),
        done_template=template,
        after=lambda request, said, receipt: {"said": said},
        fields={"words": "what", "category": "kind", "quantity": "number"},
    )


NEED = _flow(
    "new_need",
    need,
    "needs",
    gettext_lazy("Say what would help"),
    gettext_lazy("What would help?"),
    "exchange/need_listed.html",
)
OFFER = _flow(
    "new_offer",
    offer,
    "offers",
    gettext_lazy("Offer something"),
    gettext_lazy("What would you enjoy doing?"),
    "exchange/offer_listed.html",
)


def new_need(request: MemberRequest) -> HttpResponse:
    """Begin to say what would help."""
    return NEED.begin(request, _known(request, "exchange.need"))


def need_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return NEED.show(request, draft, step)


def new_offer(request: MemberRequest) -> HttpResponse:
    """Begin to offer something."""
    return OFFER.begin(request, _known(request, "exchange.offer"))


def offer_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return OFFER.show(request, draft, step)


def _known(request: MemberRequest, verb: str) -> Answers:
    """A member speaks for themselves; the desk is asked for whom."""
    if policy.may(request.actor, verb):
        return {}
    return {"who": str(myself(request.actor).public_id), "is_mine": "1"}
