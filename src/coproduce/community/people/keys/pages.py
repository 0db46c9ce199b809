"""Keys for scripts: what acts here for whom, making one, reading it once, and ending it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.forms import Once, let_choose
from coproduce.community.base.page import MemberRequest, as_csv, asks_again_to_send, page_of, refused
from coproduce.community.people.keys.actions import code_to_read, every_scope, keys, make_key, revoke_key
from coproduce.community.people.keys.rules import DAYS, FIGURES, MOST_DAYS, READ, SENSITIVE, WRITE
from coproduce.community.people.models import ScriptKey
from coproduce.core.refusal import Refusal

#: What each scope says to a person; a room's own name stands in the last.
IN_WORDS = {
    READ: _("Read all that I can read"),
    FIGURES: _("Read the figures, and nothing else"),
    WRITE: _("Do all that I can do, but for what asks me to sign in again"),
    SENSITIVE: _("Do what asks me to sign in again: settings, words and lost telephones, large undoing"),
}


def words_of(scope: str) -> str:
    """A scope in a person's words."""
    if scope in IN_WORDS:
        return str(IN_WORDS[scope])
    room = next(room for _, room in rooms.every_room() if room.slug == scope.partition(":")[0])
    return gettext("Do what I can do in one part only: %(part)s") % {"part": gettext(room.name)}


class KeyForm(Once):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("So that you know it again: the figures for the council, our telephone list."),
        error_messages={"required": _("Write what the key is for, so that you know it again.")},
    )
    may = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one thing or more that the key may do.")},
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Then it opens nothing any more, and you make another."),
        error_messages={"required": _("Write a number of days.")},
    )

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        let_choose(self, "may", [(scope, words_of(scope)) for scope in every_scope()])


class RevokeForm(Once):
    key = forms.UUIDField()


@asks_again_to_send
@require_http_methods(["GET", "POST"])
def listed(request: MemberRequest) -> HttpResponse:
    """My keys, for the desk everybody's; and a form for another."""
    form = KeyForm(request.POST or None, initial={"days": DAYS, "may": [READ], "request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = make_key(request.actor, **{**form.cleaned_data, "may": tuple(form.cleaned_data["may"])})
        if not isinstance(outcome, Refusal):
            return HttpResponseRedirect(outcome.value.page)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    found = keys(request.actor)
    if request.GET.get("as") == "csv":
        return _file(request, list(found))
    page = page_of(found, request)
    said = {
        "form": form,
        "page": page,
        "rows": [_row(request, key) for key in page],
        "is_desk": policy.may(request.actor, "people.read_keys"),
    }
    return render(request, "people/keys.html", said, status=422 if form.errors else 200)


@never_cache
def made(request: MemberRequest, key: UUID) -> HttpResponse:
    """The code of a key, for whoever made it, in the first minutes; then never again."""
    found = code_to_read(request.actor, key)
    if found is None:
        messages.warning(
            request, gettext("This key can be read no more. If it was not kept, revoke it and make another.")
        )
        return redirect("keys", community=request.community.slug)
    address = request.build_absolute_uri(f"/api/{request.community.slug}/")
    said = {"key": found[0], "code": found[1], "address": address, "may": [words_of(one) for one in found[0].may]}
    return render(request, "people/key.html", said)


@require_POST
def revoked(request: MemberRequest) -> HttpResponse:
    """End a key at once."""
    form = RevokeForm(request.POST)
    if form.is_valid():
        outcome = revoke_key(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, gettext("Revoked. It opens nothing any more."))
    return redirect("keys", community=request.community.slug)


def _row(request: MemberRequest, key: ScriptKey) -> dict[str, Any]:
    today = clock.today(request.community.time_zone)
    return {
        "key": key,
        "whose": key.membership.agent.name,
        "may": [words_of(scope) for scope in key.may],
        "request_id": uuid4(),
        "holds": key.ended_on is None and key.until_on >= today,
    }


def _file(request: MemberRequest, found: list[ScriptKey]) -> HttpResponse:
    heads = [
        gettext("Whose"),
        gettext("What for"),
        gettext("May"),
        gettext("Last day"),
        gettext("Last used"),
        gettext("Revoked"),
        gettext("note"),
    ]
    made_up = gettext("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-keys",
        heads,
        (
            (
                one.membership.agent.name,
                one.name,
                " ".join(one.may),
                one.until_on,
                one.last_used_on or "",
                one.ended_on or "",
                made_up,
            )
            for one in found
        ),
    )
