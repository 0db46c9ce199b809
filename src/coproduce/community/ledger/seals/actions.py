"""The verbs with which the books are sealed now, and their head is given out of the house."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.ledger.seals import sealing
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class SealedNow:
    """How much was sealed now, and the seal that stands: empty where nothing ever was."""

    size: int
    seal: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """The seal, to be copied out of the house."""

    height: int
    seal: str


@action("ledger.seal", receipt=SealedNow)
def seal(actor: Actor, *, request_id: UUID) -> Done[SealedNow] | Refusal:
    """Seal now what was written down since the last time; it happens by itself every few minutes."""
    sealed = sealing.seal(actor.community_id)
    return Done(SealedNow(sealed.size, sealed.head))


@action("ledger.anchor", receipt=Anchored)
def anchor(actor: Actor, *, place: str, request_id: UUID) -> Done[Anchored] | Refusal:
    """Give the seal of today out of the house, and write down where it went. Copy it there as it stands."""
    if fault := may_say(
        place, "place", LONGEST_PLACE, "Say where you keep it: the minutes of a meeting, your auditor."
    ):
        return fault
    sealing.seal(actor.community_id)
    head = sealing.anchor(actor.community_id, place.strip())
    if head is None:
        return Refusal("NOTHING_SEALED", "Nothing is written down yet, so there is nothing to seal.")
    return Done(Anchored(head.height, str(head)))
