"""An entry on its way into the tables: what both engines are handed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coproduce.community.ledger.digest import commitment, hashes
from coproduce.core.journal import Entry

HEADER = (
    "id, community_id, client_id, body_hash, kind, category, actor, on_behalf_of, effective_on, recorded_at,"
    " reverses, arena, source_ref, note_commitment, digest"
)


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
    moment = datetime.now(UTC)
    salt = secrets.token_bytes(16) if entry.note else b""
    committed = commitment(salt, entry.note)
    body_hash, digest = hashes(entry, moment, committed)
    return Draft(entry, moment, body_hash, salt, committed, digest)
