"""What must never change about an entry, in 32 bytes.

Canonical JSON rather than joined text: a `|` inside a description cannot move
a boundary. Personal words stand outside; only a salted commitment to them is
inside. Source: RFC 8785 for the idea of one spelling; facts on peers' hashes in
docs/explanation/ledger.md.
"""

import hashlib
import json
from datetime import datetime
from functools import lru_cache

from coproduce.core.journal import Entry

_word = json.encoder.encode_basestring_ascii


def _body(entry: Entry) -> str:
    """Its JSON with sorted keys and no spaces, spelt out by hand: a history has hundreds of thousands."""
    postings = ",".join(
        f"[{account},{_word(unit)},{minor}]"
        for account, unit, minor in sorted((p.account, p.amount.unit.code, p.amount.minor) for p in entry.postings)
    )
    reverses = f'"{entry.reverses}"' if entry.reverses else "null"
    return (
        f'{{"actor":{_number(entry.actor)},"arena":{_word(entry.arena)},"category":{_word(entry.category)},'
        f'"client_id":"{entry.client_id}","community":{entry.community},"effective_on":"{entry.effective_on}",'
        f'"kind":{_word(entry.kind)},"on_behalf_of":{_number(entry.on_behalf_of)},"postings":[{postings}],'
        f'"reverses":{reverses},"source_ref":{_word(entry.source_ref)}}}'
    )


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


@lru_cache(maxsize=1)
def _written(moment: datetime) -> str:
    """All entries of a batch have one."""
    return moment.isoformat(timespec="microseconds")


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
    moment = _written(recorded_at)
    # The same spelling as of one JSON list; the body, the longest part, is spelt once.
    return asked, _hash(f'[{body},"{moment}","{asked.hex()}","{note_commitment.hex()}"]')
