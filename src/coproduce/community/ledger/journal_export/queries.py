"""The journal in the order it was written, piece by piece, however long; without anybody's words about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting

PIECE = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A signed number of smallest parts on one account: of whom, or what it is called."""

    kind: str
    name: str
    number: int
    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with its parts, which sum to nothing for each unit."""

    entry: UUID
    kind: str
    category: str
    effective_on: date
    recorded_at: datetime
    arena: str
    reverses: UUID | None
    parts: tuple[Part, ...]


def journal(actor: Actor) -> Iterator[Written] | None:
    """Everything that was ever written here, oldest first; None for who may not read it. Reading is written down."""
    if not policy.may(actor, "ledger.read_journal"):
        return None
    holders = LedgerAccount.objects.filter(community_id=actor.community_id, agent__isnull=False)
    audit.reading(actor, "ledger.read_journal", holders.values_list("agent", flat=True).distinct(), "export")
    return _pieces(actor.community_id)


def _pieces(community: int) -> Iterator[Written]:
    last: int | None = 0
    while last is not None:
        piece = list(Entry.objects.filter(community=community, pk__gt=last).order_by("pk")[:PIECE])
        last = piece[-1].pk if len(piece) == PIECE else None
        parts: dict[int, list[Part]] = {entry.pk: [] for entry in piece}
        rows = Posting.objects.filter(entry__in=list(parts)).order_by("pk")
        for entry, kind, agent, name, account, unit, amount in rows.values_list(
            "entry", "account__kind", "account__agent__name", "account__name", "account", "unit", "amount"
        ):
            parts[entry].append(Part(kind, agent or name, account, unit, amount))
        for row in piece:
            yield Written(
                row.client_id, row.kind, row.category, row.effective_on, row.recorded_at, row.arena, row.reverses,
                tuple(parts[row.pk]),
            )  # fmt: skip
