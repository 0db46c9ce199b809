"""How the books were found, for scripts; `ledger.api` gives it its address."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.ledger.proving.queries import how_found
from coproduce.community.ledger.seals.sealing import head_of
from coproduce.community.people.api import NotThereError, actor_of


class FaultFound(Schema):
    place: str
    sentence: str


class SealGiven(Schema):
    """A seal, where it went, and when."""

    seal: str
    place: str
    anchored_at: datetime


class HowTheBooksAre(Schema):
    """The last proof, if there was one; `faults` empty is right. `seal` is empty where nothing is sealed."""

    proved_at: datetime | None
    entries: int
    postings: int
    accounts: int
    faults: list[FaultFound]
    seal: str
    unsealed_since: datetime | None
    given_out: list[SealGiven]


def proof(request: HttpRequest, community: Path[str]) -> Any:
    """What the last proof found, the seal that stands, and how old the oldest line without one is."""
    found = how_found(actor_of(request, community))
    if found is None:
        raise NotThereError
    last = found.proof
    return {
        "proved_at": last.proved_at if last else None,
        "entries": last.entries if last else 0,
        "postings": last.postings if last else 0,
        "accounts": last.accounts if last else 0,
        "faults": last.faults if last else [],
        "seal": str(found.head) if found.head else "",
        "unsealed_since": found.unsealed_since,
        "given_out": [
            {"seal": str(head_of(row.block)), "place": row.place, "anchored_at": row.anchored_at}
            for row in found.anchors
        ],
    }
