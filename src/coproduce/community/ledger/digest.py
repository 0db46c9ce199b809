"""What must never change about an entry, in 32 bytes.

Canonical JSON rather than joined text: a `|` inside a description cannot move
a boundary. Personal words stand outside; only a salted commitment to them is
inside. Source: RFC 8785 for the idea of one spelling; facts on peers' hashes in
docs/explanation/ledger.md.
"""

import hashlib
import json
from datetime import datetime

from coproduce.core.journal import Entry


def _plain(entry: Entry) -> dict[str, object]:
    return {
        "client_id": str(entry.client_id),
        "community": entry.community,
        "kind": entry.kind,
        "category": entry.category,
        "actor": entry.actor,
        "on_behalf_of": entry.on_behalf_of,
        "effective_on": entry.effective_on.isoformat(),
        "reverses": str(entry.reverses) if entry.reverses else None,
        "arena": entry.arena,
        "source_ref": entry.source_ref,
        "postings": sorted([p.account, p.amount.unit.code, p.amount.minor] for p in entry.postings),
    }


def _hash(said: object) -> bytes:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).digest()


def body_hash(entry: Entry) -> bytes:
    """What was asked for: the same request has the same hash, whoever repeats it and whenever."""
    return _hash(_plain(entry))


def commitment(salt: bytes, words: str) -> bytes:
    """What the journal keeps of personal words; nothing once there are none."""
    return hashlib.sha256(salt + words.encode()).digest() if words else b""


def digest(entry: Entry, recorded_at: datetime, note_commitment: bytes) -> bytes:
    """Everything about an entry that must not change, its postings included."""
    moment = recorded_at.isoformat(timespec="microseconds")
    return _hash([_plain(entry), moment, body_hash(entry).hex(), note_commitment.hex()])
