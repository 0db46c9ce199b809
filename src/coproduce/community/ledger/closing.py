"""Closing an account, and opening it for a moment when something in it is put right.

Nothing vanishes: what a closed account holds goes somewhere by an entry. Hours of a member who left go to the
community's pot; those of a second record to the one that was kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from coproduce.community.base.wire import unit
from coproduce.community.ledger.accounts import member_account, pot_account
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.posting import post
from coproduce.core.journal import Entry, Posting
from coproduce.core.refusal import Refusal

LEFT, MERGED = "left", "merged"


def close(
    account: LedgerAccount, on: date, moved_on: date, *, kept: int | None, actor: int | None, entry_id: UUID
) -> None:
    """Move what it holds to the record that was `kept`, or to the pot, limits or not, and close it.

    Raises ValueError if the ledger refused.
    """
    if account.balance:
        counted = unit(account.unit)
        moved = post(
            Entry(
                client_id=entry_id,
                community=account.community_id,
                kind="settlement",
                category=MERGED if kept else LEFT,
                effective_on=moved_on,
                actor=actor,
                on_behalf_of=account.agent_id,
                postings=(
                    Posting(account.pk, counted(-account.balance)),
                    Posting(_heir(account, kept), counted(account.balance)),
                ),
            )
        )
        if isinstance(moved, Refusal):
            raise ValueError(f"{moved.code}: the hours could not be moved.")
    LedgerAccount.objects.filter(pk=account.pk).update(closed_on=on)


def _heir(account: LedgerAccount, kept: int | None) -> int:
    """Where its hours go: whoever was kept may have left meanwhile."""
    counted = unit(account.unit)
    if kept:
        theirs = member_account(account.community_id, kept, counted)
        if LedgerAccount.objects.filter(pk=theirs, closed_on=None).exists():
            return theirs
    return pot_account(account.community_id, counted)


@contextmanager
def put_right(community: int, of: UUID, *, on: date, actor: int | None, request_id: UUID) -> Iterator[None]:
    """While an entry is put right, the closed accounts it touches take postings; then what they hold moves on again.

    All in one transaction, so that nobody else finds them open: a wrong entry can always be corrected.
    """
    with transaction.atomic():
        closed = {
            account.pk: account.closed_on
            for account in LedgerAccount.objects.select_for_update(of=("self",))
            .filter(community=community, postings__entry__client_id=of, closed_on__isnull=False)
            .order_by("pk")
            if account.closed_on
        }
        LedgerAccount.objects.filter(pk__in=closed).update(closed_on=None)
        yield
        for account in LedgerAccount.objects.select_related("agent").filter(pk__in=closed).order_by("pk"):
            kept = account.agent.merged_into_id if account.agent else None
            entry_id = uuid5(request_id, f"moved on {account.pk}")
            close(account, closed[account.pk], on, kept=kept, actor=actor, entry_id=entry_id)
