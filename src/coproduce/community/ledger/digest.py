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

_spell = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


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


def _body(entry: Entry) -> str:
    return _spell(_plain(entry))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def body_hash(entry: Entry) -> bytes:
    """What was asked for: the same request has the same hash, whoever repeats it and whenever."""
    return _hash(_body(entry))


def commitment(salt: bytes, words: str) -> bytes:
    """What the journal keeps of personal words; nothing once there are none."""
    return hashlib.sha256(salt + words.encode()).digest() if words else b""


def hashes(entry: Entry, recorded_at: datetime, note_commitment: bytes) -> tuple[bytes, bytes]:
    """The body's hash, and the digest: everything about an entry that must not change, its postings included."""
    body = _body(entry)
    asked = _hash(body)
    moment = recorded_at.isoformat(timespec="microseconds")
    # The same spelling as of one JSON list; the body, the longest part, is spelt once.
    return asked, _hash(f'[{body},"{moment}","{asked.hex()}","{note_commitment.hex()}"]')
