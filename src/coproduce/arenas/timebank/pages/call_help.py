"""Help written down while somebody is on the line: one page, with their thanks and whether they feel ready.

Three verbs of the ring in one go, each under an id that follows from the form's, so that a double tap does each once.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.timebank.actions import Recorded, record_for
from coproduce.arenas.timebank.pages.desk import desk_only
from coproduce.arenas.timebank.queries.desk import caller
from coproduce.community.base.done import Done
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.exchange.asks.actions import say_ready
from coproduce.community.exchange.contributions import thank
from coproduce.community.exchange.forms import DayForm, KindForm, TimeForm, WordsForm
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.queries import asks
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

#: Names offered while one is typed.
SUGGESTED = 200


class HelpForm(TimeForm, DayForm, KindForm, WordsForm):
    """Everything about one help, in the order it is told on the telephone. `raw` holds the call."""

    other = forms.CharField(
        max_length=120,
        help_text=gettext_lazy("A part of the name is enough."),
        widget=forms.TextInput(attrs={"list": "names", "autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Write who it was.")},
    )
    thanks = forms.CharField(
        label=gettext_lazy("What would they like to say to whoever helped?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("In their words. You may leave it empty."),
        error_messages={"max_length": gettext_lazy("Say it in 300 letters or fewer.")},
    )
    ready = forms.BooleanField(required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput())
    field_order = ("other", "time", "done_on", "category", "words", "thanks", "ready", "request_id")

    def __init__(self, request: MemberRequest, raw: dict[str, Any], said: Any = None) -> None:
        super().__init__(request, raw, said)
        self.actor, self.caller = request.actor, raw["member"]
        self.suggestions = list(self._others().values_list("name", flat=True)[:SUGGESTED])
        self.fields["other"].label = _("Whom did they help?") if raw["gave"] else _("Who helped them?")
        self.fields["time"].initial = "1 h"
        self.fields["category"].initial = raw["usual"]
        self.fields["request_id"].initial = uuid4()
        self.fields["words"].widget = forms.TextInput(attrs={"maxlength": 300})
        if raw["gave"]:
            del self.fields["thanks"]
        if raw["gave"] or not raw["may_say_ready"]:
            del self.fields["ready"]

    def _others(self, words: str = "") -> QuerySet[Agent]:
        return agents(self.actor, words).exclude(pk=self.caller.pk)

    def clean_other(self) -> Agent:
        """The one meant by a part of a name; more than one is asked about."""
        said = self.cleaned_data["other"].strip()
        few = list(self._others().filter(name__iexact=said)[:2])
        if len(few) != 1:
            few = list(self._others(said)[:6])
        if not few:
            raise forms.ValidationError(
                _("Nobody here goes by “%(name)s”. Try a part of the name."), params={"name": said}
            )
        if len(few) > 1:
            raise forms.ValidationError(
                _("Which of them? %(names)s"), params={"names": ", ".join(agent.name for agent in few)}
            )
        return few[0]


def page(request: MemberRequest, member: UUID) -> HttpResponse:
    """Write down help for whoever rings; `?side=gave` when it is help they gave."""
    desk_only(request)
    found = caller(request.actor, member)
    if found is None:
        raise Http404
    agent = found.agent
    gave = request.GET.get("side") == "gave"
    raw = {"member": agent, "gave": gave, **_known_of(request, agent, gave)}
    form = HelpForm(request, raw, request.POST or None)
    if request.method == "POST" and form.is_valid() and _written_down(request, form, agent, gave):
        return SeeOther(reverse("call_card", kwargs={"community": request.community.slug, "member": member}))
    return render(
        request,
        "timebank/call_help.html",
        {"form": form, "agent": agent, "gave": gave},
        status=422 if form.errors else 200,
    )


def _known_of(request: MemberRequest, agent: Agent, gave: bool) -> dict[str, Any]:
    """The kind of help it was the last time; and whether they may say that they are ready.

    They may until somebody has said it: they are not helped yet, or helped and not ready.
    """
    last = Contribution.objects.filter(**{"giver" if gave else "receiver": OuterRef("pk")}, unit=HOURS.code).order_by(
        "-id"
    )
    said = asks(request.actor).filter(agent=OuterRef("pk"), arena="timebank").exclude(state=Ask.WAITING)
    usual = Coalesce(Subquery(last.values("category__name")[:1]), Value(""))
    here = Agent.objects.filter(pk=agent.pk).annotate(usual=usual, may_say_ready=~Exists(said))
    return {**here.values("usual", "may_say_ready").get()}


def _written_down(request: MemberRequest, form: HelpForm, agent: Agent, gave: bool) -> bool:
    """Whether the help stands. Thanks and readiness come after it: what cannot be done of them is said and left."""
    said: Mapping[str, Any] = form.cleaned_data
    other, request_id = said["other"], said["request_id"]
    giver, receiver = (agent, other) if gave else (other, agent)
    help_given = {name: said[name] for name in ("time", "done_on", "category", "words")}
    outcome = record_for(
        request.actor, giver=giver.public_id, receiver=receiver.public_id, request_id=request_id, **help_given
    )
    if isinstance(outcome, Refusal):
        at = {"giver": "other", "receiver": "other"}.get(outcome.field, outcome.field)
        form.add_error(at if at in form.fields else None, refused(outcome))
        return False
    messages.success(
        request,
        _("It is written down: %(giver)s gave %(receiver)s %(time)s.")
        % {"giver": giver.name, "receiver": receiver.name, "time": said["time"]},
    )
    _and_then(request, said, agent, outcome.value)
    return True


def _and_then(request: MemberRequest, said: Mapping[str, Any], agent: Agent, receipt: Recorded) -> None:
    actor, once = request.actor, said["request_id"]
    outcomes: list[Done[Any] | Refusal] = []
    if said.get("thanks"):
        outcomes.append(
            thank(actor, contribution=receipt.contribution, words=said["thanks"], request_id=uuid5(once, "thank"))
        )
    waiting = asks(actor).filter(agent=agent, arena="timebank", state=Ask.WAITING).first()
    if said.get("ready") and waiting:
        outcomes.append(say_ready(actor, ask=waiting.public_id, request_id=uuid5(once, "ready")))
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
