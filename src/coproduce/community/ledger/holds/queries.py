"""What is kept back now: for the desk and the treasurer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit
from coproduce.community.ledger.holds.rules import last_day
from coproduce.community.ledger.models import Hold, LedgerAccount
from coproduce.community.people.queries import name_of
from coproduce.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Kept:
    """One hold as it is read: whose it is, for whom, how much, what for, and until which day."""

    hold: UUID
    whose: str
    whom: str
    amount: Quantity
    what: str
    source_ref: str
    held_at: datetime
    until: date
    by: str


def standing_holds(actor: Actor, words: str = "") -> QuerySet[Hold]:
    """What is kept back here, what comes free first standing first; of those with these words in either name."""
    if not policy.may(actor, "ledger.read_holds"):
        return Hold.objects.none()
    found = _standing(actor.community_id)
    for word in words.split():
        found = found.filter(
            Q(account__agent__name__icontains=word)
            | Q(to__agent__name__icontains=word)
            | Q(account__name__icontains=word)
            | Q(to__name__icontains=word)
        )
    return found


def read_holds(actor: Actor, page: list[Hold], why: str = "") -> list[Kept]:
    """These holds as they are read; reading them is written down."""
    sides = [account.agent_id for row in page for account in (row.account, row.to)]
    audit.reading(actor, "ledger.read_holds", [agent for agent in sides if agent], why)
    return [_kept(row) for row in page]


def kept_under(community: int, source_ref: str) -> list[Kept]:
    """What is kept back now for one thing of another room, which asks who may read it."""
    return [_kept(row) for row in _standing(community).filter(source_ref=source_ref)]


def _standing(community: int) -> QuerySet[Hold]:
    found = Hold.objects.filter(community_id=community, state=Hold.HELD)
    found = found.select_related("community", "account__agent", "to__agent").annotate(by=name_of("actor"))
    return found.order_by("expires_at", "pk")


def _kept(row: Hold) -> Kept:
    return Kept(
        hold=row.client_id,
        whose=_name(row.account),
        whom=_name(row.to),
        amount=unit(row.account.unit)(row.amount),
        what=row.category,
        source_ref=row.source_ref,
        held_at=row.held_at,
        until=last_day(row.expires_at, row.community.time_zone),
        by=row.by or "",  # type: ignore[attr-defined]
    )


def _name(account: LedgerAccount) -> str:
    return account.agent.name if account.agent else account.name
