"""What an account holds, and how it came to: read from what is stored with each posting."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef

from coproduce.community.base.wire import unit
from coproduce.community.ledger.days import Days
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.community.ledger.receipt import Line
from coproduce.core.quantity import Quantity


def balance(account: int) -> Quantity:
    """What an account holds now. Raises LedgerAccount.DoesNotExist for a number that is no account."""
    row = LedgerAccount.objects.only("balance", "unit").get(pk=account)
    return unit(row.unit)(row.balance)


def statement(account: int, *, limit: int = 50, before: int | None = None, days: Days | None = None) -> list[Line]:
    """The newest `limit` lines of an account, older than the line numbered `before`, of these `days` alone.

    Two queries, however busy the account.
    """
    undone = Entry.objects.filter(community=OuterRef("entry__community"), reverses=OuterRef("entry__client_id"))
    postings = Posting.objects.filter(account=account, **({"entry__lt": before} if before else {}))
    if days:
        postings = postings.filter(**days.as_filter())
    rows = list(
        postings.select_related("entry__note").annotate(is_put_right=Exists(undone)).order_by("-entry_id")[:limit]
    )
    others = defaultdict(list)
    for entry, agent, name in (
        Posting.objects.filter(entry__in=[row.entry_id for row in rows])
        .exclude(account=account)
        .order_by("pk")
        .values_list("entry", "account__agent__name", "account__name")
    ):
        others[entry].append(agent or name)
    return [_line(row, others[row.entry_id]) for row in rows]


def _line(row: Any, others: list[str]) -> Line:
    counted, note = unit(row.unit), getattr(row.entry, "note", None)
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
        words=note.words if note else "",
        source_ref=row.entry.source_ref,
        is_put_right=row.is_put_right,
    )
