"""How the books are, in one line: parts of a question that is asked about the community anyway."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.bounds.queries import bounds_waiting
from coproduce.community.ledger.models import Proof
from coproduce.community.ledger.undoing.queries import waiting

#: They are added up once a day: after so long something stands still.
OLD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Glance:
    """When the books were added up last, and what was found; how much waits for a second person."""

    proved_at: datetime | None
    faults: list[Mapping[str, str]] | None
    undoings: int
    bounds: int

    @property
    def is_right(self) -> bool:
        return self.proved_at is not None and not self.faults

    @property
    def is_old(self) -> bool:
        """It was so long ago that what runs by itself may stand still."""
        return self.proved_at is not None and self.proved_at < clock.now() - OLD

    @property
    def seconds(self) -> int:
        return self.undoings + self.bounds


def glanced(actor: Actor) -> dict[str, Any]:
    """The parts a `Glance` is made of, to be asked of their community; nothing for who may not read it."""
    proofs = Proof.objects.filter(community=OuterRef("pk")).order_by("-proved_at", "-pk")
    last = proofs if policy.may(actor, "ledger.read_proof") else proofs.none()
    return {
        "proved_at": Subquery(last.values("proved_at")[:1]),
        "faults": Subquery(last.values("faults")[:1]),
        "undoings": _number(waiting(actor)),
        "bounds": _number(bounds_waiting(actor)),
    }


def _number(rows: QuerySet[Any, Model]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("community").annotate(n=Count("pk")).values("n")[:1]), 0)
