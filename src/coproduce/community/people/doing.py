"""One address, several buttons: the one that was pressed is read and done, or says what to put right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from coproduce.community.base.action import Verb
from coproduce.community.base.forms import MoneyField, Once, let_choose
from coproduce.community.base.page import MemberRequest, SeeOther, refused
from coproduce.community.people.choosing import SHOWN
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents
from coproduce.core.quantity import Unit, unit_of_money
from coproduce.core.refusal import Refusal


class Deed(Once):
    """A form whose clean answers are a verb's arguments. Who and what can be chosen is handed in by name."""

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, money: Unit | None = None, **more: Any):
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and choices and name in choices:
                let_choose(self, name, choices[name])
            if isinstance(field, MoneyField):
                field.money = money

    def arguments(self) -> dict[str, Any]:
        """What the verb is handed."""
        return dict(self.cleaned_data)


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done on a page: what is asked, the verb, and what is known without asking."""

    form: type[Deed]
    verb: Verb[Any]
    known: Mapping[str, Any]
    initial: Mapping[str, Any]


def shown(
    request: MemberRequest,
    template: str,
    buttons: Mapping[str, Button],
    here: Mapping[str, Any],
    choices: Mapping[str, Any],
) -> HttpResponse:
    """The page with its buttons; or, once one was pressed and done, the same page again."""
    posted, what = None, request.POST.get("what", "")
    if request.method == "POST":
        if what not in buttons:
            raise Http404
        posted = _form(request, what, buttons[what], choices, request.POST)
        if posted.is_valid() and _is_done(request, buttons[what], posted):
            return SeeOther(request.get_full_path())
    open_forms = {name: _form(request, name, button, choices) for name, button in buttons.items()}
    if posted:
        open_forms[what] = posted
    said = {**here, "forms": open_forms, "posted": posted, "posted_what": what, "q": request.GET.get("q", "")}
    return render(request, template, said, status=422 if posted else 200)


def people(request: MemberRequest, known: Iterable[tuple[UUID, str]] = ()) -> list[tuple[UUID, str]]:
    """Who can be chosen: those known here, and whoever was looked for by name."""
    words = request.GET.get("q", "").strip()
    found = agents(request.actor, words).filter(kind=Agent.PERSON)[:SHOWN] if words else ()
    chosen = dict.fromkeys([*known, *((one.public_id, one.name) for one in found)])
    return list(chosen)


def _form(request: MemberRequest, what: str, button: Button, choices: Mapping[str, Any], said: Any = None) -> Deed:
    initial = {"request_id": uuid4(), **button.initial}
    money = unit_of_money(request.community.currency)
    files = None if said is None else request.FILES
    return button.form(said, files, initial=initial, auto_id=f"{what}_%s", choices=dict(choices), money=money)


def _is_done(request: MemberRequest, button: Button, form: Deed) -> bool:
    outcome = button.verb(request.actor, **{**form.arguments(), **button.known})
    if not isinstance(outcome, Refusal):
        return True
    field = outcome.field if outcome.field in form.fields else None
    form.add_error(None if field is None or form.fields[field].widget.is_hidden else field, refused(outcome))
    return False
