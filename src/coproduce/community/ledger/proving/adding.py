"""Adding up again: what accounts hold, gave and keep back, and the balance after each posting.

One question for all rows of a community, in words both databases know. Each yields the first faults it finds.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from coproduce.community.ledger.digest import commitment
from coproduce.community.ledger.models import LedgerAccount, LimitChange, Witness
from coproduce.community.ledger.receipt import Fault
from coproduce.community.ledger.seals.limits import LIMIT, digest_of_change

#: So many of a kind are named; one is enough to know that the books are wrong.
MOST = 20

SUMS = """
SELECT p.entry_id, p.unit, CAST(SUM(p.amount) AS bigint) FROM ledger_posting p
JOIN ledger_entry e ON e.id = p.entry_id AND e.community_id = %s
GROUP BY p.entry_id, p.unit HAVING SUM(p.amount) <> 0 ORDER BY p.entry_id LIMIT %s"""

RUNNING = """
SELECT account_id, entry_id, balance_after, before + amount FROM (
  SELECT p.account_id, p.entry_id, p.balance_after, p.amount,
    COALESCE(LAG(p.balance_after) OVER (PARTITION BY p.account_id ORDER BY p.entry_id), 0) AS before
  FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id AND a.community_id = %s
) lines WHERE balance_after <> before + amount ORDER BY account_id, entry_id LIMIT %s"""

HELD = """
SELECT a.id, a.balance, COALESCE(added.balance, 0), a.given, COALESCE(added.given, 0), a.held, COALESCE(kept.held, 0)
FROM ledger_ledgeraccount a
LEFT JOIN (
  SELECT p.account_id, CAST(SUM(p.amount) AS bigint) AS balance, CAST(SUM(CASE
    WHEN e.kind = 'exchange' AND p.amount > 0 THEN p.amount
    WHEN e.kind = 'reversal' AND p.amount < 0 AND EXISTS (
      SELECT 1 FROM ledger_entry u
      WHERE u.community_id = e.community_id AND u.client_id = e.reverses AND u.kind = 'exchange') THEN p.amount
    ELSE 0 END) AS bigint) AS given
  FROM ledger_posting p JOIN ledger_ledgeraccount mine ON mine.id = p.account_id AND mine.community_id = %s
  LEFT JOIN ledger_entry e ON e.id = p.entry_id GROUP BY p.account_id
) added ON added.account_id = a.id
LEFT JOIN (
  SELECT h.account_id, CAST(SUM(h.amount) AS bigint) AS held FROM ledger_hold h
  WHERE h.community_id = %s AND h.state = 'held' GROUP BY h.account_id
) kept ON kept.account_id = a.id
WHERE a.community_id = %s AND (a.balance <> COALESCE(added.balance, 0) OR a.given <> COALESCE(added.given, 0)
  OR a.held <> COALESCE(kept.held, 0))
ORDER BY a.id LIMIT %s"""

LOST = """
SELECT p.entry_id, p.account_id FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id
WHERE a.community_id = %s AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = p.entry_id)
ORDER BY p.entry_id LIMIT %s"""


def out_of_sum(community: int) -> Iterator[Fault]:
    """Entries that do not sum to nothing for each unit."""
    for entry, unit, total in _asked(SUMS, community, MOST):
        yield Fault(f"entry {entry}", f"sums to {total} {unit}, not to nothing")


def without_entry(community: int) -> Iterator[Fault]:
    """Postings whose entry is gone."""
    for entry, account in _asked(LOST, community, MOST):
        yield Fault(f"entry {entry}", f"is gone; what it posted on account {account} still stands")


def running_balances(community: int) -> Iterator[Fault]:
    """Postings after which an account shows another balance than the line before it and they make."""
    for account, entry, shown, added in _asked(RUNNING, community, MOST):
        yield Fault(f"account {account}", f"shows {shown} after entry {entry}; it adds up to {added}")


def accounts(community: int) -> Iterator[Fault]:
    """Accounts that hold, gave or keep back something else than their postings and holds add up to."""
    for account, *pairs in _asked(HELD, community, community, community, MOST):
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


def _asked(sql: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
