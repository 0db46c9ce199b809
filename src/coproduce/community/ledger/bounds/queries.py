"""By what a community puts right now, what waits for a second person, and who agreed to what counts."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import BoundAsked
from coproduce.community.people.queries import name_of
from coproduce.core.quantity import HOURS, Quantity


@dataclass(frozen=True, slots=True)
class Asked:
    """A bound that was asked for: from how many hours on it should take two, None for never; who asked, who decided."""

    asked: UUID
    two_from: Quantity | None
    row: BoundAsked
    asked_by: str
    decided_by: str
    is_mine: bool

    @property
    def is_waiting(self) -> bool:
        return self.row.state == BoundAsked.ASKED

    @property
    def is_agreed(self) -> bool:
        return self.row.state == BoundAsked.AGREED


def bounds_waiting(actor: Actor) -> QuerySet[BoundAsked]:
    """What was asked for and waits, for who may decide; there is never more than one."""
    if not policy.may(actor, "ledger.read_undoings"):
        return BoundAsked.objects.none()
    return BoundAsked.objects.filter(community_id=actor.community_id, state=BoundAsked.ASKED)


def last_asked(actor: Actor) -> Asked | None:
    """What was asked for last, for who may decide: it waits, or says who agreed, or who did not."""
    if not policy.may(actor, "ledger.read_undoings"):
        return None
    found = BoundAsked.objects.filter(community_id=actor.community_id)
    row = found.annotate(asker=name_of("asked_by"), decider=name_of("decided_by")).order_by("-pk").first()
    if row is None:
        return None
    return Asked(
        asked=row.public_id,
        two_from=HOURS(row.two_from) if row.two_from else None,
        row=row,
        asked_by=row.asker or "",
        decided_by=row.decider or "",
        is_mine=row.asked_by == actor.agent_id,
    )
