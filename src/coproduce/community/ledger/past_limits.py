"""Whose hours are past what their community agreed on: for the desk and the treasurer, to ring and not to chase."""

from django.db.models import F, Q, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import LedgerAccount
from coproduce.core.quantity import Quantity


def past_limits(actor: Actor) -> QuerySet[LedgerAccount]:
    """The accounts of members that are past a limit which reminds or refuses, by name; none for who may not read it."""
    if not policy.may(actor, "ledger.read_past_limits"):
        return LedgerAccount.objects.none()
    past = Q(balance__lt=F("floor")) | Q(balance__gt=F("ceiling"))
    found = LedgerAccount.objects.filter(past, community_id=actor.community_id, kind=LedgerAccount.MEMBER)
    found = found.filter(closed_on=None).exclude(limit_mode="off")
    return found.select_related("agent").order_by("agent__name", "pk")


def how_far(account: LedgerAccount) -> tuple[Quantity, Quantity]:
    """How much more they received than gave, or gave than received; and how much was agreed on. Both without a sign."""
    is_below = account.floor is not None and account.balance < account.floor
    agreed = account.floor if is_below else account.ceiling
    return unit(account.unit)(abs(account.balance)), unit(account.unit)(abs(agreed or 0))
