"""Accounts follow the rules a community counts by: when rules are chosen, and on the day they begin to count.

An account that stands at a limit the rules gave it moves on with them; one that was given a limit of its own keeps
it. Whoever is past a new limit keeps what they hold, and what was written down stays. Every change is written down.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from coproduce.community.ledger.accounts import change_limits
from coproduce.community.ledger.limits.agreed import limit_of, limits_until, units_limited
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import Book, book_of


def follow_rules(community_id: int, on: date, *, actor: int | None) -> int:
    """Give every member's account the limit of the rules that count on that day; how many were changed.

    The community is held until the end, so that an account opened meanwhile waits, and finds the new rules.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community_id)
        book = book_of(community_id)
        return sum(_follow(community_id, book, unit, on, actor) for unit in units_limited(book, on))


def _follow(community_id: int, book: Book, unit: str, on: date, actor: int | None) -> int:
    now = limit_of(book, unit, on)
    before = Q(pk=None)
    for limit in limits_until(book, unit, on) - {now}:
        before |= Q(floor=limit.floor, ceiling=limit.ceiling, limit_mode=limit.mode, grows_by=limit.grows_by)
    accounts = LedgerAccount.objects.filter(before, community=community_id, unit=unit, kind=LedgerAccount.MEMBER)
    return change_limits(accounts.values_list("pk", flat=True), now, actor=actor, why="The rules chosen here.")
