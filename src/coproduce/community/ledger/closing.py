"""Closing an account, and opening it for a moment when something in it is put right.

Nothing vanishes: what a closed account holds goes somewhere by an entry. Hours of a member who left go to the
community's pot; whatever a second record holds to the one that was kept.
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
from coproduce.core.quantity import Unit
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
        for number, (source, target) in enumerate(_way(account, counted, kept)):
            moved = post(
                Entry(
                    client_id=uuid5(entry_id, "on") if number else entry_id,
                    community=account.community_id,
                    kind="settlement",
                    category=MERGED if kept else LEFT,
                    effective_on=moved_on,
                    actor=actor,
                    on_behalf_of=account.agent_id,
                    postings=(Posting(source, counted(-account.balance)), Posting(target, counted(account.balance))),
                )
            )
            if isinstance(moved, Refusal):
                raise ValueError(f"{moved.code}: the {account.unit} could not be moved.")
    LedgerAccount.objects.filter(pk=account.pk).update(closed_on=on)


def _way(account: LedgerAccount, counted: Unit, kept: int | None) -> list[tuple[int, int]]:
    """From where to where it goes, step by step: what is not passed on goes back to where it is issued from, and out
    of that again to whom it always was."""
    heir = _heir(account, kept)
    if counted.is_transferable:
        return [(account.pk, heir)]
    issuing = LedgerAccount.objects.filter(
        community=account.community_id, unit=account.unit, kind=LedgerAccount.ISSUING
    ).order_by("pk")
    source = issuing.values_list("pk", flat=True)[0]
    return [(account.pk, source), (source, heir)]


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
