"""What happens to the hours of someone who leaves, or whose two records become one: they go somewhere, by an entry.

Nothing vanishes. Hours of a member who leaves go to the community's pot; those of a second record to the first.
"""

from collections.abc import Callable
from uuid import uuid5

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit
from coproduce.community.ledger.accounts import member_account, pot_account
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.posting import post
from coproduce.community.people.models import Agent, Membership
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Unit
from coproduce.core.refusal import Refusal


def member_left(actor: Actor, membership: Membership) -> None:
    """Their hours go to the pot, and their accounts close."""
    _close(actor, membership.agent, lambda counted: pot_account(actor.community_id, counted), "left")


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: object) -> None:
    """The hours of the one record go to the other, and its accounts close."""
    _close(actor, gone, lambda counted: member_account(actor.community_id, keep.pk, counted), "merged")


def _close(actor: Actor, agent: Agent, to: Callable[[Unit], int], why: str) -> None:
    """Move every balance by an entry of its own, limits or not, and close the account. Raises ValueError if refused."""
    for account in LedgerAccount.objects.select_for_update().filter(agent=agent, closed_on=None).order_by("pk"):
        counted = unit(account.unit)
        today = clock.today(agent.community.time_zone)
        if account.balance:
            moved = post(
                Entry(
                    client_id=uuid5(agent.public_id, f"{why} {account.unit}"),
                    community=actor.community_id,
                    kind="settlement",
                    category=why,
                    effective_on=today,
                    actor=actor.agent_id,
                    on_behalf_of=agent.pk,
                    postings=(
                        Posting(account.pk, counted(-account.balance)),
                        Posting(to(counted), counted(account.balance)),
                    ),
                )
            )
            if isinstance(moved, Refusal):
                raise ValueError(f"{moved.code}: the hours could not be moved.")
        LedgerAccount.objects.filter(pk=account.pk).update(closed_on=today)
