"""What the books hold at one moment, in a few numbers: two databases with the same mark hold the same books.

Read from columns that never change their names, so that the books of an older program have one too.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db import connection


@dataclass(frozen=True, slots=True)
class Mark:
    """Entries and postings, the number of the last entry, every balance in 32 bytes, and the head of each chain.

    `heads` names the community's number, the height of its last block and that block's head.
    """

    entries: int
    postings: int
    last: int
    balances: str
    heads: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        """From what `said` wrote."""
        return cls(**{**said, "heads": tuple((place, height, head) for place, height, head in said["heads"])})

    def said(self) -> dict[str, Any]:
        """To be kept as JSON beside a copy."""
        return asdict(self)

    def difference(self, other: "Mark") -> str:
        """In which respect another differs, in words; empty where none does."""
        for field, counted in (("entries", "entries"), ("postings", "postings"), ("last", "as the last entry")):
            mine, theirs = getattr(self, field), getattr(other, field)
            if mine != theirs:
                return f"{theirs} {counted} instead of {mine}"
        if self.balances != other.balances:
            return "other balances"
        return "" if self.heads == other.heads else "another head of a sealed chain"


def mark() -> Mark:
    """The mark of the database in use, as this transaction sees it."""
    balances = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COALESCE(MAX(id), 0) FROM ledger_entry")
        entries, last = cursor.fetchone()
        cursor.execute("SELECT COUNT(*) FROM ledger_posting")
        [postings] = cursor.fetchone()
        cursor.execute("SELECT id, balance FROM ledger_ledgeraccount ORDER BY id")
        while rows := cursor.fetchmany(5000):
            balances.update("".join(f"{account}:{balance}\n" for account, balance in rows).encode())
        cursor.execute(
            "SELECT b.community_id, b.height, b.head FROM ledger_block b WHERE b.height = ("
            "SELECT MAX(o.height) FROM ledger_block o WHERE o.community_id = b.community_id) ORDER BY b.community_id"
        )
        heads = tuple((community, height, bytes(head).hex()) for community, height, head in cursor.fetchall())
    return Mark(entries, postings, last, balances.hexdigest(), heads)
