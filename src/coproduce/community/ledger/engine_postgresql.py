"""Posting on PostgreSQL: one call to a function, which locks, checks limits and sums, and writes.

What an entry may be in itself was checked before; the functions restate only
what needs the lock. One that stands, as nearly all do, is written by
`ledger_post_one`; `ledger_post` says why another does not. Many go in by one
call when all of them pass; else they are decided by core under the same locks,
and written here by sets.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

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

ONE = """SELECT balances FROM ledger_post_one(
  %s::bigint, %s::uuid, %s::bytea, %s::text, %s::text, %s::bigint, %s::bigint, %s::date, %s::timestamptz, %s::text,
  %s::text, %s::bytea, %s::bytea, %s::bytea, %s::text, %s::bigint[], %s::text[], %s::bigint[])"""

CALL = """SELECT code, line, balances, outside, bound, unit, closed_through FROM ledger_post(
  %s::bigint[], %s::uuid[], %s::bytea[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::date[],
  %s::timestamptz, %s::uuid[], %s::text[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[],
  %s::integer[], %s::bigint[], %s::text[], %s::bigint[], %s)"""


def write(draft: Draft) -> Applied | Refusal | None:
    """Apply and write one entry; None when its id is already there, or somebody was first with what it takes back."""
    if not draft.entry.reverses and draft.entry.kind != "reversal":
        [balances] = _answer(ONE, one(draft))
        if balances:
            return Applied(tuple(balances))
    code, line, balances, outside, bound, unit, closed_through = _answer(CALL, [*columns([draft]), True])
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
    code, _, balances, outside, *_ = _answer(CALL, [*columns(drafts), limits])
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


def _answer(statement: str, values: Sequence[Any]) -> Any:
    """What a function answers. The statement is prepared: the server reads and plans it once for each session."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    cursor = _prepared(database)
    if database.queries_logged or database.execute_wrappers:
        cursor = database.make_debug_cursor(cursor)
        cursor.execute(statement, values)
        return cursor.fetchone()
    # What Django does about each statement that nobody looks at, and nothing else: half the time of the call.
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return cursor.execute(statement, values).fetchone()


def _prepared(database: Any) -> Any:
    """The cursor of a connection that prepares: kept, for a new one looks up anew how values are written and read."""
    from psycopg import Cursor  # not there where only SQLite is

    kept = getattr(database, "ledger_prepares", None)
    if kept is None or kept.connection is not database.connection:
        database.connection.prepare_threshold = 0
        kept = database.ledger_prepares = Cursor(database.connection)
    return kept


def one(draft: Draft) -> list[str | None]:
    """What `ledger_post_one` is handed: spelt here, for the driver looks longer at each value to find out its type."""
    entry = draft.entry
    return [
        str(entry.community),
        entry.client_id.hex,
        f"\\x{draft.body_hash.hex()}",
        entry.kind,
        entry.category,
        None if entry.actor is None else str(entry.actor),
        None if entry.on_behalf_of is None else str(entry.on_behalf_of),
        str(entry.effective_on),
        str(draft.recorded_at),
        entry.arena,
        entry.source_ref,
        f"\\x{draft.note_commitment.hex()}",
        f"\\x{draft.digest.hex()}",
        f"\\x{draft.salt.hex()}",
        entry.note,
        as_array([posting.account for posting in entry.postings]),
        as_array([posting.amount.unit.code for posting in entry.postings]),
        as_array([posting.amount.minor for posting in entry.postings]),
    ]


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
