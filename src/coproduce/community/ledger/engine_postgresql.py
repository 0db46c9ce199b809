"""Posting on PostgreSQL: one call to the function `ledger_post`, which locks, checks limits and sums, and writes.

What an entry may be in itself was checked before; the function restates only
what needs the lock. Many go in by the same call when all of them pass; else
they are decided by core under the same locks, and written here by sets.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from coproduce.community.base.bulk import change_many
from coproduce.community.base.bulk.arrays import as_array
from coproduce.community.base.bulk.engine_postgresql import stream
from coproduce.community.ledger.draft import HEADER, Draft
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.repeats import ALREADY_REVERSED
from coproduce.core.journal import NOTHING_TO_TAKE_BACK, Applied, Standing, limit_refusal, period_refusal, refusal_for
from coproduce.core.refusal import Refusal

#: Others write meanwhile, on other accounts.
ONE_WRITER = False

CALL = """SELECT code, line, balances, outside, bound, unit, closed_through FROM ledger_post(
  %s::bigint[], %s::uuid[], %s::bytea[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::date[],
  %s::timestamptz, %s::uuid[], %s::text[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[],
  %s::integer[], %s::bigint[], %s::text[], %s::bigint[], %s)"""


def write(draft: Draft) -> Applied | Refusal | None:
    """Apply and write one entry; None when its id is already there, or somebody was first with what it takes back."""
    code, line, balances, outside, bound, unit, closed_through = _called([draft], True)
    if code == "DONE":
        return Applied(tuple(balances), tuple(draft.entry.postings[place - 1].account for place in outside))
    if code in ("ALREADY", "OVERTAKEN"):
        return None
    if code == "ALREADY_REVERSED":
        return ALREADY_REVERSED
    if code == "NOTHING_TO_TAKE_BACK":
        return NOTHING_TO_TAKE_BACK
    if code == "PERIOD_CLOSED":
        return period_refusal(closed_through)
    amount = draft.entry.postings[line - 1].amount
    if code in ("LIMIT_FLOOR", "LIMIT_CEILING"):
        return limit_refusal(code, bound, amount)
    return refusal_for(code, unit, amount.unit)


def write_together(drafts: Sequence[Draft], limits: bool) -> list[Applied] | None:
    """Apply and write all of them at once; None, and nothing is written, when one would not simply stand."""
    code, _, balances, outside, *_ = _called(drafts, limits)
    if code != "DONE":
        return None
    beyond, applied, line = set(outside), [], 0
    for draft in drafts:
        first, line = line, line + len(draft.entry.postings)
        accounts = (
            [p.account for place, p in enumerate(draft.entry.postings, first + 1) if place in beyond] if beyond else ()
        )
        applied.append(Applied(tuple(balances[first:line]), tuple(accounts)))
    return applied


def _called(drafts: Sequence[Draft], limits: bool) -> Any:
    """What the function answers. The statement is prepared: the server reads and plans it once for each session."""
    from psycopg import Cursor  # not there where only SQLite is

    connection.ensure_connection()
    connection.connection.prepare_threshold = 0
    prepared: Any = Cursor(connection.connection)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(prepared) as cursor:
        cursor.execute(CALL, [*columns(drafts), limits])
        return cursor.fetchone()


def columns(drafts: Sequence[Draft]) -> list[Any]:
    """What the function is handed, all but whether limits count."""
    entries = [draft.entry for draft in drafts]
    postings = [posting for entry in entries for posting in entry.postings]
    return [
        as_array([entry.community for entry in entries]),
        as_array([entry.client_id for entry in entries]),
        as_array([draft.body_hash for draft in drafts]),
        as_array([entry.kind for entry in entries]),
        as_array([entry.category for entry in entries]),
        as_array([entry.actor for entry in entries]),
        as_array([entry.on_behalf_of for entry in entries]),
        as_array([entry.effective_on for entry in entries]),
        drafts[0].recorded_at,
        as_array([entry.reverses for entry in entries]),
        as_array([entry.arena for entry in entries]),
        as_array([entry.source_ref for entry in entries]),
        as_array([draft.note_commitment for draft in drafts]),
        as_array([draft.digest for draft in drafts]),
        as_array([draft.salt for draft in drafts]),
        as_array([entry.note for entry in entries]),
        as_array([place for place, entry in enumerate(entries, 1) for _ in entry.postings]),
        as_array([posting.account for posting in postings]),
        as_array([posting.amount.unit.code for posting in postings]),
        as_array([posting.amount.minor for posting in postings]),
    ]


NUMBERS = "SELECT array_agg(nextval(pg_get_serial_sequence('ledger_entry', 'id'))) FROM generate_series(1, %s)"

POSTINGS = "ledger_posting (entry_id, account_id, unit, amount, balance_after)"

ENTRIES = f"ledger_entry ({HEADER})"

NOTES = "ledger_entrynote (entry_id, salt, words)"


def write_many(written: Sequence[tuple[Draft, Applied]], moved: Mapping[int, Standing]) -> None:
    """Write what was decided under the locks: postings, then their headers, notes, and where each account stands."""
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
    stands = {account: (standing.balance, standing.given) for account, standing in moved.items()}
    change_many(LedgerAccount, ("balance", "given"), stands)
