"""One-time codes on printed cards: twelve letters and figures, kept only as a hash."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from coproduce.community.base import clock
from coproduce.community.people.models import Account, Card

#: No 0 and O, no 1, I and L: it is typed from paper.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LASTS = timedelta(days=14)


def code_of(request_id: UUID) -> str:
    """The code of one card, about 59 bits written in three fours: the same again while the card is being printed.

    It follows from the installation's own key, so that no table has to keep it.
    """
    number = int.from_bytes(salted_hmac("coproduce.card", str(request_id), algorithm="sha256").digest())
    letters = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(12))
    return "-".join(letters[place : place + 4] for place in (0, 4, 8))


def hash_of(code: str) -> str:
    """The same for a code however it was typed: small letters, spaces, no dashes."""
    return hashlib.sha256("".join(c for c in code.upper() if c.isalnum()).encode()).hexdigest()


def spend(code: str) -> Account | None:
    """The account a card signs in, once; None for a code that is not there, was used, or is too old."""
    unspent = Card.objects.filter(code_hash=hash_of(code), spent_at=None, until__gt=clock.now())
    card = unspent.select_related("account").first()
    if card is None or not unspent.update(spent_at=clock.now()):
        return None
    return card.account if card.account.is_active else None
