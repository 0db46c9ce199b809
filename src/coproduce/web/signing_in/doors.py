"""The doors: a code by e-mail, a code on a printed card with the word beside it, a passkey, and one tap in a demo."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.mfa.webauthn.internal import flows as passkeys
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coproduce.community.people import cards
from coproduce.web import demo
from coproduce.web.signing_in import limits
from coproduce.web.signing_in.adapter import BACKEND, TOO_OFTEN
from coproduce.web.signing_in.leading import leads_to


class CardForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label=_("The code on your card"),
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code that stands on your card.")},
    )
    word = forms.CharField(
        max_length=80,
        label=_("The word you chose at the desk"),
        help_text=_("Capitals and spaces make no difference."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Type the word you chose at the desk.")},
    )


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page with the doors, and what happened at the card's."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method == "GET":
        clear_login(request)  # whoever is here begins again: with another address, or after somebody else
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, word = form.cleaned_data["code"], form.cleaned_data["word"]
        if not limits.may_try(request, "card", is_held=cards.is_good(code)):
            form.add_error("code", TOO_OFTEN)
        elif account := cards.spend(code, word):
            request.came_by = "card"  # type: ignore[attr-defined]
            login(request, account, backend=BACKEND)
            return HttpResponseRedirect(leads_to(request))
        else:
            form.add_error(
                "code", _("This code and this word do not open the door. Each card works once: ask for a new one.")
            )
    status = 422 if form.errors else 200
    return render(request, "sign_in.html", {"form": form, "next": request.GET.get("next", "")}, status=status)


@require_POST
def demo_sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """One tap, in a demo on this machine only; elsewhere there is no such page."""
    account = demo.account_of(number) if demo.is_open_here() else None
    if account is None:
        return redirect("sign_in")
    request.came_by = "demo"  # type: ignore[attr-defined]
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect(leads_to(request))


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Out, and whatever this browser kept of the site with it."""
    answer: HttpResponseBase = allauth.LogoutView.as_view()(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


class ByPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey opens by itself: who has it proved who they are to their own telephone first."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        going_on = Login(user=passkey.user, redirect_url=self.request.POST.get("next") and leads_to(self.request))
        opened: HttpResponse = passkeys.perform_passwordless_login(self.request, passkey, going_on)
        return opened


class ConfirmCode(allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code of a letter: three tries for each letter, and few from one address whatever was sent."""

    def form_valid(self, form: Any) -> HttpResponse:
        return super().form_valid(form) if self._may_try() else self._too_often(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return super().form_invalid(form) if self._may_try() else self._too_often(form)

    def _may_try(self) -> bool:
        return limits.may_try(self.request, "code", self.stage.login.user, str(self._process.state.get("email")))

    def _too_often(self, form: Any) -> HttpResponse:
        form.add_error(None, TOO_OFTEN)
        shown: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return shown


by_passkey = method_decorator(never_cache, name="dispatch")(ByPasskey).as_view()
confirm_code = ConfirmCode.as_view()
