"""An entry on its way into the tables: what both engines are handed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from coproduce.community.ledger.digest import body_hash, commitment, digest
from coproduce.core.journal import Entry


@dataclass(frozen=True, slots=True)
class Draft:
    """The entry with the columns it is written with."""

    entry: Entry
    recorded_at: datetime
    body_hash: bytes
    salt: bytes
    note_commitment: bytes
    digest: bytes


def draft(entry: Entry) -> Draft:
    """Fill every column. `recorded_at` is the real time, whatever day it is in a simulated town."""
    moment = datetime.now(UTC)
    salt = secrets.token_bytes(16) if entry.note else b""
    committed = commitment(salt, entry.note)
    return Draft(entry, moment, body_hash(entry), salt, committed, digest(entry, moment, committed))
