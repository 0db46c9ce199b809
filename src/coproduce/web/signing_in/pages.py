"""How I sign in: my address, my second step, where I am signed in; each ended or changed by its owner."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coproduce.community.base import clock
from coproduce.community.base.page import asks_again
from coproduce.community.people.models import Account, Card
from coproduce.community.people.signing_in import devices
from coproduce.web.signing_in import second_step


@login_required
@never_cache
def how_i_sign_in(request: HttpRequest) -> HttpResponse:
    """Everything there is about it on one page, with a way to change each."""
    account = _mine(request)
    theirs = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    paper = next((one.wrap() for one in theirs if one.type == second_step.PAPER), None)
    return render(
        request,
        "how_i_sign_in.html",
        {
            "account": account,
            "app": next((one for one in theirs if one.type == second_step.APP), None),
            "passkeys": [one for one in theirs if one.type == second_step.PASSKEY],
            "paper_left": len(paper.get_unused_codes()) if paper else 0,
            "devices": devices.devices_of(account),
            "here": request.device.pk,  # type: ignore[attr-defined]
            "cards": Card.objects.filter(account=account, used_at__isnull=False).order_by("-used_at")[:5],
        },
    )


@login_required
@require_POST
def end_device(request: HttpRequest, device: UUID) -> HttpResponse:
    """Sign out on one device, whichever it is."""
    if devices.end(_mine(request), device):
        messages.success(request, gettext("Signed out there."))
    return redirect("how_i_sign_in")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    devices.end_all(_mine(request), but=request.session.session_key or "")
    messages.success(request, gettext("Signed out everywhere but here."))
    return redirect("how_i_sign_in")


@login_required
@never_cache
def offer(request: HttpRequest) -> HttpResponse:
    """For whoever sees what is others': set up a second step now, or later, where later is allowed."""
    account = _mine(request)
    if second_step.ways_of(account):
        return redirect("home")
    is_needed = any(
        second_step.is_needed(row.community, frozenset(row.roles), clock.today(row.community.time_zone))
        for row in account.person.memberships.select_related("community")
    )
    return render(request, "offer_second_step.html", {"is_needed": is_needed})


class App(ActivateTOTPView):  # type: ignore[misc]
    """Scan, or type the letters, then type the six figures the app shows."""

    def get_success_url(self) -> str:
        return str(reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "how_i_sign_in"))

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        said: dict[str, Any] = super().get_context_data(**more)
        letters = said["form"].secret
        return {**said, "letters": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))}


class AppOff(DeactivateTOTPView):  # type: ignore[misc]
    def get_success_url(self) -> str:
        return reverse("how_i_sign_in")


class NewPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A passkey is kept where it opens by itself: it asks for a finger, a face or a number first."""

    form_class = AddWebAuthnForm

    def get_success_url(self) -> str:
        return str(reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "how_i_sign_in"))

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        said: dict[str, Any] = super().get_context_data(**more)
        return {**said, "options": passkeys.begin_registration(_mine(self.request), True)}


class PasskeyOff(RemoveWebAuthnView):  # type: ignore[misc]
    def get_success_url(self) -> str:
        return reverse("how_i_sign_in")


def _mine(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


app = asks_again(login_required(never_cache(App.as_view())))
app_off = asks_again(login_required(AppOff.as_view()))
new_passkey = asks_again(login_required(never_cache(NewPasskey.as_view())))
passkey_off = asks_again(login_required(PasskeyOff.as_view()))
paper = asks_again(login_required(never_cache(ViewRecoveryCodesView.as_view())))
new_paper = asks_again(login_required(GenerateRecoveryCodesView.as_view()))
