"""Guessing is slow: from one address, for one account, on the whole site. Where nothing can be counted, nothing opens.

Nobody is locked out by somebody else: what is counted for an account is counted for strangers to it. A browser its
owner has come in by before is counted by itself; a passkey is not counted for an account at all, and whoever holds a
card is let try its word whatever others guess elsewhere, for there is nothing in either to guess. The numbers stand
in the settings.
"""

from typing import Any

from allauth.core import ratelimit
from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from coproduce.community.people.models import Account

#: The cookie by which a browser is known again: its own number, and whose it was. It opens nothing.
KNOWN = "known"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 5


def may_try(
    request: HttpRequest, action: str, account: Account | None = None, key: str = "", *, is_held: bool = False
) -> bool:
    """Count one try. `key` is what is guessed at, `account` whose it is, where there is one.

    `is_held`: it is on a card in somebody's hand. Then what is tried on the whole site keeps nobody out.
    """
    mine = known(request)
    is_known = account is not None and account.pk in mine["accounts"]
    counted = f"{key} {mine['id']}" if is_known else key
    try:
        if not ratelimit.consume(request, action=action, key=counted):
            return False
        return is_known or ratelimit.consume(request, action=f"{action}_everywhere", key="everywhere") or is_held
    except DatabaseError:
        return False


def known(request: HttpRequest) -> dict[str, Any]:
    """Which browser this is and whose it was; nothing of one that was never signed in."""
    try:
        said: dict[str, Any] = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=YEAR)
    except signing.BadSignature:
        return {"id": "", "accounts": []}
    return said


def know_again(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Let this browser be known as one its owner has come in by."""
    mine = known(request)
    accounts = [account.pk, *(one for one in mine["accounts"] if one != account.pk)][:MOST_ACCOUNTS]
    said = {"id": mine["id"] or get_random_string(16), "accounts": accounts}
    response.set_cookie(
        KNOWN, signing.dumps(said, salt=KNOWN), max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
