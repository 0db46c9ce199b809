"""What a second person decides: who asked cannot, and of two who decide at once one does."""

from typing import TypeVar
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import TakesTwo
from coproduce.core.refusal import Refusal

Asked = TypeVar("Asked", bound=TakesTwo)


def decided(kind: type[Asked], actor: Actor, public_id: UUID, state: str, field: str) -> Asked | Refusal:
    """What was asked, with this decision written on it, unless it was decided, or is the actor's own."""
    found = kind._default_manager.filter(community_id=actor.community_id, public_id=public_id)
    row = found.first()
    if row is None:
        return Refusal("NOT_FOUND", "Nobody asked for this here. Look at what waits.", field)
    if row.asked_by == actor.agent_id:
        return Refusal("NEEDS_SECOND", "You asked for this yourself: somebody else at the desk decides.", field)
    was_first = found.filter(state=kind.ASKED).update(state=state, decided_by=actor.agent_id, decided_at=clock.now())
    if not was_first:
        return Refusal("ALREADY_DECIDED", "Somebody else was faster: this is decided. Look at it again.", field)
    return row
