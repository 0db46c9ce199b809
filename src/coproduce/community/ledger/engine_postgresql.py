"""Posting on PostgreSQL: one call to the function `ledger_post`, which locks, checks limits and sums, and writes.

What an entry may be in itself was checked before; the function restates only
what needs the lock.
"""

from django.db import connection

from coproduce.community.ledger.draft import Draft
from coproduce.core.journal import Applied, Limit, limit_refusal, refusal_for
from coproduce.core.refusal import Refusal

CALL = """SELECT code, place, balances, outside, floor, ceiling, unit FROM ledger_post(
  %s::bigint, %s::uuid, %s::bytea, %s::text, %s::text, %s::bigint, %s::bigint, %s::date, %s::timestamptz, %s::uuid,
  %s::text, %s::text, %s::bytea, %s::bytea, %s::bigint[], %s::text[], %s::bigint[])"""


def write(draft: Draft) -> Applied | Refusal | None:
    """Apply and write one entry; None when its id is already there."""
    entry = draft.entry
    with connection.cursor() as cursor:
        cursor.execute(
            CALL,
            [
                entry.community,
                entry.client_id,
                draft.body_hash,
                entry.kind,
                entry.category,
                entry.actor,
                entry.on_behalf_of,
                entry.effective_on,
                draft.recorded_at,
                entry.reverses,
                entry.arena,
                entry.source_ref,
                draft.note_commitment,
                draft.digest,
                [p.account for p in entry.postings],
                [p.amount.unit.code for p in entry.postings],
                [p.amount.minor for p in entry.postings],
            ],
        )
        code, place, balances, outside, floor, ceiling, unit = cursor.fetchone()
    if code == "DONE":
        return Applied(tuple(balances), tuple(outside))
    if code == "ALREADY":
        return None
    amount = entry.postings[place - 1].amount
    if code == "LIMIT_FLOOR":
        return limit_refusal("floor", Limit(floor, ceiling), amount)
    if code == "LIMIT_CEILING":
        return limit_refusal("ceiling", Limit(floor, ceiling), amount)
    return refusal_for(code, unit, amount.unit)
