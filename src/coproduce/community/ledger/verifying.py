"""The proof: everything re-added from the postings, and held against what is stored."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from coproduce.community.ledger.digest import commitment, hashes
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.community.ledger.receipt import Fault, Verified
from coproduce.community.ledger.stored import as_entry


def verify(community: int | None = None) -> Verified:
    """Re-add every balance, every running balance and every entry, and hash every digest again.

    Of one community, or of all. Names what does not agree; changes nothing.
    """
    scope = {} if community is None else {"community": community}
    posted = {} if community is None else {"entry__community": community}
    faults = (
        *_entries_out_of_sum(posted),
        *_balances_that_differ(scope),
        *_running_balances_that_differ(posted),
        *_entries_that_changed(scope),
    )
    return Verified(
        LedgerAccount.objects.filter(**scope).count(),
        Entry.objects.filter(**scope).count(),
        Posting.objects.filter(**posted).count(),
        faults,
    )


def _entries_out_of_sum(posted: dict[str, int]) -> Iterator[Fault]:
    sums = Posting.objects.filter(**posted).order_by().values("entry", "unit").annotate(total=Sum("amount"))
    for row in sums.exclude(total=0):
        yield Fault(f"entry {row['entry']}", f"sums to {row['total']} {row['unit']}, not to nothing")


def _balances_that_differ(scope: dict[str, int]) -> Iterator[Fault]:
    accounts = LedgerAccount.objects.filter(**scope).annotate(added=Coalesce(Sum("postings__amount"), 0))
    for account in accounts.exclude(balance=F("added")):
        yield Fault(f"account {account.pk}", f"holds {account.balance}, its postings add up to {account.added}")


def _running_balances_that_differ(posted: dict[str, int]) -> Iterator[Fault]:
    rows = (
        Posting.objects.filter(**posted)
        .order_by("account_id", "entry_id")
        .values_list("account_id", "entry_id", "amount", "balance_after")
    )
    for account, lines in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0]):
        held = 0
        for _, entry, amount, after in lines:
            held += amount
            if held != after:
                yield Fault(f"account {account}", f"shows {after} after entry {entry}; it adds up to {held}")
                break


def _entries_that_changed(scope: dict[str, int]) -> Iterator[Fault]:
    rows = (
        Entry.objects.filter(**scope)
        .select_related("note")
        .prefetch_related("postings")
        .annotate(sides=Count("postings"))
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=2000):
        entry = as_entry(row)
        note = getattr(row, "note", None)
        if row.sides < 2:
            yield Fault(f"entry {row.pk}", "has no two sides")
        elif (bytes(row.body_hash), bytes(row.digest)) != hashes(entry, row.recorded_at, bytes(row.note_commitment)):
            yield Fault(f"entry {row.pk}", "is not what was written: its digest differs")
        elif note and commitment(bytes(note.salt), note.words) != bytes(row.note_commitment):
            yield Fault(f"entry {row.pk}", "has other words than those it was written with")
