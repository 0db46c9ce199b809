"""Who is signed in on this device, found once for each request; and what is written down as somebody comes and goes."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import SESSION_KEY, user_logged_in, user_logged_out
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from coproduce.community.people.models import Account, Device
from coproduce.community.people.signing_in import devices
from coproduce.community.people.signing_in.rules import words_of
from coproduce.web.signing_in import again, limits


class DeviceMiddleware:
    """Sets `request.user` and `request.device`. A sign-in ended elsewhere opens nothing from this request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.device = SimpleLazyObject(lambda: _device(request))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _account(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if account := getattr(request, "came_in", None):
            limits.know_again(request, response, account)
        return response


def _device(request: HttpRequest) -> Device | None:
    session = request.session
    if SESSION_KEY not in session:
        return None
    device = devices.signed_in_by(session.session_key or "")
    if device is None or str(device.account_id) != str(session[SESSION_KEY]):
        session.flush()
        return None
    return device


def _account(request: HttpRequest) -> Account | AnonymousUser:
    device: Device | None = request.device  # type: ignore[attr-defined]
    return device.account if device else AnonymousUser()


def came_in(sender: Any, request: HttpRequest, user: Account, **_: Any) -> None:
    """A new sign-in has a new session, a row of its own, and the time of everybody who is signed in."""
    request.session.set_expiry(None)
    by = getattr(request, "came_by", "") or _way_of(request, user)
    devices.came_in(user, request.session.session_key or "", words_of(request.META.get("HTTP_USER_AGENT", "")), by)
    request.came_in = user  # type: ignore[attr-defined]
    again.proved(request)


def went_out(sender: Any, request: HttpRequest, user: Account | None, **_: Any) -> None:
    devices.went_out(request.session.session_key or "")


def _way_of(request: HttpRequest, user: Account) -> str:
    records = get_authentication_records(request, user)
    return "passkey" if any(record.get("passwordless") for record in records) else "letter"


def listen() -> None:
    """Hear of everybody who comes in and goes out, by whatever door."""
    user_logged_in.connect(came_in, dispatch_uid="devices.came_in")
    user_logged_out.connect(went_out, dispatch_uid="devices.went_out")
