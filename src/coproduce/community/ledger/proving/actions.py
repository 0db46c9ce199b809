"""The verb with which whoever keeps or looks through the books has them proved now."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.ledger.proving.proofs import prove
from coproduce.core.refusal import Refusal
from coproduce.core.seal import Head


@dataclass(frozen=True, slots=True)
class Proved:
    """What was added up again, and how many faults there are: the proof itself says which."""

    entries: int
    postings: int
    accounts: int
    faults: int
    head: str


@action("ledger.verify", receipt=Proved)
def verify(actor: Actor, *, anchor: str = "", request_id: UUID) -> Done[Proved] | Refusal:
    """Add everything up again now, and keep what was found.

    `anchor` is a head that left the house, as a letter or a sheet says it: `12:ab34…`. The books must still agree.
    """
    try:
        outside = Head.parse(anchor) if anchor.strip() else None
    except ValueError:
        return Refusal(
            "NO_SEAL", "Write the seal as it stands on the sheet: a number, a colon, and 64 signs behind it.", "anchor"
        )
    proof = prove(actor.community_id, outside)
    return Done(Proved(proof.entries, proof.postings, proof.accounts, len(proof.faults), bytes(proof.head).hex()))
