"""Sealing and proving on PostgreSQL: one sealer at a time, and everything added up and hashed again where it stands.

The spelling is that of `digest`. It comes with each question, not from a function
that stands in the database: whoever changed a row may have changed that too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from coproduce.community.base.bulk.arrays import as_array
from coproduce.community.ledger.seals.differing import Differing

ALONE = "SELECT pg_advisory_xact_lock(hashtext('ledger.seal'), %s)"

#: One for each posting, put together in the order of their accounts.
SIDE = r"""int8send(p.account_id)
  || substring(convert_to(p.unit, 'UTF8') || '\x000000000000000000000000'::bytea, 1, 12) || int8send(p.amount)"""

BODY = r"""sha256(set_byte('\x0100'::bytea, 1,
    (e.actor IS NULL)::int + 2 * (e.on_behalf_of IS NULL)::int + 4 * (e.reverses IS NULL)::int)
  || int8send(e.community_id) || uuid_send(e.client_id)
  || int8send(coalesce(e.actor, 0)) || int8send(coalesce(e.on_behalf_of, 0)) || date_send(e.effective_on)
  || coalesce(uuid_send(e.reverses), '\x00000000000000000000000000000000'::bytea)
  || int4send(octet_length(e.kind)) || int4send(octet_length(e.category))
  || int4send(octet_length(e.arena)) || int4send(octet_length(e.source_ref))
  || s.sides || convert_to(e.kind || e.category || e.arena || e.source_ref, 'UTF8'))"""

DIGEST = "sha256(e.body_hash || timestamptz_send(e.recorded_at) || e.note_commitment)"

CHANGED = f"""
SELECT id, fault FROM (
  SELECT e.id, CASE
    WHEN coalesce(s.sides_of, 0) < 2 THEN 'has no two sides'
    WHEN e.body_hash <> {BODY} OR e.digest <> {DIGEST} THEN 'is not what was written: its digest differs'
    WHEN n.entry_id IS NOT NULL AND e.note_commitment <> sha256(n.salt || convert_to(n.words, 'UTF8'))
      THEN 'has other words than those it was written with'
  END AS fault
  FROM ledger_entry e
  LEFT JOIN (
    SELECT entry_id, count(*) AS sides_of, string_agg(side, '') AS sides
    FROM (SELECT p.entry_id, {SIDE} AS side FROM ledger_posting p ORDER BY p.entry_id, p.account_id) ordered
    GROUP BY entry_id
  ) s ON s.entry_id = e.id
  LEFT JOIN ledger_entrynote n ON n.entry_id = e.id
  WHERE e.community_id = %s
) looked_at WHERE fault IS NOT NULL ORDER BY id LIMIT %s"""  # noqa: S608 # nosec B608 - the spelling above

#: Sides without their entry, or beside their account; each table is read once, by several processes at a time.
ASTRAY = """
SELECT p.entry_id, p.account_id, e.id IS NULL FROM ledger_posting p
LEFT JOIN ledger_entry e ON e.id = p.entry_id LEFT JOIN ledger_ledgeraccount a ON a.id = p.account_id
WHERE (e.community_id = %s OR a.community_id = %s)
  AND (e.id IS NULL OR a.id IS NULL OR a.community_id <> e.community_id OR a.unit <> p.unit)
ORDER BY p.entry_id LIMIT %s"""

BESIDE = "stands on an account of another community or unit"

#: What nearly always is nothing is found first, by the plan for all rows; only then it is put in order, and cut off.
SUMS = """
WITH odd AS MATERIALIZED (
  SELECT entry_id, unit, sum(amount)::bigint AS total FROM ledger_posting
  GROUP BY entry_id, unit HAVING sum(amount) <> 0)
SELECT odd.* FROM odd JOIN ledger_entry e ON e.id = odd.entry_id AND e.community_id = %s
ORDER BY odd.entry_id LIMIT %s"""

#: An account's balances before its lines have to be nothing, and then those after them but for the last: compared as
#: two arrays, in half the time of a look at each line. Which line it is, is asked only where they differ.
RUNNING = """
WITH off AS MATERIALIZED (
  SELECT account_id FROM (
    SELECT p.account_id, p.amount, p.balance_after FROM ledger_posting p
    WHERE p.account_id = ANY (%s::bigint[]) ORDER BY p.entry_id) lines
  GROUP BY account_id
  HAVING array_agg(balance_after - amount) <> array_prepend(0::bigint, (array_agg(balance_after))[:count(*)::int - 1]))
SELECT account_id, entry_id, balance_after, before + amount FROM (
  SELECT p.account_id, p.entry_id, p.balance_after, p.amount,
    lag(p.balance_after, 1, 0::bigint) OVER (PARTITION BY p.account_id ORDER BY p.entry_id) AS before
  FROM ledger_posting p JOIN off USING (account_id)
) lines WHERE balance_after <> before + amount ORDER BY account_id, entry_id LIMIT %s"""

OURS = "SELECT id FROM ledger_ledgeraccount WHERE community_id = %s"

#: Nearly all entries are exchanges: those that are something else are few to look up.
HELD = """
WITH added AS MATERIALIZED (
  SELECT p.account_id, sum(p.amount)::bigint AS balance, sum(CASE
    WHEN o.id IS NULL THEN greatest(p.amount, 0) WHEN o.undoes_help THEN least(p.amount, 0) ELSE 0 END)::bigint AS given
  FROM ledger_posting p JOIN ledger_ledgeraccount mine ON mine.id = p.account_id AND mine.community_id = %s
  LEFT JOIN (
    SELECT e.id, e.kind = 'reversal' AND u.id IS NOT NULL AS undoes_help FROM ledger_entry e
    LEFT JOIN ledger_entry u ON u.community_id = e.community_id AND u.client_id = e.reverses AND u.kind = 'exchange'
    WHERE e.community_id = %s AND e.kind <> 'exchange'
  ) o ON o.id = p.entry_id GROUP BY p.account_id
), kept AS (
  SELECT h.account_id, sum(h.amount)::bigint AS held FROM ledger_hold h
  WHERE h.community_id = %s AND h.state = 'held' GROUP BY h.account_id)
SELECT a.id, a.balance, coalesce(added.balance, 0), a.given, coalesce(added.given, 0), a.held, coalesce(kept.held, 0)
FROM ledger_ledgeraccount a LEFT JOIN added ON added.account_id = a.id LEFT JOIN kept ON kept.account_id = a.id
WHERE a.community_id = %s AND (a.balance <> coalesce(added.balance, 0) OR a.given <> coalesce(added.given, 0)
  OR a.held <> coalesce(kept.held, 0))
ORDER BY a.id LIMIT %s"""


def alone(community: int) -> None:
    """Nobody else seals this community's books until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [community])


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything is read as it stood when the first of it was, whatever is written meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def look_through(community: int, most: int) -> Differing:
    """Every digest, sum and balance of a community again, by sets."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")

        def asked(sql: str, *values: int | str) -> list[Any]:
            cursor.execute(sql, [*values, most])
            return list(cursor.fetchall())

        cursor.execute(OURS, [community])
        ours = as_array(number for (number,) in cursor.fetchall())
        astray = asked(ASTRAY, community, community)
        beside = {
            entry: "stands on an account of another community or unit" for entry, _, is_gone in astray if not is_gone
        }
        return Differing(
            changed=sorted({**dict(asked(CHANGED, community)), **beside}.items()),
            out_of_sum=asked(SUMS, community),
            lost=[(entry, account) for entry, account, is_gone in astray if is_gone],
            running=asked(RUNNING, ours),
            accounts=asked(HELD, community, community, community, community),
        )
