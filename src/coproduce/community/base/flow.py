"""One question a page: how any verb is asked for on the web, with or without JavaScript.

A draft lives in the session under an id that becomes the request id, so that a
double tap records once. Nothing is written before "check your answers".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from coproduce.community.base import policy, wire
from coproduce.community.base.action import Verb
from coproduce.community.base.page import MemberRequest, refused
from coproduce.core.refusal import Refusal

Answers = dict[str, Any]

#: Drafts one session keeps: the oldest gives way.
MOST_DRAFTS = 5

CHECK, DONE = "check", "done"


@dataclass(frozen=True, slots=True)
class Question:
    """One page of a flow.

    `form` makes the form from the request and the answers so far; `said` is how
    an answer reads on the check page; `is_asked` leaves out what is known.
    """

    name: str
    asks: str | Promise
    short: str | Promise
    form: Callable[..., forms.Form]
    said: Callable[[MemberRequest, Answers], str]
    is_asked: Callable[[Answers], bool] = lambda answers: True
    template: str = "question.html"


@dataclass(frozen=True, slots=True)
class Flow:
    """A verb as a row of questions. `arguments` makes the verb's from the clean answers.

    Where it `forgets`, the answers are kept no longer than until it is done, and `after` has none.
    """

    page: str
    title: str | Promise
    verb: Callable[[], Verb[Any]]
    questions: tuple[Question, ...]
    arguments: Callable[[MemberRequest, Answers], dict[str, Any]]
    do_it: str | Promise
    done_template: str
    after: Callable[[MemberRequest, Answers, Any], Mapping[str, Any]]
    fields: Mapping[str, str] = field(default_factory=dict)
    forgets: bool = False

    def begin(self, request: MemberRequest, known: Answers) -> HttpResponse:
        """A new draft with what is known already, and its first question."""
        self._or_not_there(request)
        draft = str(uuid4())
        drafts = request.session.get("drafts", {})
        kept = dict(list(drafts.items())[-(MOST_DRAFTS - 1) :])
        request.session["drafts"] = {**kept, draft: {"flow": self.page, "raw": known}}
        return self._to(request, draft, self._next(request, known))

    def show(self, request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
        """One step of a draft: a question, the check page, or what came of it."""
        self._or_not_there(request)
        kept = request.session.get("drafts", {}).get(str(draft))
        if kept is None or kept["flow"] != self.page:
            return HttpResponseRedirect(reverse(self.page, kwargs={"community": request.community.slug}))
        if "receipt" in kept and step != DONE:
            return self._to(request, str(draft), DONE)
        if step == DONE:
            return self._done(request, str(draft), kept)
        if step == CHECK:
            return self._check(request, draft, kept)
        question = next((q for q in self.questions if q.name == step), None)
        if question is None:
            raise Http404
        return self._ask(request, str(draft), kept, question)

    def _or_not_there(self, request: MemberRequest) -> None:
        """Whoever may never do this finds no such page."""
        if not policy.may(request.actor, self.verb().verb, "own"):
            raise Http404

    def _ask(self, request: MemberRequest, draft: str, kept: Answers, question: Question) -> HttpResponse:
        raw = kept["raw"]
        if request.method == "POST":
            form = question.form(request, raw, request.POST)
            if form.is_valid():
                said = {name: request.POST.get(name, "") for name in form.fields}
                self._keep(request, draft, {**kept, "raw": {**raw, **said}})
                return self._to(request, draft, self._next(request, {**raw, **said}))
        else:
            form = question.form(request, raw, raw if self._is_answered(question, request, raw) else None)
        asked = [q for q in self.questions if q.is_asked(raw)]
        place = asked.index(question) if question in asked else 0
        return render(
            request,
            question.template,
            {
                "flow": self,
                "form": form,
                "question": question,
                "place": place + 1,
                "of": len(asked),
                "back": self._url(request, draft, asked[place - 1].name) if place else None,
                "raw": raw,
            },
            status=422 if form.errors and request.method == "POST" else 200,
        )

    def _check(self, request: MemberRequest, draft: UUID, kept: Answers) -> HttpResponse:
        unanswered = self._next(request, kept["raw"])
        if unanswered != CHECK:
            return self._to(request, str(draft), unanswered)
        answers = self._answers(request, kept["raw"])
        refusal = None
        if request.method == "POST":
            outcome = self.verb()(request.actor, request_id=draft, **self.arguments(request, answers))
            if not isinstance(outcome, Refusal):
                receipt = wire.receipt_to_json(outcome.value)
                raw = {} if self.forgets else kept["raw"]
                self._keep(request, str(draft), {**kept, "raw": raw, "receipt": receipt})
                return self._to(request, str(draft), DONE)
            refusal = outcome
        facts = [
            {
                "name": q.name,
                "short": q.short,
                "said": q.said(request, answers),
                "url": self._url(request, str(draft), q.name) if q.is_asked(kept["raw"]) else None,
            }
            for q in self.questions
        ]
        mend = self.fields.get(refusal.field, refusal.field) if refusal else ""
        return render(
            request,
            "check.html",
            {
                "flow": self,
                "facts": [fact for fact in facts if fact["said"]],
                "refusal": refused(refusal) if refusal else "",
                "mend": self._url(request, str(draft), mend) if mend in {q.name for q in self.questions} else None,
            },
            status=422 if refusal else 200,
        )

    def _done(self, request: MemberRequest, draft: str, kept: Answers) -> HttpResponse:
        if "receipt" not in kept:
            return self._to(request, draft, CHECK)
        receipt = wire.receipt_from_json(self.verb().receipt, kept["receipt"])
        answers = self._answers(request, kept["raw"])
        return render(request, self.done_template, {"flow": self, **self.after(request, answers, receipt)})

    def _answers(self, request: MemberRequest, raw: Answers) -> Answers:
        """Every answer, clean; what was known from the start stays as it came."""
        answers: Answers = dict(raw)
        for question in self.questions:
            if question.is_asked(raw):
                form = question.form(request, raw, raw)
                if form.is_valid():
                    answers |= form.cleaned_data
        return answers

    def _next(self, request: MemberRequest, raw: Answers) -> str:
        """The first question without an answer, or the check page."""
        for question in self.questions:
            if question.is_asked(raw) and not self._is_answered(question, request, raw):
                return question.name
        return CHECK

    def _is_answered(self, question: Question, request: MemberRequest, raw: Answers) -> bool:
        form = question.form(request, raw, raw)
        return all(name in raw for name in form.fields) and form.is_valid()

    def _keep(self, request: MemberRequest, draft: str, kept: Answers) -> None:
        request.session["drafts"] = {**request.session["drafts"], draft: kept}

    def _to(self, request: MemberRequest, draft: str, step: str) -> HttpResponse:
        return HttpResponseRedirect(self._url(request, draft, step))

    def _url(self, request: MemberRequest, draft: str, step: str) -> str:
        return reverse(f"{self.page}_step", kwargs={"community": request.community.slug, "draft": draft, "step": step})
