"""Posting on SQLite: the rule of core, under the one writer's lock.

Postings go in before their header; the header's trigger looks at their sum.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from coproduce.community.ledger.books import BOOKS, books_from
from coproduce.community.ledger.draft import HEADER, Draft
from coproduce.community.ledger.models import STANDING, standing_of
from coproduce.community.ledger.repeats import ALREADY_REVERSED
from coproduce.core.journal import Applied, Standing, gives, move
from coproduce.core.refusal import Refusal

#: Whoever writes has the database alone until it is done: nobody is first with an id in between.
ONE_WRITER = True


#: All that one entry is judged by: its number, whether its id is there, whether what it takes back was taken back, the
#: books, and each of its accounts.
READ = f"""SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM ledger_entry),
  EXISTS (SELECT 1 FROM ledger_entry WHERE community_id = %s AND client_id = %s),
  EXISTS (SELECT 1 FROM ledger_entry WHERE community_id = %s AND reverses = %s),
  books.*, a.id, {", ".join(f"a.{name}" for name in STANDING)}
  FROM json_each(%s) AS named LEFT JOIN ({BOOKS}) AS books ON TRUE
  LEFT JOIN ledger_ledgeraccount a ON a.id = named.value AND a.community_id = %s"""  # noqa: S608 # nosec B608 - names of columns


def write(draft: Draft) -> Applied | Refusal | None:
    """Apply and write one entry; None when its id is already there."""
    entry, community = draft.entry, draft.entry.community
    reverses = entry.reverses.hex if entry.reverses else None
    named = json.dumps([posting.account for posting in entry.postings])
    # IMMEDIATE: nobody else writes until it ends.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        asked: list[Any] = [community, entry.client_id.hex, community, reverses, named, reverses, community, community]
        cursor.execute(READ, asked)
        rows = cursor.fetchall()
        number, is_there, is_reversed, *said = rows[0][:6]
        if is_there:
            return None
        books = books_from(*said)
        held = {row[6]: standing_of(*row[7:]) for row in rows if row[6]}
        applied = move(entry, held, books)
        if isinstance(applied, Refusal):
            return applied
        if is_reversed:
            return ALREADY_REVERSED
        moved = {
            posting.account: held[posting.account].after(balance, gives(entry, posting.amount.minor, books))
            for posting, balance in zip(entry.postings, applied.balances, strict=True)
        }
        _write(cursor, number, [(draft, applied)], moved)
    return applied


def write_together(drafts: Sequence[Draft], limits: bool) -> list[Applied] | None:
    """No shorter way than one by one under the lock: nothing is sent anywhere."""
    return None


POSTINGS = "INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after) VALUES (%s, %s, %s, %s, %s)"

ENTRIES = f"INSERT INTO ledger_entry ({HEADER}) VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608 # nosec B608 - names of columns

NOTES = "INSERT INTO ledger_entrynote (entry_id, salt, words) VALUES (%s, %s, %s)"

MOVED = "UPDATE ledger_ledgeraccount SET balance = %s, given = %s WHERE id = %s"


def write_many(written: Sequence[tuple[Draft, Applied]], moved: Mapping[int, Standing]) -> None:
    """Write what was decided under the lock: all postings, then their headers, notes, and where each account stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM ledger_entry")
        [number] = cursor.fetchone()
        _write(cursor, number, written, moved)


def _write(cursor: Any, first: int, written: Sequence[tuple[Draft, Applied]], moved: Mapping[int, Standing]) -> None:
    numbered = list(enumerate(written, start=first))
    cursor.executemany(
        POSTINGS,
        [
            (number, posting.account, posting.amount.unit.code, posting.amount.minor, balance)
            for number, (draft, applied) in numbered
            for posting, balance in zip(draft.entry.postings, applied.balances, strict=True)
        ],
    )
    cursor.executemany(ENTRIES, [stored(draft.header(number)) for number, (draft, _) in numbered])
    notes = [(number, draft.salt, draft.entry.note) for number, (draft, _) in numbered if draft.entry.note]
    if notes:
        cursor.executemany(NOTES, notes)
    cursor.executemany(MOVED, [(standing.balance, standing.given, account) for account, standing in moved.items()])


def stored(header: tuple[Any, ...]) -> tuple[Any, ...]:
    """A header as Django stores it in SQLite; `recorded_at` is UTC."""
    number, community, client_id, body, kind, category, actor, behalf, on, at, reverses, *rest = header
    undoes = reverses.hex if reverses else None
    day, moment = on.isoformat(), str(at.replace(tzinfo=None))
    return number, community, client_id.hex, body, kind, category, actor, behalf, day, moment, undoes, *rest
