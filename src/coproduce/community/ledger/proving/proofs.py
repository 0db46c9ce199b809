"""A proof is made and kept: what adding everything up again found, at which moment, under which head."""

from dataclasses import dataclass
from datetime import UTC, datetime

from coproduce.community.base import clock
from coproduce.community.base.actor import clockwork
from coproduce.community.base.models import Outbox
from coproduce.community.ledger.models import Proof
from coproduce.community.ledger.proving.verifying import verify
from coproduce.community.ledger.receipt import Verified
from coproduce.community.ledger.seals.queries import last_head
from coproduce.community.ledger.seals.sealing import seal
from coproduce.community.people.queries import with_role
from coproduce.core.seal import Head

READERS = ("broker", "treasurer", "auditor")


@dataclass(frozen=True, slots=True)
class Found:
    """What adding everything up found, with the head that stood before: all under it was added up."""

    books: Verified
    head: Head | None


def prove(community: int) -> Proof:
    """Seal what is not yet, add everything up again, and keep what was found; also when it is a fault."""
    return keep(community, add_up(community))


def add_up(community: int, anchor: Head | None = None) -> Found:
    """Seal what is not yet, and read everything in a moment of its own: nobody waits to write meanwhile."""
    seal(community)
    head = last_head(community)
    return Found(verify(community, anchor), head)


def keep(community: int, of: Found) -> Proof:
    """Write down what was found.

    Who keeps the books, runs the desk or looks through them is told of faults nobody was told of before.
    """
    found, head, before = of.books, of.head, last_proof(community)
    proof = Proof.objects.create(
        community_id=community,
        proved_at=datetime.now(UTC),
        entries=found.entries,
        postings=found.postings,
        accounts=found.accounts,
        head=head.head if head else b"",
        faults=[{"place": fault.place, "sentence": fault.sentence} for fault in found.faults],
    )
    if proof.faults and (before is None or before.faults != proof.faults):
        _tell(proof)
    return proof


def last_proof(community: int) -> Proof | None:
    """The newest proof of a community."""
    return Proof.objects.filter(community=community).order_by("-proved_at", "-pk").first()


def _tell(proof: Proof) -> None:
    readers = {one for role in READERS for one in with_role(clockwork(proof.community_id), role)}
    Outbox.objects.bulk_create(
        Outbox(
            community_id=proof.community_id,
            to_agent=reader,
            template="The books are not as they were written down: %(place)s %(fault)s. Change nothing; look today.",
            values={"place": proof.faults[0]["place"], "fault": proof.faults[0]["sentence"]},
            link=f"/{proof.community.slug}/ledger/proof/",
            is_urgent=True,
            written_at=clock.now(),
        )
        for reader in sorted(readers)
    )
