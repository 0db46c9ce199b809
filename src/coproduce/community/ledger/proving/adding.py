"""Adding up again: what accounts hold, gave and keep back, and the balance after each posting.

Each yields the first faults it finds.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from django.db.models import OuterRef, Subquery

from coproduce.community.ledger.digest import commitment
from coproduce.community.ledger.models import LedgerAccount, LimitChange, Witness
from coproduce.community.ledger.receipt import Fault
from coproduce.community.ledger.seals import engine
from coproduce.community.ledger.seals.limits import LIMIT, digest_of_change

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
    """Accounts whose limit is not the one last written down, and changes that are not what was witnessed."""
    changes = LimitChange.objects.filter(account__community=community)
    last = changes.filter(account=OuterRef("pk")).order_by("-pk").values("new")[:1]
    for account in LedgerAccount.objects.filter(community=community).annotate(last=Subquery(last)).order_by("pk"):
        if account.last is not None and asdict(account.limit) != account.last:
            yield Fault(f"account {account.pk}", "has another limit than the last one written down")
    witnessed = Counter(
        bytes(digest)
        for digest in Witness.objects.filter(community=community, kind=LIMIT).values_list("digest", flat=True)
    )
    for change in changes.order_by("pk"):
        digest = digest_of_change(change)
        is_other = change.why and commitment(bytes(change.salt), change.why) != bytes(change.why_commitment)
        if is_other or not witnessed[digest]:
            yield Fault(f"limit change {change.pk}", "is not what was witnessed when it was written down")
        witnessed[digest] -= 1
    if left := sum(count for count in witnessed.values() if count > 0):
        yield Fault("limit changes", f"were witnessed, and {left} of them are gone or changed")
