"""A proof is made and kept: what adding everything up again found, at which moment, under which head."""

from datetime import UTC, datetime

from coproduce.community.ledger.models import Proof
from coproduce.community.ledger.proving.verifying import verify
from coproduce.community.ledger.seals.queries import last_head
from coproduce.community.ledger.seals.sealing import seal
from coproduce.core.seal import Head


def prove(community: int, anchor: Head | None = None) -> Proof:
    """Seal what is not yet, add everything up again, and keep what was found; also when it is a fault."""
    seal(community)
    found = verify(community, anchor)
    head = last_head(community)
    return Proof.objects.create(
        community_id=community,
        proved_at=datetime.now(UTC),
        entries=found.entries,
        postings=found.postings,
        accounts=found.accounts,
        head=head.head if head else b"",
        faults=[{"place": fault.place, "sentence": fault.sentence} for fault in found.faults],
    )
