"""Being asked back, as somebody says that they feel ready, and as it is read and answered: five answers, each good."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, SeeOther, for_another, in_words, refused
from coproduce.community.base.rooms import arenas
from coproduce.community.exchange.asks.actions import answer, say_ready
from coproduce.community.exchange.asks.rules import MAY
from coproduce.community.exchange.forms import AnswerForm, ReadyForm
from coproduce.community.exchange.models import Ask
from coproduce.community.exchange.queries import asks, own_ask
from coproduce.core.refusal import Refusal


def asked_here(actor: Actor, arena: str) -> dict[str, Any]:
    """For an arena's own page: `ask` says how it stands with asking this reader back, `ready_id` lets them say so.

    `exchange/asked_here.html` and `exchange/ready.html` show them.
    """
    ask = own_ask(actor, arena)
    return {"ask": ask, "ready_id": uuid4() if ask and ask.state == Ask.WAITING else None}


@require_POST
def ready(request: MemberRequest) -> HttpResponse:
    """Say that one feels ready to be asked; back to the page of the arena it was said on."""
    form = ReadyForm(request.POST)
    found = asks(request.actor).filter(public_id=form.cleaned_data["ask"]).first() if form.is_valid() else None
    if found is None:
        raise Http404
    outcome = say_ready(request.actor, **form.cleaned_data)
    if isinstance(outcome, Refusal):
        messages.warning(request, refused(outcome))
    else:
        messages.success(request, _("Thank you. Somebody asks you one day, and no is a good answer."))
    try:
        return SeeOther(reverse(found.arena, kwargs={"community": request.community.slug}))
    except NoReverseMatch:  # an arena without a page of its own name
        return SeeOther(reverse("asked", kwargs={"community": request.community.slug, "ask": found.public_id}))


@for_another
def asked(request: MemberRequest, ask: UUID) -> HttpResponse:
    """Read that one is asked, and answer; whoever answered reads what they said."""
    found = asks(request.actor).filter(public_id=ask).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = answer(request.actor, ask=ask, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return SeeOther(reverse("asked", kwargs={"community": request.community.slug, "ask": ask}))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    is_mine = found.agent_id == request.actor.agent_id
    said = {
        "ask": found,
        "form": form,
        "sentence": in_words(next(arena.ask for arena in arenas() if arena.slug == found.arena), {}),
        "may_answer": found.state in MAY["answer"],
        "answered": _answered(found.state),
        "is_mine": is_mine,
    }
    return render(request, "exchange/asked.html", said, status=422 if form.errors else 200)


def _answered(state: str) -> str:
    """What somebody said, read back to them kindly."""
    return {
        Ask.YES: _("Yes. Thank you: the desk rings to talk it over."),
        Ask.LATER: _("Later. Nobody asks before the day you chose."),
        Ask.OTHERWISE: _("In another way. Thank you: the desk rings to hear more."),
        Ask.NO: _("No, and that is a good answer. Nobody asks again."),
        Ask.NEVER: _("Please don't ask. Nobody asks again, and nothing else changes."),
    }.get(state, "")
