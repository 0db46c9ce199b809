"""What happens to the hours of someone who leaves, or whose two records become one: they go somewhere, by an entry."""

from datetime import datetime
from uuid import uuid5

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.closing import LEFT, MERGED, close
from coproduce.community.ledger.holds.keeping import release_all
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.seals.sealing import seal
from coproduce.community.people.models import Agent, Community, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """Their hours go to the pot, what was kept back of them or for them comes free, and their accounts close."""
    _close_all(actor, membership.agent, LEFT, None)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: object) -> None:
    """The hours of the one record go to the other, and its accounts close."""
    _close_all(actor, gone, MERGED, keep.pk)


def restored(made_at: datetime) -> None:
    """What was not sealed when the copy was made is, before anybody is served."""
    for community in Community.objects.order_by("pk").values_list("pk", flat=True):
        seal(community)


def _close_all(actor: Actor, agent: Agent, why: str, kept: int | None) -> None:
    release_all(agent.pk, why)
    today = clock.today(agent.community.time_zone)
    for account in LedgerAccount.objects.select_for_update().filter(agent=agent, closed_on=None).order_by("pk"):
        entry_id = uuid5(agent.public_id, f"{why} {account.unit}")
        close(account, today, today, kept=kept, actor=actor.agent_id, entry_id=entry_id)
