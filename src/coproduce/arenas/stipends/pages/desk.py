"""What waits at the desk, and what one of two does about it: one tells, another decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.stipends.actions.steps import decide_appeal, decide_end, tell_step
from coproduce.arenas.stipends.forms import DecideForm, EndForm, TellForm
from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.pages.words import days_in_words, went_in_words
from coproduce.arenas.stipends.queries.records import here_in
from coproduce.arenas.stipends.queries.waiting import Waiting, period_at_desk, waiting
from coproduce.community.base import policy
from coproduce.community.base.action import Verb
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.community.people.queries import agents
from coproduce.core.refusal import Refusal

#: Members one is chosen among.
MOST_MEMBERS = 300


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to be done about a period: what it is called, the verb, and what is asked."""

    title: str | Promise
    verb: Verb[Any]
    form: Callable[..., forms.Form]
    done: str | Promise


def _tell(request: MemberRequest, row: Attendance, *said: Any, **more: Any) -> forms.Form:
    others = agents(request.actor).exclude(pk=row.child.family.agent_id)[:MOST_MEMBERS]
    return TellForm(*said, members=[(str(one.public_id), one.name) for one in others], **more)


def _plain(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda request, row, *said, **more: form(*said, **more)


THINGS: Mapping[str, Thing] = {
    "tell": Thing(gettext_lazy("Tell the family"), tell_step, _tell,
                  gettext_lazy("They are told, and so is whoever stands beside them.")),
    "decide": Thing(gettext_lazy("Decide on their answer"), decide_appeal, _plain(DecideForm),
                    gettext_lazy("Decided. The family reads it.")),
    "end": Thing(gettext_lazy("Decide whether it goes on"), decide_end, _plain(EndForm),
                 gettext_lazy("Decided. The family reads it, with your name.")),
}  # fmt: skip


@never_cache
@require_safe
def listed(request: MemberRequest) -> HttpResponse:
    """What waits today; as a table, all of it."""
    found = waiting(request.actor, request.community)
    if found is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _file(request, found)
    return render(request, "stipends/waiting.html", {"found": found})


@never_cache
def asked(request: MemberRequest, attendance: UUID, what: str) -> HttpResponse:
    """One thing about one period: what it is about stands above, what is asked below."""
    thing = THINGS.get(what)
    row = period_at_desk(request.actor, attendance) if thing else None
    if thing is None or row is None or not policy.may(request.actor, thing.verb.verb):
        raise Http404
    form: Any = thing.form(request, row, request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if "supporter" in given:
            given["supporter"] = UUID(given["supporter"])
        outcome = thing.verb(request.actor, attendance=attendance, **given)
        if not isinstance(outcome, Refusal):
            messages.success(request, str(thing.done))
            return redirect("stipends_waiting", community=request.community.slug)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {
        "form": form, "thing": thing, "row": row, "days": days_in_words(row),
        "went": went_in_words(row, here_in(request.community)),
    }  # fmt: skip
    return render(request, "stipends/do.html", said, status=422 if form.errors else 200)


def _file(request: MemberRequest, found: Waiting) -> HttpResponse:
    """A row for each thing that waits."""
    made_up = _("demo") if request.community.is_demo else ""

    def rows(what: str, of: tuple[Attendance, ...]) -> list[tuple[str, str, str, date | None, str]]:
        return [(what, row.child.name, row.child.family.agent.name, row.until_on, made_up) for row in of]

    heads = [_("what"), _("child"), _("family of"), _("months until"), _("note")]
    missing = [(_("register is missing"), child.name, child.family.agent.name, found.last_until, made_up)
               for child in found.missing]  # fmt: skip
    table = [
        *rows(_("to decide whether it goes on"), found.to_decide),
        *rows(_("to decide on an answer"), found.to_answer),
        *rows(_("to tell"), found.to_tell),
        *rows(_("told"), tuple(one.row for one in found.told)),
        *missing,
        *rows(_("typed in once"), found.typed_once),
    ]
    return as_csv(f"{request.community.slug}-school-waiting", heads, table)
