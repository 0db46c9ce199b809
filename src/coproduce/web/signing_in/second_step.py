"""A second step when signing in: six figures from an app, a passkey, or a code from paper when neither is at hand.

Whoever has a role that sees what is others' is asked for one; anybody may have one. The pages are allauth's with our
own words; what is secret in them is sealed with the installation's key.
"""

import base64
import hashlib
from datetime import date
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as TheirForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from coproduce.community.base import clock
from coproduce.community.people.models import Account, Community, Membership
from coproduce.community.people.roles.queries import staff
from coproduce.community.people.signing_in.devices import SECOND
from coproduce.web import demo

APP, PASSKEY, PAPER = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES

#: A code of the app is good for its own half minute and the one on either side, and marked as used for longer.
USED_FOR = 300


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words, and secrets that are worth nothing without the installation's key."""

    error_messages = {  # noqa: RUF012 - as theirs
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not right. A code works once and for half a minute: wait for the next one."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Dark on white, whatever the light: an app reads no other."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return gettext("Passkey of %(day)s") % {"day": clock.now().date().isoformat()}


def _seal() -> Fernet:
    key = hashlib.sha256(b"coproduce.second-step" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class AuthenticateForm(TheirForm):  # type: ignore[misc]
    """Six figures from the app, or a code from paper. Each opens once, however long its half minute lasts."""

    code = forms.CharField(
        label=_("Six figures from your app, or a code from paper"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "short"}
        ),
        error_messages={"required": _("Type the six figures, or a code from paper.")},
    )

    def clean_code(self) -> str:
        code: str = super().clean_code()
        plain = "".join(letter for letter in code if letter.isalnum())
        if not cache.add(f"second-step:{self.user.pk}:{plain}", True, timeout=USED_FOR):
            raise forms.ValidationError(Adapter.error_messages["incorrect_code"])
        return code


def ways_of(account: AbstractBaseUser) -> frozenset[str]:
    """The second steps somebody has; codes on paper alone are none."""
    ways = frozenset(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    return ways if ways & set(SECOND) else frozenset()


def form_for(account: Account, said: Any = None) -> Any:
    """The form for whichever was sent: a passkey's answer, or a code."""
    is_passkey = said is not None and said.get("credential")
    return (AuthenticateWebAuthnForm if is_passkey else AuthenticateForm)(user=account, data=said)


def options(account: Account, ways: frozenset[str]) -> Any:
    """What the browser has to know to ask for a passkey of theirs; nothing where there is none."""
    return passkeys.begin_authentication(account) if PASSKEY in ways else None


def is_asked(account: AbstractBaseUser) -> bool:
    """Whether somebody has a role that takes a second step, and has none. Never in a demo."""
    if demo.is_open_here() or ways_of(account):
        return False
    theirs = Membership.objects.filter(person__account_id=account.pk, community__is_demo=False)
    theirs = theirs.exclude(state__in=(Membership.LEFT, Membership.APPLIED))
    return any(staff() & set(roles) for roles in theirs.values_list("roles", flat=True))


def is_needed(community: Community, roles: frozenset[str], today: date) -> bool:
    """Whether these roles open nothing here without a second step: from the day the community or the site has set."""
    if community.is_demo or not roles & staff():
        return False
    days = (community.second_step_from, settings.SECOND_STEP_FROM)
    return any(day is not None and day <= today for day in days)


def is_missing(request: HttpRequest, member: Membership | None) -> bool:
    """Whether whoever is signed in here has no second step, and their roles need one in this community by now."""
    if member is None or request.device.has_second:  # type: ignore[attr-defined]
        return False
    return is_needed(member.community, frozenset(member.roles), clock.today(member.community.time_zone))
