"""How allauth is told about this house: no sign-up, its letters, and where somebody is led."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm as TheirForm
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduce.community.people.models import Account
from coproduce.web.signing_in import limits, second_step

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

TOO_OFTEN = _("That was tried many times. Wait an hour, or ring your community's desk.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Members are welcomed by their community's desk; the sign-in page never makes an account."""

    error_messages = {  # noqa: RUF012 - as theirs
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_asked = isinstance(request.user, Account) and second_step.is_asked(request.user)
        return reverse("offer_second_step" if is_asked else "home")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Our pages ask again by one rule for all: see `again`."""
        return False

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: Any = None, email: str | None = None
    ) -> None:
        """What changed in how somebody signs in, told to their own address."""
        if to := email or getattr(user, "email", None):
            self.render_mail("letters/sign_in_changed", to, {**(context or {}), "what": template_prefix}).send()


class RequestLoginCodeForm(TheirForm):  # type: ignore[misc]
    """An address, known or not: both are answered alike, and counted alike."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        self._user = Account.objects.filter(email=email, is_active=True).first()
        request = context.request
        if not limits.may_try(request, "letter", self._user, email):
            raise Adapter(request).validation_error("too_many_login_attempts")
        return email
