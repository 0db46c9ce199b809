"""The card: anybody who holds one opens it, without signing in, one question a page. What it answers tells nobody which
numbers exist.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache

from coproduce.arenas.care.actions.opening import Opened, open_case
from coproduce.arenas.care.forms import YES_WORDS, HomeForm, NumberForm, WhoForm, YesForm
from coproduce.community.base import policy
from coproduce.community.base.flow import CHECK, Answers, Flow, Question
from coproduce.community.base.page import MemberRequest, public
from coproduce.community.people.queries import agent
from coproduce.community.people.rules import is_public_id

#: Who is not signed in may share the telephone: what they typed is gone from it an hour after they began.
LEFT_OPEN = timedelta(hours=1)


@public
@never_cache
def opening(request: MemberRequest) -> HttpResponse:
    """Begin with a card: the number may come along, and for the desk whose it is."""
    if not policy.may(request.actor, "care.open_case", "own"):
        raise Http404
    me, number = request.actor.agent_id, request.GET.get("card", "")[:40]
    is_desk = _is_desk(request)
    if me is None:
        request.session.set_expiry(LEFT_OPEN)
    said = request.GET.get("member", "")
    member = agent(request.actor, UUID(said)) if is_desk and is_public_id(said) else None
    known: Answers = {"is_desk": "1"} if is_desk else {}
    if member or (me and not is_desk):
        known["is_known"] = "1"
    if member:
        known["member"] = str(member.public_id)
    return OPEN.begin(request, {**known, "card": number} if number else known)


@public
@never_cache
def step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    """One question of it. A few cards an hour are tried from one address, unless it is the desk's."""
    if request.method == "POST" and step == CHECK and not _is_desk(request) and not may_try(request):
        messages.warning(request, _("That was tried many times. Wait an hour, or ring the desk."))
        return redirect(request.path)
    return OPEN.show(request, draft, step)


def _is_desk(request: MemberRequest) -> bool:
    return request.actor.agent_id is not None and policy.may(request.actor, "care.open_case")


def may_try(request: MemberRequest) -> bool:
    """A few tries an hour from one address and in the whole town; where nothing can be counted, nothing opens."""
    try:
        return bool(
            ratelimit.consume(request, action="open_card")
            and ratelimit.consume(request, action="open_card_everywhere", key=request.community.slug)
        )
    except DatabaseError:
        return False


def _who(request: MemberRequest, said: Answers) -> str:
    if said.get("is_known"):
        found = agent(request.actor, UUID(said["member"])) if said.get("member") else None
        return found.name if found else ""
    return " · ".join(filter(None, (said["name"], said["phone"], said["opened_by"])))


def _home(request: MemberRequest, said: Answers) -> str:
    since = date_format(said["home_on"]) if said["home_on"] else _("nobody knows since when")
    return " · ".join(filter(None, (since, said["address"], said.get("neighbourhood"), said["wish"])))


def _yes(request: MemberRequest, said: Answers) -> str:
    if said.get("opened_by"):
        return ""
    return " · ".join(str(words) for code, words in YES_WORDS.items() if said[code]) or _("nothing yet")


def _arguments(request: MemberRequest, said: Answers) -> dict[str, Any]:
    given = (
        "card",
        "name",
        "phone",
        "opened_by",
        "home_on",
        "address",
        "neighbourhood",
        "wish",
        "channel",
        "red_flags",
    )
    return {
        **{name: said[name] for name in given if name in said},
        "says": () if said.get("opened_by") else tuple(code for code in YES_WORDS if said[code]),
        "member": UUID(said["member"]) if said.get("member") else None,
    }


def _after(request: MemberRequest, said: Answers, receipt: Opened) -> dict[str, Any]:
    return {"from_today": receipt.runs_from_opening, "case": receipt.case if _is_desk(request) else None}


OPEN = Flow(
    page="care_card",
    title=gettext_lazy("Open a card"),
    verb=lambda: open_case,
    questions=(
        Question(
            "card", gettext_lazy("You were given a card"), gettext_lazy("Number"), NumberForm,
            lambda request, said: str(said["card"]), template="care/card.html",
        ),
        Question(
            "who", gettext_lazy("Who came home?"), gettext_lazy("Who"), WhoForm, _who, lambda raw: "is_known" not in raw
        ),
        Question("home", gettext_lazy("Home since when, and where?"), gettext_lazy("At home"), HomeForm, _home),
        Question(
            "yes", gettext_lazy("What do you say yes to?"), gettext_lazy("Yes to"), YesForm, _yes,
            lambda raw: not raw.get("opened_by"), "care/card_yes.html",
        ),
    ),
    arguments=_arguments,
    do_it=gettext_lazy("Open the card"),
    done_template="care/opened.html",
    after=_after,
    fields={
        **dict.fromkeys(("name", "phone", "opened_by"), "who"),
        **dict.fromkeys(("home_on", "address", "neighbourhood", "wish", "red_flags"), "home"),
        "channel": "card", "says": "yes",
    },
    forgets=True,
)  # fmt: skip
