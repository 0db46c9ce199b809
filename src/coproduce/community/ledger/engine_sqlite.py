"""Posting on SQLite: the rule of core, under the one writer's lock.

Postings go in before their header; the header's trigger looks at their sum.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from coproduce.community.base.bulk import change_many
from coproduce.community.ledger.books import books_of
from coproduce.community.ledger.draft import HEADER, Draft
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.core.journal import Applied, Standing, apply, gives
from coproduce.core.refusal import Refusal

#: Whoever writes has the database alone until it is done: nobody is first with an id in between.
ONE_WRITER = True


def write(draft: Draft) -> Applied | Refusal | None:
    """Apply and write one entry; None when its id is already there."""
    entry = draft.entry
    with transaction.atomic():  # IMMEDIATE: nobody else writes until it ends
        if Entry.objects.filter(community_id=entry.community, client_id=entry.client_id).exists():
            return None
        books = books_of(entry.community, entry.reverses)
        applied = apply(entry, _standings(draft), books)
        if isinstance(applied, Refusal):
            return applied
        number = _next_number()
        for posting, balance in zip(entry.postings, applied.balances, strict=True):
            LedgerAccount.objects.filter(pk=posting.account).update(
                balance=balance, given=F("given") + gives(entry, posting.amount.minor, books)
            )
        Posting.objects.bulk_create(
            Posting(
                entry_id=number,
                account_id=posting.account,
                unit=posting.amount.unit.code,
                amount=posting.amount.minor,
                balance_after=balance,
            )
            for posting, balance in zip(entry.postings, applied.balances, strict=True)
        )
        Entry.objects.bulk_create(
            [
                Entry(
                    id=number,
                    community_id=entry.community,
                    client_id=entry.client_id,
                    body_hash=draft.body_hash,
                    kind=entry.kind,
                    category=entry.category,
                    actor=entry.actor,
                    on_behalf_of=entry.on_behalf_of,
                    effective_on=entry.effective_on,
                    recorded_at=draft.recorded_at,
                    reverses=entry.reverses,
                    arena=entry.arena,
                    source_ref=entry.source_ref,
                    note_commitment=draft.note_commitment,
                    digest=draft.digest,
                )
            ]
        )
    return applied


POSTINGS = "INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after) VALUES (%s, %s, %s, %s, %s)"

ENTRIES = f"INSERT INTO ledger_entry ({HEADER}) VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608 # nosec B608 - names of columns

NOTES = "INSERT INTO ledger_entrynote (entry_id, salt, words) VALUES (%s, %s, %s)"


def write_many(written: Sequence[tuple[Draft, Applied]], moved: Mapping[int, int], given: Mapping[int, int]) -> None:
    """Write what was decided under the lock: all postings, then their headers, notes, and what each account holds."""
    numbered = list(enumerate(written, start=_next_number()))
    with connection.cursor() as cursor:
        cursor.executemany(
            POSTINGS,
            [
                (number, posting.account, posting.amount.unit.code, posting.amount.minor, balance)
                for number, (draft, applied) in numbered
                for posting, balance in zip(draft.entry.postings, applied.balances, strict=True)
            ],
        )
        cursor.executemany(ENTRIES, [_stored(draft.header(number)) for number, (draft, _) in numbered])
        cursor.executemany(
            NOTES, [(number, draft.salt, draft.entry.note) for number, (draft, _) in numbered if draft.entry.note]
        )
    change_many(LedgerAccount, "balance", moved)
    change_many(LedgerAccount, "given", given)


def _stored(header: tuple[Any, ...]) -> tuple[Any, ...]:
    """A header as Django stores it in SQLite."""
    number, community, client_id, body, kind, category, actor, behalf, on, at, reverses, *rest = header
    undoes = reverses.hex if reverses else None
    day, moment = on.isoformat(), _moment(at)
    return number, community, client_id.hex, body, kind, category, actor, behalf, day, moment, undoes, *rest


@lru_cache(maxsize=1)
def _moment(at: datetime) -> str:
    """All entries of a batch have one."""
    return str(connection.ops.adapt_datetimefield_value(at))


def _standings(draft: Draft) -> dict[int, Standing]:
    rows = LedgerAccount.objects.filter(
        community_id=draft.entry.community, pk__in=[p.account for p in draft.entry.postings]
    )
    return {row.pk: row.standing for row in rows}


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM ledger_entry")
        return int(cursor.fetchone()[0])
