"""The verbs with which the treasurer closes the books of days that are over, and opens them again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock, rooms
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.ledger.closed_days.queries import closed_through
from coproduce.community.ledger.closed_days.rules import may_close, may_open
from coproduce.community.ledger.models import Closing, LedgerAccount
from coproduce.community.ledger.seals.witnessing import CLOSING, witness_rows
from coproduce.community.people.models import Community
from coproduce.community.people.queries import brokers
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Closed:
    """The last day that is closed now; None where none is."""

    through: date | None


@action("ledger.close_books", receipt=Closed)
def close_books(actor: Actor, *, through: date, why: str, request_id: UUID) -> Done[Closed] | Refusal:
    """Close the books of every day up to this one: nothing is written on those days any more.

    What comes to light later is written on a later day, and its words say when it happened. Hours of those days that
    still wait to be confirmed have to stand first.
    """
    community = _held(actor)
    today = clock.today(community.time_zone)
    if fault := may_close(through, closed_through(community.pk), today, why):
        return fault
    if fault := rooms.tell("books_closing", actor, community, through):
        return fault
    words = "The books are closed up to %(day)s: what happened before is written on a later day. Why: %(why)s"
    return _now(actor, community, through, why, words)


@action("ledger.open_books", receipt=Closed)
def open_books(actor: Actor, *, through: date | None = None, why: str, request_id: UUID) -> Done[Closed] | Refusal:
    """Open the books again: only days up to `through` stay closed, or none where it is left out."""
    community = _held(actor)
    if fault := may_open(through, closed_through(community.pk), why):
        return fault
    words = "Days that were closed in the books are open again. Why: %(why)s"
    return _now(actor, community, through, why, words)


def _held(actor: Actor) -> Community:
    """The community, held, and every account of it: whatever is being written is finished first, the rest waits."""
    community = Community.objects.select_for_update().get(pk=actor.community_id)
    accounts = LedgerAccount.objects.select_for_update().filter(community=community).order_by("pk")
    list(accounts.values_list("pk", flat=True))  # they are held once they are read
    return community


def _now(actor: Actor, community: Community, through: date | None, why: str, words: str) -> Done[Closed]:
    closing = Closing.objects.create(community=community, through=through, actor=actor.agent_id, why=why.strip())
    witness_rows(CLOSING, [closing])
    said = {"day": through.isoformat() if through else "", "why": why.strip()}
    desk = (broker for broker in brokers(community.pk) if broker != actor.agent_id)
    return Done(Closed(through), tuple(Notice(broker, words, said) for broker in desk))
