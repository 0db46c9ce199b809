"""A code sent by letter to prove an address: for one purpose, once, for a quarter of an hour, with three tries.

It is kept only as a hash, in the session of whoever asked for it.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import clock

LASTS = timedelta(minutes=15)
TRIES = 3

WRONG = _("This is not the code, or it is too old. After three tries, ask for another.")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Type the code from the letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false",
                   "class": "short"}
        ),
        error_messages={"required": _("Type the code from the letter.")},
    )  # fmt: skip


def refused(sentence: str | Promise) -> CodeForm:
    """The form, saying why nothing was sent."""
    form = CodeForm({"code": "-"})
    form.add_error("code", str(sentence))
    return form


def send(request: HttpRequest, what: str, address: str, letter: str, **more: Any) -> None:
    """Send a code for this purpose to an address; an earlier one for it counts no more."""
    code = get_adapter(request).generate_login_code()
    get_adapter(request).send_mail(letter, address, {"code": code, **more})
    _keep(request, what, {"hash": _hash(what, code), "to": address, "left": TRIES,
                          "until": (clock.now() + LASTS).timestamp()})  # fmt: skip


def pretend(request: HttpRequest, what: str, address: str) -> None:
    """As if one had been sent: to an address that is somebody else's, so that nobody learns whose."""
    _keep(request, what, {"hash": "", "to": address, "left": TRIES, "until": (clock.now() + LASTS).timestamp()})


def is_waiting(request: HttpRequest, what: str) -> bool:
    """Whether a code for this purpose is on its way."""
    kept = request.session.get("codes", {}).get(what)
    return bool(kept and kept["left"] > 0 and kept["until"] > clock.now().timestamp())


def take(request: HttpRequest, what: str, said: str) -> str:
    """The address a code proves, once; nothing for any other."""
    kept = request.session.get("codes", {}).get(what)
    if not kept or not is_waiting(request, what):
        return ""
    is_right = constant_time_compare(_hash(what, said), kept["hash"])
    _keep(request, what, None if is_right else {**kept, "left": kept["left"] - 1})
    return kept["to"] if is_right else ""


def _keep(request: HttpRequest, what: str, kept: dict[str, Any] | None) -> None:
    others = {name: one for name, one in request.session.get("codes", {}).items() if name != what}
    request.session["codes"] = {**others, what: kept} if kept else others


def _hash(what: str, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac(f"coproduce.code.{what}", plain, algorithm="sha256").hexdigest()
