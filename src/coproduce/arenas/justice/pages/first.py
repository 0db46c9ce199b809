"""What I am part of, saying that something went wrong, and being asked to hear."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.justice import ARENA, FACILITATOR
from coproduce.arenas.justice.actions.ending import seal_due
from coproduce.arenas.justice.actions.reporting import report
from coproduce.arenas.justice.forms import OnceForm, ReferForm, ReportForm
from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.pages.words import line
from coproduce.arenas.justice.queries.matters import here, listed
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, SeeOther
from coproduce.community.exchange.asks.pages import asked_here
from coproduce.community.people.doing import Button, Deed, people, shown
from coproduce.community.people.queries import agents, myself
from coproduce.community.people.rules import is_public_id


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """What the reader has a part in, and being asked to sit in a circle."""
    actor = request.actor
    if not policy.may(actor, "justice.read_page", "own"):
        raise Http404
    rows = listed(actor)
    buttons = {}
    leads = FACILITATOR in actor.roles
    if leads and any(row.state == Matter.CLOSED for row in rows):
        buttons["seal"] = Button(OnceForm, seal_due, {}, {})
    said = {
        "rows": [line(row) for row in rows],
        "speaks": bool(actor.agent_id) and not actor.helped_by,
        "leads": leads,
        "whose": myself(actor).public_id if actor.agent_id else None,
        **asked_here(actor, ARENA.slug),
    }
    return shown(request, "justice/first.html", buttons, said, {})


@never_cache
def report_page(request: MemberRequest) -> HttpResponse:
    """Say that something went wrong; serious harm leads to whom to call."""
    actor = request.actor
    if not policy.may(actor, "justice.report", "own") or not actor.agent_id:
        raise Http404
    leads = FACILITATOR in actor.roles
    form: type[Deed] = ReferForm if leads else ReportForm
    found = people(request, _chosen(request))
    choices: dict[str, Any] = {"respondent": [("", _("Choose")), *found]}
    if leads:
        choices["harmed"] = [("", _("Nobody in particular")), *found]
    button = Button(form, report, {}, {})
    answer = shown(request, "justice/report.html", {"report": button}, {"calls": calls(actor)}, choices)
    if isinstance(answer, SeeOther):
        messages.success(request, _("It is written down. Whoever leads circles looks at it next."))
        return SeeOther(reverse("justice", kwargs={"community": request.community.slug}))
    return answer


def calls(actor: Actor) -> list[tuple[str, str]]:
    """Whom to call about what is too serious to be answered here."""
    rules = here(actor.community_id).rules
    return [
        (_("Somebody is in danger, was hurt, or there is a weapon"), rules.in_danger),
        (_("A child is at risk"), rules.for_children),
        (_("Harm at home, or of a sexual kind"), rules.for_safety),
    ]


def _chosen(request: MemberRequest) -> list[tuple[UUID, str]]:
    """Whoever was chosen before the form came back."""
    ids = [request.POST[name] for name in ("respondent", "harmed") if is_public_id(request.POST.get(name, ""))]
    found = agents(request.actor).filter(public_id__in=ids) if ids else ()
    return [(one.public_id, one.name) for one in found]
