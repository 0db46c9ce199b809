"""Reading the ledger, starting from what this actor may see."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Entry, LedgerAccount, Posting
from coproduce.community.people.models import Agent
from coproduce.core.quantity import Quantity, Unit


@dataclass(frozen=True, slots=True)
class Cord:
    """What someone gave and what came round to them, each counted on its own."""

    given: Quantity
    received: Quantity


def account_to_read(actor: Actor, agent: Agent, unit: Unit) -> LedgerAccount | None:
    """An agent's account, when the actor may read it; reading someone else's is written down.

    None when there is none yet. Raises PermissionError when it is not theirs to read.
    """
    if agent.community_id != actor.community_id or not policy.may(
        actor, "ledger.read_statement", policy.towards(actor, agent.pk)
    ):
        raise PermissionError
    audit.reading(actor, "ledger.read_statement", [agent.pk])
    return LedgerAccount.objects.filter(community_id=actor.community_id, agent=agent, unit=unit.code).first()


def given_and_received(actor: Actor, unit: Unit, agent_id: int | None) -> Cord:
    """Both sides of an agent's cord: the actor's own, or another's whose account was read."""
    taken_back = Q(entry__kind="reversal")
    undone_help = Entry.objects.filter(
        community_id=OuterRef("entry__community_id"), client_id=OuterRef("entry__reverses"), kind="exchange"
    )
    sums = (
        Posting.objects.filter(
            account__community_id=actor.community_id, account__agent_id=agent_id or 0, account__unit=unit.code
        )
        .filter(Q(entry__kind="exchange") | Exists(undone_help))  # gifts and what was brought along are no help
        .aggregate(
            given=Coalesce(Sum("amount", filter=Q(amount__gt=0) & ~taken_back | Q(amount__lt=0) & taken_back), 0),
            received=Coalesce(Sum("amount", filter=Q(amount__lt=0) & ~taken_back | Q(amount__gt=0) & taken_back), 0),
        )
    )
    return Cord(unit(sums["given"]), unit(-sums["received"]))
