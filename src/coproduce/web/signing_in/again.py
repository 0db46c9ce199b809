"""What matters most asks again who is there: a sign-in of a while ago may be somebody else's by now.

Pages marked `asks_again` lead here first, and verbs made so refuse. Asked is for the second step where there is one,
else for a code by letter, else for the word beside the card.
"""

from datetime import timedelta
from urllib.parse import urlencode

from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from coproduce.community.base import clock
from coproduce.community.people.models import Account
from coproduce.community.people.signing_in.rules import folded
from coproduce.web.signing_in import codes, limits, second_step
from coproduce.web.signing_in.leading import leads_to

#: A page that asks again is opened for so long after somebody proved who they are, and what is written on it sent.
OPEN_FOR, SEND_FOR = timedelta(minutes=15), timedelta(minutes=30)

PROVED = "proved_at"


def proved(request: HttpRequest) -> None:
    """Somebody just showed who they are."""
    request.session[PROVED] = clock.now().timestamp()


def is_long_ago(request: HttpRequest, lasts: timedelta = SEND_FOR) -> bool:
    """Whether whoever is signed in here has to show again who they are. One tap in a demo is never asked for more."""
    device = getattr(request, "device", None)
    if device and device.by == "demo":
        return False
    since = clock.now().timestamp() - float(request.session.get(PROVED, 0))
    return since > lasts.total_seconds()


def asked_first(request: HttpRequest) -> HttpResponse | None:
    """The way to the question, where it has to be answered before this page; nobody is asked who is not signed in."""
    if not request.user.is_authenticated or not is_long_ago(
        request, SEND_FOR if request.method == "POST" else OPEN_FOR
    ):
        return None
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{reverse('sign_in_again')}?{urlencode({'next': back})}")


class WordForm(forms.Form):
    word = forms.CharField(
        label=_("The word you chose at the desk"), max_length=80, error_messages={"required": _("Write your word.")}
    )


@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """One question: the second step, a code by letter, or the word."""
    account = request.user
    if not isinstance(account, Account):
        return redirect("sign_in")
    ways = second_step.ways_of(account)
    if ways:
        return _by_second_step(request, account, ways)
    return _by_letter(request, account) if account.email else _by_word(request, account)


def _by_second_step(request: HttpRequest, account: Account, ways: frozenset[str]) -> HttpResponse:
    form = second_step.form_for(
        account, request.POST if "credential" in request.POST or "code" in request.POST else None
    )
    if request.method == "POST" and form.is_valid():
        return _go_on(request)
    said = {"form": form, "ways": ways, "options": second_step.options(account, ways), "next": leads_to(request)}
    return render(request, "again_second.html", said, status=422 if form.errors else 200)


def _by_letter(request: HttpRequest, account: Account) -> HttpResponse:
    """First a press of a button sends the letter, then its code is typed."""
    assert account.email
    form = codes.CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        if limits.may_try(request, "letter_again", account, account.email):
            codes.send(request, "again", account.email, "letters/code_again")
        else:
            form = codes.refused(_("That was tried many times. Wait an hour, then go on."))
    elif request.method == "POST" and form.is_valid():
        if codes.take(request, "again", form.cleaned_data["code"]) == account.email:
            return _go_on(request)
        form.add_error("code", codes.WRONG)
    said = {"form": form, "was_sent": codes.is_waiting(request, "again"), "email": account.email,
            "next": leads_to(request)}  # fmt: skip
    return render(request, "again_letter.html", said, status=422 if form.errors else 200)


def _by_word(request: HttpRequest, account: Account) -> HttpResponse:
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            counted = check_rate_limit(account)
        except ValidationError:
            form.add_error("word", _("That was tried many times. Wait an hour, or ring your community's desk."))
        else:
            if account.word_hash and check_password(folded(form.cleaned_data["word"]), account.word_hash):
                counted()
                return _go_on(request)
            form.add_error("word", _("This is not the word you chose. Capitals and spaces make no difference."))
    said = {"form": form, "has_word": bool(account.word_hash), "next": leads_to(request)}
    return render(request, "again_word.html", said, status=422 if form.errors else 200)


def _go_on(request: HttpRequest) -> HttpResponse:
    proved(request)
    return HttpResponseRedirect(leads_to(request))
