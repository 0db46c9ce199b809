"""Posting on PostgreSQL: one call to the function `ledger_post`, which locks, checks limits and sums, and writes.

What an entry may be in itself was checked before; the function restates only
what needs the lock. A batch is decided by core under the same locks, and
written here by sets.
"""

from collections.abc import Mapping, Sequence

from django.db import connection

from coproduce.community.base.bulk import change_many
from coproduce.community.base.bulk.engine_postgresql import stream
from coproduce.community.ledger.draft import HEADER, Draft
from coproduce.community.ledger.models import LedgerAccount
from coproduce.core.journal import Applied, limit_refusal, period_refusal, refusal_for
from coproduce.core.refusal import Refusal

#: Others write meanwhile, on other accounts.
ONE_WRITER = False

CALL = """SELECT code, place, balances, outside, bound, unit, closed_through FROM ledger_post(
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
        code, place, balances, outside, bound, unit, closed_through = cursor.fetchone()
    if code == "DONE":
        return Applied(tuple(balances), tuple(outside))
    if code == "ALREADY":
        return None
    if code == "PERIOD_CLOSED":
        return period_refusal(closed_through)
    amount = entry.postings[place - 1].amount
    if code in ("LIMIT_FLOOR", "LIMIT_CEILING"):
        return limit_refusal(code, bound, amount)
    return refusal_for(code, unit, amount.unit)


NUMBERS = "SELECT array_agg(nextval(pg_get_serial_sequence('ledger_entry', 'id'))) FROM generate_series(1, %s)"

POSTINGS = "ledger_posting (entry_id, account_id, unit, amount, balance_after)"

ENTRIES = f"ledger_entry ({HEADER})"

NOTES = "ledger_entrynote (entry_id, salt, words)"


def write_many(written: Sequence[tuple[Draft, Applied]], moved: Mapping[int, int], given: Mapping[int, int]) -> None:
    """Write what was decided under the locks: postings, then their headers, notes, and what each account holds."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(written)])
        [numbers] = cursor.fetchone()
    numbered = [(number, *each) for number, each in zip(numbers or (), written, strict=True)]
    stream(
        POSTINGS,
        (
            (number, posting.account, posting.amount.unit.code, posting.amount.minor, balance)
            for number, draft, applied in numbered
            for posting, balance in zip(draft.entry.postings, applied.balances, strict=True)
        ),
    )
    stream(ENTRIES, (draft.header(number) for number, draft, _ in numbered))
    stream(NOTES, ((number, draft.salt, draft.entry.note) for number, draft, _ in numbered if draft.entry.note))
    change_many(LedgerAccount, "balance", moved)
    change_many(LedgerAccount, "given", given)
