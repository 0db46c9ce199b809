"""What happens to what someone holds who leaves, or whose two records become one: it goes somewhere, by an entry.

Hours alone go to the pot when somebody leaves. Money they owe or have saved, shares and lent things are no gift to
anybody: such an account stays open until it is settled.
"""

from datetime import datetime
from uuid import uuid5

from django.db.models import Q

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.closing import LEFT, MERGED, close
from coproduce.community.ledger.holds.keeping import release_all
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.seals.sealing import seal
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.core.quantity import HOURS


def member_left(actor: Actor, membership: Membership) -> None:
    """Their hours go to the pot, what was kept back of them or for them comes free, and what is settled closes."""
    _close_all(actor, membership.agent, LEFT, None)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: object) -> None:
    """What the one record holds goes to the other, and its accounts close."""
    _close_all(actor, gone, MERGED, keep.pk)


def restored(made_at: datetime) -> None:
    """What was not sealed when the copy was made is, before anybody is served."""
    for community in Community.objects.order_by("pk").values_list("pk", flat=True):
        seal(community)


def _close_all(actor: Actor, agent: Agent, why: str, kept: int | None) -> None:
    release_all(agent.pk, why)
    today = clock.today(agent.community.time_zone)
    open_ones = LedgerAccount.objects.select_for_update().filter(agent=agent, closed_on=None)
    if why == LEFT:
        open_ones = open_ones.filter(Q(unit=HOURS.code) | Q(balance=0))
    for account in open_ones.order_by("pk"):
        entry_id = uuid5(agent.public_id, f"{why} {account.unit}")
        close(account, today, today, kept=kept, actor=actor.agent_id, entry_id=entry_id)
