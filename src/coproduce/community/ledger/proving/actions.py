"""The verb with which whoever keeps or looks through the books has them proved now."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.ledger.proving.proofs import Found, add_up, keep
from coproduce.core.refusal import Refusal
from coproduce.core.seal import Head

NO_SEAL = Refusal(
    "NO_SEAL", "Write the seal as it stands on the sheet: a number, a colon, and 64 signs behind it.", "anchor"
)


@dataclass(frozen=True, slots=True)
class Proved:
    """What was added up again, and how many faults there are: the proof itself says which."""

    entries: int
    postings: int
    accounts: int
    faults: int
    head: str


def _added_up(actor: Actor, *, anchor: str = "") -> Found | Refusal:
    try:
        outside = Head.parse(anchor) if anchor.strip() else None
    except ValueError:
        return NO_SEAL
    return add_up(actor.community_id, outside)


@action("ledger.verify", receipt=Proved, beforehand=_added_up)
def verify(actor: Actor, found: Found | Refusal, *, anchor: str = "", request_id: UUID) -> Done[Proved] | Refusal:
    """Add everything up again now, and keep what was found.

    `anchor` is a head that left the house, as a letter or a sheet says it: `12:ab34…`. The books must still agree.
    """
    if isinstance(found, Refusal):
        return found
    proof = keep(actor.community_id, found)
    return Done(Proved(proof.entries, proof.postings, proof.accounts, len(proof.faults), bytes(proof.head).hex()))
