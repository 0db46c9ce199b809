"""A new e-mail address: proved by a code sent to it, told to the old one, and shared where the old one was shared."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.cache import never_cache

from coproduce.community.base.page import asks_again
from coproduce.community.people.models import Account
from coproduce.community.people.signing_in import devices
from coproduce.community.people.signing_in.moving import is_taken, move_to
from coproduce.web.signing_in import codes, limits
from coproduce.web.signing_in.adapter import TOO_OFTEN

#: What a code to a new address is for.
MOVE = "move"


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("What is your new e-mail address?"),
        max_length=254,
        validators=[validate_email],
        help_text=_("We send a code there. Your old address is told, and opens nothing once the new one is proved."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your new address."), "invalid": _("Write it like ana@example.org.")},
    )


@asks_again
@login_required
@never_cache
def new_address(request: HttpRequest) -> HttpResponse:
    """Write the new address; a code goes there, whoever has it."""
    account = _mine(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if not limits.may_try(request, "address", account, f"of {account.pk}"):
            form.add_error("email", TOO_OFTEN)
        elif is_taken(email, account):
            codes.pretend(request, MOVE, email)
            get_adapter(request).send_mail("letters/address_taken", email, {})
            return redirect("prove_address")
        else:
            codes.send(request, MOVE, email, "letters/code_move")
            return redirect("prove_address")
    return render(request, "new_address.html", {"form": form, "account": account}, status=422 if form.errors else 200)


@asks_again
@login_required
@never_cache
def prove_address(request: HttpRequest) -> HttpResponse:
    """Type the code that came to it: from then on it is the address."""
    if request.method == "GET" and not codes.is_waiting(request, MOVE):
        return redirect("new_address")
    account = _mine(request)
    form = codes.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if email := codes.take(request, MOVE, form.cleaned_data["code"]):
            old = account.email
            move_to(account, email)
            devices.end_all(account, but=request.session.session_key or "")
            if old:
                get_adapter(request).send_mail("letters/address_moved", old, {})
            messages.success(request, gettext("Your address is %(email)s now. You are signed out everywhere but here.")
                             % {"email": email})  # fmt: skip
            return redirect("how_i_sign_in")
        form.add_error("code", codes.WRONG)
    return render(request, "prove_address.html", {"form": form}, status=422 if form.errors else 200)


def _mine(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
