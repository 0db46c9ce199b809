"""What an account holds, and how it came to: read from what is stored with each posting."""

from collections import defaultdict
from uuid import UUID

from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import Entry, EntryNote, LedgerAccount, Posting
from coproduce.community.ledger.receipt import Line
from coproduce.core.quantity import Quantity


def balance(account: int) -> Quantity:
    """What an account holds now. Raises LedgerAccount.DoesNotExist for a number that is no account."""
    row = LedgerAccount.objects.only("balance", "unit").get(pk=account)
    return unit(row.unit)(row.balance)


def statement(account: int, *, limit: int = 50, before: int | None = None) -> list[Line]:
    """The newest `limit` lines of an account, older than the line numbered `before`.

    Four queries, however busy the account.
    """
    postings = Posting.objects.filter(account=account, **({"entry__lt": before} if before else {}))
    rows = list(postings.order_by("-entry_id").select_related("entry")[:limit])
    numbers = [row.entry_id for row in rows]
    others = defaultdict(list)
    for entry, agent, name in (
        Posting.objects.filter(entry__in=numbers)
        .exclude(account=account)
        .order_by("pk")
        .values_list("entry", "account__agent__name", "account__name")
    ):
        others[entry].append(agent or name)
    words = dict(EntryNote.objects.filter(entry__in=numbers).values_list("entry", "words"))
    put_right = set(
        Entry.objects.filter(
            community__in={row.entry.community_id for row in rows}, reverses__in=[row.entry.client_id for row in rows]
        ).values_list("reverses", flat=True)
    )
    return [_line(row, others[row.entry_id], words, put_right) for row in rows]


def _line(row: Posting, others: list[str], words: dict[int, str], put_right: set[UUID | None]) -> Line:
    counted = unit(row.unit)
    return Line(
        number=row.entry_id,
        entry=row.entry.client_id,
        effective_on=row.entry.effective_on,
        recorded_at=row.entry.recorded_at,
        kind=row.entry.kind,
        category=row.entry.category,
        amount=counted(row.amount),
        balance_after=counted(row.balance_after),
        others=tuple(others),
        words=words.get(row.entry_id, ""),
        source_ref=row.entry.source_ref,
        is_put_right=row.entry.client_id in put_right,
    )
