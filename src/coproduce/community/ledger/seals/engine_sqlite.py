"""Sealing and proving on SQLite: whoever writes is alone, and digests are hashed again by Python.

Rows are read as they are stored, `|| ''` keeping days and moments as text; every spelling but the one they are written
in is another.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import OperationalError, connection

from coproduce.community.ledger.digest import body_of, commitment, day_number, digest_of, moment_number

ENTRIES = """
SELECT e.id, e.client_id, e.kind, e.category, e.actor, e.on_behalf_of, e.effective_on || '', e.recorded_at || '',
  e.reverses, e.arena, e.source_ref, e.body_hash, e.note_commitment, e.digest, n.salt, n.words
FROM ledger_entry e LEFT JOIN ledger_entrynote n ON n.entry_id = e.id WHERE e.community_id = %s ORDER BY e.id"""

SIDES = """
SELECT p.entry_id, p.account_id, p.unit, p.amount, a.unit IS p.unit AND a.community_id IS %s
FROM ledger_posting p LEFT JOIN ledger_ledgeraccount a ON a.id = p.account_id
WHERE p.entry_id IN (SELECT id FROM ledger_entry WHERE community_id = %s) ORDER BY p.entry_id, p.account_id"""

AT_ONCE = 2_000


def alone(community: int) -> None:
    """Whoever writes is alone."""


def changed(community: int, most: int) -> Iterator[tuple[int, str]]:
    """The first entries of a community that are not what was written, by their numbers, and what is wrong."""
    try:
        return iter(list(islice(_changed(community), most)))
    except OperationalError:
        # A text that is none any more is a fault to be named: it is read as one that cannot be spelt again.
        connection.connection.text_factory = lambda stored: stored.decode(errors="surrogateescape")
        try:
            return iter(list(islice(_changed(community), most)))
        finally:
            connection.connection.text_factory = str


def _changed(community: int) -> Iterator[tuple[int, str]]:
    sides = _rows(SIDES, [community, community])
    side = next(sides, None)
    for row in _rows(ENTRIES, [community]):
        own = []
        while side is not None and side[0] <= row[0]:
            own.append(side)
            side = next(sides, None)
        if fault := _fault(community, row, own):
            yield row[0], fault


def _fault(community: int, row: tuple[Any, ...], sides: list[tuple[Any, ...]]) -> str:
    _, client, kind, category, actor, behalf, day, moment, undoes, arena, source, body, committed, digest, *note = row
    if len(sides) < 2:
        return "has no two sides"
    if not all(side[4] for side in sides):
        return "stands on an account of another community or unit"
    try:
        asked = body_of(
            community,
            _id(client),
            kind,
            category,
            actor,
            behalf,
            _day(day),
            _id(undoes) if undoes is not None else None,
            arena,
            source,
            [side[1:4] for side in sides],
        )
        is_as_written = asked == body and digest_of(asked, _moment(moment), committed) == digest
    except (ValueError, TypeError, AttributeError, ArithmeticError, struct.error):
        is_as_written = False  # what is stored is no day, no id, no number
    if not is_as_written:
        return "is not what was written: its digest differs"
    salt, words = note
    if words is not None and committed != commitment(salt, words):
        return "has other words than those it was written with"
    return ""


def _rows(sql: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _id(stored: str) -> bytes:
    read = bytes.fromhex(stored)
    if read.hex() != stored:
        raise ValueError
    return read


@lru_cache(maxsize=4096)
def _day(stored: str) -> int:
    read = date.fromisoformat(stored)
    if read.isoformat() != stored:
        raise ValueError
    return day_number(read)


@lru_cache(maxsize=1)
def _moment(stored: str) -> int:
    read = datetime.fromisoformat(stored)
    if str(read) != stored:
        raise ValueError
    return moment_number(read.replace(tzinfo=UTC))
