"""Adding up again: what accounts hold, gave and keep back, and the balance after each posting.

Each yields the first faults it finds.
"""

from collections.abc import Iterator
from dataclasses import asdict

from django.db.models import OuterRef, Subquery

from coproduce.community.ledger.digest import commitment
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.ledger.receipt import Fault
from coproduce.community.ledger.seals import engine

#: So many of a kind are named; one is enough to know that the books are wrong.
MOST = 20


def books(community: int) -> Iterator[Fault]:
    """Entries that are not what was written or do not add up, postings that lost theirs, and accounts that say another
    balance, after a line or now, than they add up to."""
    found = engine().look_through(community, MOST)
    for entry, fault in found.changed:
        yield Fault(f"entry {entry}", fault)
    for entry, unit, total in found.out_of_sum:
        yield Fault(f"entry {entry}", f"sums to {total} {unit}, not to nothing")
    for entry, account in found.lost:
        yield Fault(f"entry {entry}", f"is gone; what it posted on account {account} still stands")
    for account, entry, shown, added in found.running:
        yield Fault(f"account {account}", f"shows {shown} after entry {entry}; it adds up to {added}")
    for account, *pairs in found.accounts:
        for word, what, place in (("holds", "postings", 0), ("gave", "postings", 2), ("keeps back", "holds", 4)):
            stored, added = pairs[place : place + 2]
            if stored != added:
                yield Fault(f"account {account}", f"{word} {stored}, its {what} add up to {added}")


def limits(community: int) -> Iterator[Fault]:
    """Accounts whose limit is not the one last written down, and changes whose reason is another."""
    changes = LimitChange.objects.filter(account__community=community)
    last = changes.filter(account=OuterRef("pk")).order_by("-pk").values("new")[:1]
    for account in LedgerAccount.objects.filter(community=community).annotate(last=Subquery(last)).order_by("pk"):
        if account.last is not None and asdict(account.limit) != account.last:
            yield Fault(f"account {account.pk}", "has another limit than the last one written down")
    for change in changes.exclude(why="").order_by("pk"):
        if commitment(bytes(change.salt), change.why) != bytes(change.why_commitment):
            yield Fault(f"limit change {change.pk}", "has another reason than the one it was written with")
