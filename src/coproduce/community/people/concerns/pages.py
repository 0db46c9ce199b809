"""Where anybody says what worries them, and where safeguarding leads see to it, on one page for all that is theirs."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.apart.desk import pairs_of_desk, those_of
from coproduce.community.people.concerns.actions import (
    close_concern,
    keep_concern_open,
    note_concern,
    propose_closing,
    raise_concern,
)
from coproduce.community.people.concerns.forms import NoteForm, NotOverForm, OverForm, WorryForm
from coproduce.community.people.concerns.queries import READ, closed_worries, read_by, readers, whom, worries, worry
from coproduce.community.people.guarding.queries import unguarded
from coproduce.community.people.models import Agent, Concern
from coproduce.community.people.queries import agents
from coproduce.community.people.rules import is_public_id
from coproduce.community.people.safeguarding.pages import words_of
from coproduce.community.people.safeguarding.queries import to_renew
from coproduce.core.refusal import Refusal

#: Lines of each list on the page of the safeguarding lead; the rest is one tap away.
LINES = 10


@never_cache
@require_http_methods(["GET", "POST"])
def raised(request: MemberRequest) -> HttpResponse:
    """Something worries me: about whom, if about anybody here, and in my own words."""
    if not policy.may(request.actor, "people.raise_concern", "own"):
        raise Http404
    about = _about(request)
    form = WorryForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = {"about": about.public_id} if about else {}
        outcome = raise_concern(request.actor, **said, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return _after(request, outcome.value.told)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    q = request.GET.get("q", "")
    found = list(agents(request.actor, q).exclude(pk=request.actor.agent_id or 0)[:7]) if q and not about else []
    return _asked(request, form, about=about, q=q, found=found, is_own=True)


@never_cache
@require_http_methods(["GET", "POST"])
def taken_down(request: MemberRequest, member: UUID) -> HttpResponse:
    """What worries somebody who rings or comes by, written down for them at the desk."""
    whose = agents(request.actor).filter(public_id=member).first()
    if whose is None or not policy.may(request.actor, "people.raise_concern"):
        raise Http404
    form = WorryForm(request.POST or None, initial={"request_id": uuid4()})
    form.fields["words"].label = _("What worries them?")
    if request.method == "POST" and form.is_valid():
        outcome = raise_concern(request.actor, for_=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return _after(request, outcome.value.told)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    return _asked(request, form, whose=whose)


@never_cache
@require_safe
def said(request: MemberRequest) -> HttpResponse:
    """It was written down: what happens now."""
    return render(request, "people/worry_said.html")


@require_safe
def sheet(request: MemberRequest) -> HttpResponse:
    """The same on paper, for an envelope."""
    return render(request, "people/worry_sheet.html")


@never_cache
@require_safe
def safety(request: MemberRequest) -> HttpResponse:
    """What a safeguarding lead has to see to, on one page."""
    if not policy.may(request.actor, READ):
        raise Http404
    today = clock.today(request.community.time_zone)
    kept_apart = pairs_of_desk(request.actor)
    due = list(to_renew(request.actor, today)[: LINES + 1])
    said = {
        "worries": [_line(one) for one in worries(request.actor, beside=those_of(kept_apart))],
        "due": [
            {"row": one, "words": words_of(one), "is_over": one.until_on and one.until_on < today}
            for one in due[:LINES]
        ],
        "more_due": len(due) > LINES,
        "minors": unguarded(request.actor, today),
        "pairs": kept_apart,
    }
    return render(request, "people/safety.html", said)


@never_cache
@require_safe
def closed(request: MemberRequest) -> HttpResponse:
    """Worries that two safeguarding leads closed."""
    if not policy.may(request.actor, READ):
        raise Http404
    return render(request, "people/worries_closed.html", {"worries": closed_worries(request.actor)})


#: What a safeguarding lead can do about a worry, by the word of its button.
DO = {
    "note": (note_concern, NoteForm),
    "over": (propose_closing, OverForm),
    "agree": (close_concern, Once),
    "open": (keep_concern_open, NotOverForm),
}


@never_cache
@require_http_methods(["GET", "POST"])
def shown(request: MemberRequest, concern: UUID) -> HttpResponse:
    """One worry, what was done about it, who read it, and what can be done now."""
    found = worry(request.actor, concern)
    if found is None:
        raise Http404
    what = request.POST.get("what", "")
    forms = {name: form(initial={"request_id": uuid4()}, auto_id=f"{name}_%s") for name, (_verb, form) in DO.items()}
    if request.method == "POST" and what in DO:
        verb, form = DO[what]
        forms[what] = posted = form(request.POST, auto_id=f"{what}_%s")
        if posted.is_valid():
            outcome = verb(request.actor, concern=concern, **posted.cleaned_data)
            if not isinstance(outcome, Refusal):
                return redirect("concern", community=request.community.slug, concern=concern)
            posted.add_error(outcome.field if outcome.field in posted.fields else None, refused(outcome))
    said = {
        "row": found,
        "notes": list(found.notes.all()),
        "readings": read_by(found),
        "forms": forms,
        "what": what,
        "posted": forms.get(what) if request.method == "POST" else None,
        "said_it_is_over": found.closing_by_id == request.actor.agent_id,
    }
    return render(request, "people/worry.html", said, status=422 if request.method == "POST" else 200)


def _line(one: Concern) -> dict[str, Any]:
    days = (clock.now() - one.raised_at).days
    waits = ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days} if days else _("since today")
    return {"row": one, "waits": waits}


def _asked(request: MemberRequest, form: WorryForm, about: Agent | None = None, **more: Any) -> HttpResponse:
    leads = readers(request.actor, about.pk if about else None).values()
    said = {"form": form, "about": about, "leads": list(leads), **more}
    return render(request, "people/worry_form.html", said, status=422 if form.errors else 200)


def _after(request: MemberRequest, told: int) -> HttpResponse:
    if not told:
        words = _("Nobody here can read it yet: the desk was told to name a safeguarding lead. Do not wait for that.")
        messages.warning(request, words)
    return redirect("worry_said", community=request.community.slug)


def _about(request: MemberRequest) -> Agent | None:
    """Whom it is about, as the address says; nobody where it says none or one that is not there."""
    asked = request.GET.get("member", "")
    return whom(request.actor, UUID(asked)) if is_public_id(asked) else None
