"""Being asked back, as it is read and answered: five answers, each of them good."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduce.community.base.page import MemberRequest, SeeOther, for_another, in_words, refused
from coproduce.community.base.rooms import arenas
from coproduce.community.exchange.asks.actions import answer
from coproduce.community.exchange.asks.rules import MAY
from coproduce.community.exchange.forms import AnswerForm
from coproduce.community.exchange.models import Ask
from coproduce.community.exchange.queries import asks
from coproduce.core.refusal import Refusal


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
