"""Where somebody is signed in: written down as they come in, looked at with each page, and ended at once.

A sign-in lives in two places, the browser's cookie and a row here. Without its row the cookie opens nothing, so that
it can be ended from elsewhere: by its owner, by the desk when a telephone was lost, or by the clock.
"""

import hashlib
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from coproduce.community.base import clock
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Account, Device
from coproduce.community.people.signing_in.rules import IDLE_DAYS, LONGEST_DAYS

#: What is a second step: recovery codes only stand in for one.
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def hash_of(session_key: str) -> str:
    """A session is known by this, so that nobody who reads the table can be somebody else."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def came_in(account: Account, session_key: str, words: str, by: str) -> None:
    """Write down that somebody signed in here."""
    now = clock.now()
    Device.objects.create(
        account=account, session_hash=hash_of(session_key), words=words[:80], by=by, since_at=now, seen_on=now.date()
    )


def signed_in_by(session_key: str) -> Device | None:
    """The row of a session with its account and whether that has a second step, in one question.

    None once it was ended, has been idle for too long, or is too old; the day it is used is noted.
    """
    now = clock.now()
    device = the_one(
        _lasting(now.date())
        .filter(session_hash=hash_of(session_key), account__is_active=True)
        .select_related("account")
        .annotate(has_second=Exists(Authenticator.objects.filter(user=OuterRef("account"), type__in=SECOND)))
    )
    if device is not None and device.seen_on != now.date():
        Device.objects.filter(pk=device.pk).update(seen_on=now.date())
    return device


def devices_of(account: Account) -> QuerySet[Device]:
    """Where an account is signed in now, the last used first."""
    return _lasting(clock.now().date()).filter(account=account).order_by("-seen_on", "-since_at")


def went_out(session_key: str) -> None:
    """This session opens nothing any more."""
    Device.objects.filter(session_hash=hash_of(session_key)).delete()


def end(account: Account, device: UUID) -> bool:
    """End one of somebody's own; False when it is none of theirs."""
    return bool(Device.objects.filter(account=account, public_id=device).delete()[0])


def end_all(account: Account, but: str = "") -> int:
    """End every sign-in of an account, `but` that of one session; answers how many."""
    return Device.objects.filter(account=account).exclude(session_hash=hash_of(but)).delete()[0]


def _lasting(today: date) -> QuerySet[Device]:
    return Device.objects.filter(
        seen_on__gte=today - timedelta(days=IDLE_DAYS), since_at__date__gte=today - timedelta(days=LONGEST_DAYS)
    )
