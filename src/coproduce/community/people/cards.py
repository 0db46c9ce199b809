"""One-time codes on printed cards: twelve letters and figures, kept only as a hash, and nothing without a word.

The word was chosen by whose card it is; it stands on no paper. Whoever finds a card, or prints one, has half.
"""

import hashlib
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import get_random_string, salted_hmac

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Account, Card, Membership
from coproduce.community.people.roles.queries import opens_nothing
from coproduce.community.people.signing_in.rules import TRIES, folded

#: No 0 and O, no 1, I and L: it is typed from paper.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LASTS = timedelta(days=14)

USED = "Your card was used to sign in, on %(day)s. If that was not you, ring the desk: they end it at once."


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


def hash_of_word(word: str) -> str:
    """What is kept of a word: salted, and slow to guess at."""
    return make_password(folded(word))


@cache
def _nobodys() -> str:
    """Compared where there is no card, so that both answers take as long."""
    return make_password(get_random_string(20))


def is_good(code: str) -> bool:
    """Whether there is such a card, and it still opens with its word."""
    return _unspent(code).exists()


def spend(code: str, word: str) -> Account | None:
    """The account that a card and its word sign in, once; whoever it is, is told of it.

    None for a code that is not there, was used, or is too old, and for a wrong word: after a few the card is done with.
    """
    unspent = _unspent(code)
    card = unspent.select_related("account").first()
    is_right = check_password(folded(word), (card and card.account.word_hash) or _nobodys())
    if card is None or not card.account.is_active:
        return None
    if not is_right:
        unspent.update(wrong_words=F("wrong_words") + 1)
        unspent.filter(wrong_words__gte=TRIES).update(spent_at=clock.now())
        return None
    if _opens_what_is_others(card.account):
        return None
    with transaction.atomic():
        if not unspent.update(spent_at=clock.now(), used_at=clock.now()):
            return None
        _tell(card.account)
    return card.account


def _unspent(code: str) -> QuerySet[Card]:
    return Card.objects.filter(code_hash=hash_of(code), spent_at=None, until__gt=clock.now())


def _opens_what_is_others(account: Account) -> bool:
    """Whether they were given a role since the card was printed: with one, nobody signs in by a card that was found."""
    theirs = Membership.objects.filter(person__account=account, state__in=(Membership.ACTIVE, Membership.PAUSED))
    return any(set(roles) - opens_nothing() for roles in theirs.values_list("roles", flat=True))


def _tell(account: Account) -> None:
    """On the next letter, wherever they are a member, that their card was used."""
    theirs = Membership.objects.filter(person__account=account, state__in=(Membership.ACTIVE, Membership.PAUSED))
    Outbox.objects.bulk_create(
        Outbox(
            community_id=one.community_id,
            to_agent=one.agent_id,
            template=USED,
            values={"day": clock.today(one.community.time_zone).isoformat()},
            written_at=clock.now(),
        )
        for one in theirs.select_related("community")
    )
