"""How the books were found, for those who keep them, run the desk, or look through them."""

from dataclasses import dataclass
from datetime import datetime

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Anchor, Proof
from coproduce.community.ledger.proving.proofs import last_proof
from coproduce.community.ledger.seals.queries import last_head, oldest_unsealed
from coproduce.core.seal import Head

PLACES = 12


@dataclass(frozen=True, slots=True)
class HowFound:
    """The last proof, the seal that stands, since when a line waits for one, and where seals went, newest first."""

    proof: Proof | None
    head: Head | None
    unsealed_since: datetime | None
    anchors: tuple[Anchor, ...]

    @property
    def is_right(self) -> bool:
        return self.proof is not None and not self.proof.faults


def how_found(actor: Actor) -> HowFound | None:
    """Of the actor's community; None for who may not read it."""
    if not policy.may(actor, "ledger.read_proof"):
        return None
    here = actor.community_id
    anchors = Anchor.objects.filter(block__community=here).select_related("block").order_by("-pk")[:PLACES]
    return HowFound(last_proof(here), last_head(here), oldest_unsealed(here), tuple(anchors))
