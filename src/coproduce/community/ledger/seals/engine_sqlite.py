"""Sealing and proving on SQLite: whoever writes is alone, and digests are hashed again by Python.

Rows are read as they are stored, `|| ''` keeping days and moments as text; every spelling but the one they are written
in is another.
"""

import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any

from django.db import OperationalError, connection

from coproduce.community.ledger.digest import body_of, commitment, day_number, digest_of, moment_number
from coproduce.community.ledger.seals.differing import Differing

ACCOUNTS = "SELECT id, unit, balance, given, held FROM ledger_ledgeraccount WHERE community_id = %s ORDER BY id"

KEPT = "SELECT account_id, SUM(amount) FROM ledger_hold WHERE community_id = %s AND state = 'held' GROUP BY account_id"

UNDONE = """
SELECT u.client_id FROM ledger_entry r
JOIN ledger_entry u ON u.community_id = r.community_id AND u.client_id = r.reverses
WHERE r.community_id = %s AND r.reverses IS NOT NULL AND u.kind = 'exchange'"""

ENTRIES = """
SELECT e.id, e.client_id, e.kind, e.category, e.actor, e.on_behalf_of, e.effective_on || '', e.recorded_at || '',
  e.reverses, e.arena, e.source_ref, e.body_hash, e.note_commitment, e.digest, n.salt, n.words
FROM ledger_entry e LEFT JOIN ledger_entrynote n ON n.entry_id = e.id WHERE e.community_id = %s ORDER BY e.id"""

SIDES = (
    "SELECT entry_id, account_id, unit, amount, balance_after FROM ledger_posting {where} ORDER BY entry_id, account_id"
)

Side = tuple[int, int, str, int, int]

#: After the last.
LAST: tuple[float, Iterable[Side]] = (inf, ())

#: Only where there are other communities too: to ask it of each row costs as much as to read it.
OURS = "WHERE account_id IN (SELECT id FROM ledger_ledgeraccount WHERE community_id = %s)"

OTHERS = "SELECT EXISTS (SELECT 1 FROM ledger_ledgeraccount WHERE community_id <> %s)"

AT_ONCE = 2_000


def alone(community: int) -> None:
    """Whoever writes is alone."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything is read as it stood when the first of it was, and nobody waits to write meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def look_through(community: int, most: int) -> Differing:
    """Every digest, sum and balance of a community again, in one walk along its entries and their sides."""
    try:
        return _Walk(community, most).walked()
    except OperationalError:
        # A text that is none any more is a fault to be named: it is read as one that cannot be spelt again.
        connection.connection.text_factory = lambda stored: stored.decode(errors="surrogateescape")
        try:
            return _Walk(community, most).walked()
        finally:
            connection.connection.text_factory = str


class _Walk:
    """What each account of a community holds and gave, entry by entry, and what does not agree with it."""

    def __init__(self, community: int, most: int) -> None:
        self.community, self.most, self.found = community, most, Differing()
        self.stored = {number: row for number, *row in _rows(ACCOUNTS, community)}
        self.units = {number: unit for number, (unit, *_) in self.stored.items()}
        self.shown, self.holds, self.gave = (dict.fromkeys(self.stored, 0) for _ in range(3))
        self.undone = {client for (client,) in _rows(UNDONE, community)}

    def walked(self) -> Differing:
        """All of them, in the order they were written."""
        [(is_among_others,)] = _rows(OTHERS, community := self.community)
        where, values = (OURS, [community]) if is_among_others else ("", [])
        groups = groupby(_rows(SIDES.format(where=where), *values), key=itemgetter(0))
        number, sides = next(groups, LAST)
        for row in _rows(ENTRIES, community):
            while number < row[0]:
                self._lost(list(sides))
                number, sides = next(groups, LAST)
            own = []
            if number == row[0]:
                own = list(sides)
                number, sides = next(groups, LAST)
            fault = self._added(row[2], row[8], own) or _fault(community, row, own)
            if fault and len(self.found.changed) < self.most:
                self.found.changed.append((row[0], fault))
        while number < inf:
            self._lost(list(sides))
            number, sides = next(groups, LAST)
        self._stand()
        return self.found

    def _added(self, kind: str, undoes: str | None, sides: list[Side]) -> str:
        """The sides of one entry, put on their accounts; and what is wrong with where they stand."""
        gives, takes_back = kind == "exchange", kind == "reversal" and undoes in self.undone
        shown, units, totals, is_beside = self.shown, self.units, dict[str, int](), False
        for entry, account, unit, amount, after in sides:
            totals[unit] = totals.get(unit, 0) + amount
            is_beside = is_beside or units.get(account) != unit
            if account not in shown:
                continue
            if (added := shown[account] + amount) != after and len(self.found.running) < self.most:
                self.found.running.append((account, entry, after, added))
            shown[account] = after
            self.holds[account] += amount
            if (gives and amount > 0) or (takes_back and amount < 0):
                self.gave[account] += amount
        for unit, total in totals.items():
            if total and len(self.found.out_of_sum) < self.most:
                self.found.out_of_sum.append((sides[0][0], unit, total))
        return "stands on an account of another community or unit" if is_beside else ""

    def _lost(self, sides: list[Side]) -> None:
        """Sides on accounts of ours whose entry is no entry of ours."""
        number, ours = sides[0][0], [side for side in sides if side[1] in self.shown]
        self._added("", None, ours)
        [(is_there,)] = _rows("SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE id = %s)", number)
        if not is_there and len(self.found.lost) < self.most:
            self.found.lost += [(number, account) for _, account, *_ in ours]

    def _stand(self) -> None:
        """What accounts say now, beside what they were added up to."""
        kept = dict(_rows(KEPT, self.community))
        for number, (_, balance, given, held) in self.stored.items():
            added = self.holds[number], self.gave[number], kept.get(number, 0)
            if (balance, given, held) != added and len(self.found.accounts) < self.most:
                self.found.accounts.append((number, balance, added[0], given, added[1], held, added[2]))


def _fault(community: int, row: tuple[Any, ...], sides: list[Side]) -> str:
    _, client, kind, category, actor, behalf, day, moment, undoes, arena, source, body, committed, digest, *note = row
    if len(sides) < 2:
        return "has no two sides"
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


def _rows(sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
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
