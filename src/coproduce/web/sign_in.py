"""Signing in: a code by e-mail, or a code on a printed card. No passwords, and nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LogoutView
from allauth.core import ratelimit
from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coproduce.community.people import cards
from coproduce.web import demo

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Members are welcomed by their community's desk; the sign-in page never makes an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")


class CardForm(forms.Form):
    code = forms.CharField(max_length=40, label=_("The code on your card"), strip=True)


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page with the two doors, and what happened at the card's."""
    if request.user.is_authenticated:
        return redirect("home")
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try(request):
            form.add_error("code", _("That was tried many times. Wait an hour, or ring your community's desk."))
        elif account := cards.spend(form.cleaned_data["code"]):
            login(request, account, backend=BACKEND)
            return HttpResponseRedirect(_next(request))
        else:
            form.add_error("code", _("This code does not open the door. Each card works once: ask for a new one."))
    status = 422 if form.errors else 200
    return render(request, "sign_in.html", {"form": form, "next": request.GET.get("next", "")}, status=status)


@require_POST
def demo_sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """One tap, in a demo on this machine only; elsewhere there is no such page."""
    account = demo.account_of(number) if demo.is_open_here() else None
    if account is None:
        return redirect("sign_in")
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect(_next(request))


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Out, and whatever this browser kept of the site with it."""
    answer: HttpResponseBase = LogoutView.as_view()(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _may_try(request: HttpRequest) -> bool:
    """Guessing is slow from one address, and slow from many: see ACCOUNT_RATE_LIMITS."""
    return bool(
        ratelimit.consume(request, action="card")
        and ratelimit.consume(request, action="card_everywhere", key="everywhere")
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("home")
