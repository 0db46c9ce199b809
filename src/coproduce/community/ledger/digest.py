"""What must never change about an entry, in 32 bytes.

Everything stands at a fixed width: numbers in 64 bits, ids in 16 bytes, days and
moments counted from the year 2000, and how long each text is; the texts follow, so
that no mark inside one can move a boundary. PostgreSQL spells it alike
(seals/engine_postgresql). Personal words stand outside; only a salted commitment to
them is inside.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import Struct
from typing import Any
from uuid import UUID

from coproduce.core.journal import Entry

#: The way of spelling: another way has another mark.
MARK = 1

#: Mark, which of three are nothing; community, id, who wrote, for whom, day, what it takes back; lengths of three texts
#: and of the fourth.
HEAD = Struct(">BBq16sqqi16s12si")
LENGTHS = Struct(">iii")
#: Account, unit, amount: one for each posting, in the order of their accounts.
SIDE = Struct(">q12sq")
MOMENT = Struct(">q")

NOBODY = bytes(16)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2000, 1, 1).toordinal()


def body_hash(entry: Entry) -> bytes:
    """What was asked for: the same request has the same hash, whoever repeats it and whenever."""
    return body_of(
        entry.community,
        entry.client_id.bytes,
        entry.kind,
        entry.category,
        entry.actor,
        entry.on_behalf_of,
        day_number(entry.effective_on),
        entry.reverses.bytes if entry.reverses else None,
        entry.arena,
        entry.source_ref,
        [(p.account, p.amount.unit.code, p.amount.minor) for p in entry.postings],
    )


def body_of(
    community: int,
    client_id: bytes,
    kind: str,
    category: str,
    actor: int | None,
    on_behalf_of: int | None,
    day: int,
    reverses: bytes | None,
    arena: str,
    source_ref: str,
    postings: list[tuple[int, str, int]],
) -> bytes:
    """The same from the parts of an entry, as they are stored."""
    lengths, words = _words(kind, category, arena)
    source = source_ref.encode()
    head = HEAD.pack(
        MARK,
        (actor is None) | (on_behalf_of is None) << 1 | (reverses is None) << 2,
        community,
        client_id,
        actor or 0,
        on_behalf_of or 0,
        day,
        reverses or NOBODY,
        lengths,
        len(source),
    )
    sides = [SIDE.pack(account, unit.encode(), amount) for account, unit, amount in sorted(postings)]
    return hashlib.sha256(b"".join((head, *sides, words, source))).digest()


@lru_cache(maxsize=1024)
def _words(kind: str, category: str, arena: str) -> tuple[bytes, bytes]:
    """How long each is, and all of them: few are used again and again."""
    words = [kind.encode(), category.encode(), arena.encode()]
    return LENGTHS.pack(*map(len, words)), b"".join(words)


def digest_of(body: bytes, recorded_at: int, note_commitment: bytes) -> bytes:
    """What was asked for, when it was written (`moment_number`), and what commits to its words: none, or 32 bytes."""
    return hashlib.sha256(body + MOMENT.pack(recorded_at) + note_commitment).digest()


def hashes(entry: Entry, recorded_at: datetime, note_commitment: bytes) -> tuple[bytes, bytes]:
    """The body's hash, and the digest: everything about an entry that must not change, its postings included."""
    body = body_hash(entry)
    return body, digest_of(body, moment_number(recorded_at), note_commitment)


def commitment(salt: bytes, words: str) -> bytes:
    """What the journal keeps of personal words; nothing once there are none."""
    return hashlib.sha256(salt + words.encode()).digest() if words else b""


def written_down(*parts: str | int | bytes | date | UUID | dict[str, Any] | None) -> bytes:
    """The digest of what is witnessed, from its parts in their order: each by its own hash, with its type.

    >>> written_down(1, None) == written_down("1", None), written_down("a", "b") == written_down("ab", "")
    (False, False)
    """
    return hashlib.sha256(b"".join(_part(part) for part in parts)).digest()


def _part(part: Any) -> bytes:
    if isinstance(part, datetime):
        part = moment_number(part)
    spelt = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True, default=str).encode()
    return hashlib.sha256(type(part).__name__.encode() + b":" + spelt).digest()


@lru_cache(maxsize=4096)
def day_number(day: date) -> int:
    """Days since the year 2000 began."""
    return day.toordinal() - FIRST_DAY


@lru_cache(maxsize=16)
def moment_number(moment: datetime) -> int:
    """Millionths of a second since the year 2000 began. All entries of a batch have one."""
    since = moment - BEGINNING
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
