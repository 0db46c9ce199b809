"""Where two learn together: yes to how it goes here, what each learned, how far it has come, and being asked back.

One address takes every button. The desk reads any of them, and speaks for somebody who rings.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduce.arenas.learning import ARENA, rules
from coproduce.arenas.learning.actions.pairs import begin, set_stage
from coproduce.arenas.learning.actions.sessions import say
from coproduce.arenas.learning.forms import SayForm, StageForm
from coproduce.arenas.learning.models import Pair, Session
from coproduce.arenas.learning.pages.words import shown_way, stage_in_words
from coproduce.arenas.learning.queries import mine
from coproduce.community.base import clock
from coproduce.community.base.action import Verb
from coproduce.community.base.page import MemberRequest, SeeOther, as_csv, refused
from coproduce.community.exchange.asks.actions import say_ready
from coproduce.community.exchange.forms import ForSomebody, ReadyForm
from coproduce.community.exchange.models import Agreement, Ask, Commitment
from coproduce.community.exchange.queries import thread as thread_of
from coproduce.community.exchange.threads.waiting import names
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Reading:
    """What they do together, as somebody reads it, and for whom they speak."""

    row: Agreement
    parts: Sequence[Commitment]
    mine: Commitment | None
    is_desk: bool
    pairs: Sequence[Pair]

    @property
    def is_learner(self) -> bool:
        return self.mine is not None and self.mine.side == Commitment.RECEIVES

    @property
    def own_pairs(self) -> list[Pair]:
        """Those of whoever is spoken for."""
        side = "learner_id" if self.is_learner else "tutor_id"
        return [pair for pair in self.pairs if self.mine and getattr(pair, side) == self.mine.agent_id]

    @property
    def can_alone(self) -> bool:
        """Whether whoever is spoken for has said that they can do it on their own."""
        aims = (pair.aim for pair in self.own_pairs)  # type: ignore[attr-defined]
        return self.is_learner and any(aim and aim.step in rules.STEPS[2:] for aim in aims)

    @property
    def has_begun(self) -> bool:
        return any(pair.began_on for pair in self.own_pairs)

    @property
    def is_over(self) -> bool:
        ended = bool(self.own_pairs) and all(pair.stage == Pair.OVER for pair in self.own_pairs)
        return ended or self.row.state not in mine.GOES_ON


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done here: what is asked, and the verb that does it."""

    form: Callable[..., forms.Form]
    verb: Verb[Any]


BUTTONS: Mapping[str, Button] = {
    "begin": Button(ForSomebody, begin),
    "say": Button(SayForm, say),
    "stage": Button(StageForm, set_stage),
    "ready": Button(ReadyForm, say_ready),
}


def page(request: MemberRequest, thread: UUID) -> HttpResponse:
    """What two, or a circle, learn together, and whatever one does about it."""
    read = _read(request, thread)
    everything = mine.sessions_of(read.pairs)
    sessions = [one for one in everything if one.pair.agreement_id == read.row.pk]
    if request.GET.get("as") == "csv":
        return _file(request, read, sessions)
    posted, what = None, request.POST.get("what", "")
    if request.method == "POST":
        if what not in BUTTONS or read.mine is None:
            raise Http404
        posted = _form(request, what, read, sessions, request.POST)
        if posted.is_valid() and _done(request, what, posted, read):
            return SeeOther(_address(request, read))
    ask = mine.own_ask(request.actor, read.mine.agent_id) if read.mine and read.is_learner else None
    open_forms = {name: _form(request, name, read, sessions, ask=ask) for name in BUTTONS if _may(name, read, ask)}
    if posted and what in open_forms:
        open_forms[what] = posted
    first = next(iter(read.pairs), None)
    said = {
        "read": read,
        "row": read.row,
        "forms": open_forms,
        "posted": posted,
        "posted_what": what,
        "tutor": names([part for part in read.parts if part.side == Commitment.GIVES]),
        "learners": names([part for part in read.parts if part.side == Commitment.RECEIVES]),
        "stage": stage_in_words(read.own_pairs[0].stage if read.own_pairs else Pair.START),
        "is_maintaining": any(pair.stage == Pair.MAINTAIN for pair in read.own_pairs),
        "professional": first.topic.professional if first else "",
        "next_talk": _next_talk(request, read),
        "ways": _ways(read, everything),
        "sessions": [_shown(one, read) for one in sessions],
        "waiting": _waiting(sessions, read),
        "ask": ask,
        "is_asked": ask is not None and ask.state == Ask.ASKED,
    }
    return render(request, "learning/together.html", said, status=422 if posted else 200)


def _read(request: MemberRequest, thread: UUID) -> Reading:
    row = thread_of(request.actor, thread)
    if row is None or row.arena != ARENA.slug or row.agreed_at is None:
        raise Http404
    parts = tuple(row.commitments.all())
    own = next((part for part in parts if part.agent_id == request.actor.agent_id), None)
    if own is None:
        for_ = request.POST.get("for_") or request.GET.get("for", "")
        spoken = next((part for part in parts if str(part.agent.public_id) == for_), None)
        return Reading(row, parts, spoken, True, mine.pairs_of(row))
    return Reading(row, parts, own, False, mine.pairs_of(row))


def _may(what: str, read: Reading, ask: Ask | None) -> bool:
    """Whether the button is there now, for whoever is spoken for."""
    if read.mine is None:
        return False
    if what == "ready":
        return ask is not None and ask.state == Ask.WAITING
    if read.is_over:
        return False
    if what == "begin":
        side = "learner_yes_at" if read.is_learner else "tutor_yes_at"
        return not read.own_pairs or any(getattr(pair, side) is None for pair in read.own_pairs)
    return read.has_begun


def _waiting(sessions: Sequence[Session], read: Reading) -> Session | None:
    """The day the others have spoken of and whoever is spoken for has not."""
    if read.mine is None:
        return None
    own, other = ("learner", "tutor") if read.is_learner else ("tutor", "learner")
    of = {pair.pk for pair in read.own_pairs}
    return next(
        (
            one for one in sessions
            if one.pair_id in of and getattr(one, f"{other}_said_at") and not getattr(one, f"{own}_said_at")
        ),
        None,
    )  # fmt: skip


def _form(
    request: MemberRequest,
    what: str,
    read: Reading,
    sessions: Sequence[Session],
    said: Any = None,
    ask: Ask | None = None,
) -> forms.Form:
    assert read.mine is not None
    waiting = _waiting(sessions, read)
    initial: dict[str, Any] = {
        "request_id": uuid4(),
        "for_": read.mine.agent.public_id if read.is_desk else None,
        "done_on": waiting.done_on if waiting else clock.today(request.community.time_zone),
        "time": _time_of(waiting, sessions) if waiting else "",
    }
    if ask:
        initial["ask"] = ask.public_id
    more = {"is_learner": read.is_learner, "can_alone": read.can_alone} if what == "say" else {}
    return BUTTONS[what].form(said, initial=initial, auto_id=f"{what}_%s", **more)


def _time_of(waiting: Session, sessions: Sequence[Session]) -> str:
    """What the others said it took, the whole circle's time together."""
    return str(HOURS(sum(one.minutes for one in sessions if one.done_on == waiting.done_on)))


def _done(request: MemberRequest, what: str, form: forms.Form, read: Reading) -> bool:
    """Whether the verb did it; a refusal stands in the form."""
    said = dict(form.cleaned_data)
    if "for_" in form.fields:
        said["for_"] = read.mine.agent.public_id if read.is_desk and read.mine else None
        said["agreement"] = read.row.public_id
    outcome = BUTTONS[what].verb(request.actor, **said)
    if not isinstance(outcome, Refusal):
        return True
    field = outcome.field if outcome.field in form.fields else None
    form.add_error(None if field is None or form.fields[field].widget.is_hidden else field, refused(outcome))
    return False


def _address(request: MemberRequest, read: Reading) -> str:
    address = reverse("learning_together", kwargs={"community": request.community.slug, "thread": read.row.public_id})
    if read.is_desk and read.mine:
        return f"{address}?{urlencode({'for': read.mine.agent.public_id})}"
    return address


def _next_talk(request: MemberRequest, read: Reading) -> Any:
    """When whoever shows it talks with the professional next; nothing for who learns."""
    began = next((pair.began_on for pair in read.pairs if pair.began_on), None)
    if began is None or read.mine is None or read.is_learner or read.is_desk or read.is_over:
        return None
    today = clock.today(request.community.time_zone)
    own = rules_of(request.community.pk, ARENA.slug, today)
    return rules.next_talk(began, max(today, began + timedelta(days=1)), own)


def _ways(read: Reading, everything: Sequence[Session]) -> list[dict[str, Any]]:
    """How far each learner of these has come. Who learns in a circle reads their own way alone."""
    pairs = read.own_pairs if read.is_learner else read.pairs
    return [shown_way(mine.way_of(aim, everything)) for pair in pairs if (aim := pair.aim)]  # type: ignore[attr-defined]


def _shown(one: Session, read: Reading) -> dict[str, Any]:
    return {
        "done_on": one.done_on,
        "time": HOURS(one.minutes),
        "counts": one.entry is not None,
        "is_maintaining": one.pair.maintain_on is not None and one.done_on >= one.pair.maintain_on,
        "said": [
            {"name": who.name, "words": words.words if words else ""}
            for who, words in ((one.pair.tutor, one.tutor_words), (one.pair.learner, one.learner_words))
            if words
        ],
    }


def _file(request: MemberRequest, read: Reading, sessions: Sequence[Session]) -> HttpResponse:
    heads = [_("day"), _("shows"), _("learns"), _("minutes"), _("counts"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    rows = [
        [one.done_on.isoformat(), one.pair.tutor.name, one.pair.learner.name, one.minutes,
         _("yes") if one.entry else _("not yet"), made_up]
        for one in sessions
    ]  # fmt: skip
    return as_csv(f"{request.community.slug}-learning-together", heads, rows)
