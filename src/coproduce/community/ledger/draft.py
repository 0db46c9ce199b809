"""An entry on its way into the tables: what both engines are handed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coproduce.community.ledger.digest import commitment, hashes
from coproduce.core.journal import Entry

HEADER = (
    "id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on, recorded_at,"
    " reverses, arena, source_ref, note_commitment, digest"
)


#: Bytes of chance beside each note, so that its commitment tells nothing once the words are erased.
SALT = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """The entry with the columns it is written with."""

    entry: Entry
    recorded_at: datetime
    body_hash: bytes
    salt: bytes
    note_commitment: bytes
    digest: bytes

    def header(self, number: int) -> tuple[Any, ...]:
        """Its row, in the order of HEADER."""
        entry = self.entry
        return (
            number,
            entry.community,
            entry.client_id,
            self.body_hash,
            entry.kind,
            entry.category,
            entry.actor,
            entry.on_behalf_of,
            entry.effective_on,
            self.recorded_at,
            entry.reverses,
            entry.arena,
            entry.source_ref,
            self.note_commitment,
            self.digest,
        )


def draft(entry: Entry) -> Draft:
    """Fill every column. `recorded_at` is the real time, whatever day it is in a simulated town."""
    return drafts([entry])[0]


def drafts(entries: Sequence[Entry]) -> list[Draft]:
    """Fill every column of each. They are written at one moment; each note has a salt of its own."""
    moment = datetime.now(UTC)
    salts = secrets.token_bytes(SALT * len(entries))
    return [
        _drafted(entry, moment, salts[SALT * place : SALT * (place + 1)] if entry.note else b"")
        for place, entry in enumerate(entries)
    ]


def _drafted(entry: Entry, moment: datetime, salt: bytes) -> Draft:
    committed = commitment(salt, entry.note)
    body_hash, digest = hashes(entry, moment, committed)
    return Draft(entry, moment, body_hash, salt, committed, digest)
