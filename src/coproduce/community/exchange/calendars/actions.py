"""One secret address for each person and each group, under which their own calendar reads what they said they would do.

The address follows from a request id and the installation's key, as a card's code does, and only its hash is looked
up. It opens a list of dates and nothing else, and whoever it belongs to can make it stop at once.
"""

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import CalendarAddress
from coproduce.community.exchange.occasions.queries import groups_of, relation
from coproduce.community.exchange.threads.taking_part import NOBODY
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose calendar it is, and whether its address opens now. The address itself stands on their page alone."""

    whose: UUID
    is_open: bool


@action("exchange.make_calendar_address", receipt=Calendar)
def make_calendar_address(actor: Actor, *, whose: UUID | None = None, request_id: UUID) -> Done[Calendar] | Refusal:
    """Make a secret calendar address for oneself or a group one speaks for. One that was there stops."""
    agent = _whose(actor, "exchange.make_calendar_address", whose)
    if isinstance(agent, Refusal):
        return agent
    CalendarAddress.objects.filter(agent=agent, revoked_at=None).update(revoked_at=clock.now())
    CalendarAddress.objects.create(
        community_id=actor.community_id, agent=agent, request_id=request_id, made_at=clock.now(),
        token_hash=hash_of(token_of(request_id)),
    )  # fmt: skip
    return Done(Calendar(agent.public_id, True))


@action("exchange.revoke_calendar_address", receipt=Calendar)
def revoke_calendar_address(actor: Actor, *, whose: UUID | None = None, request_id: UUID) -> Done[Calendar] | Refusal:
    """Let a calendar address stop: whoever had it reads nothing any more."""
    agent = _whose(actor, "exchange.revoke_calendar_address", whose)
    if isinstance(agent, Refusal):
        return agent
    CalendarAddress.objects.filter(agent=agent, revoked_at=None).update(revoked_at=clock.now())
    return Done(Calendar(agent.public_id, False))


def token_of(request_id: UUID) -> str:
    """The secret part of an address, 160 bits: it follows from the installation's key, so that no table keeps it."""
    secret = salted_hmac("coproduce.calendar", str(request_id), algorithm="sha256").digest()[:20]
    return b32encode(secret).decode().lower()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def opened_by(community_id: int, token: str) -> Agent | None:
    """Whose calendar this opens; None when it was made for nobody here, was stopped, or its owner has left."""
    address = (
        CalendarAddress.objects.select_related("agent")
        .filter(community_id=community_id, token_hash=hash_of(token), revoked_at=None)
        .exclude(agent__membership__state__in=(Membership.LEFT, Membership.APPLIED))
        .first()
    )
    if address is None or not constant_time_compare(token_of(address.request_id), token):
        return None
    return address.agent


def own_addresses(actor: Actor) -> list[tuple[Agent, CalendarAddress | None]]:
    """The actor and the groups they speak for, each with the address that is open now."""
    mine = Agent.objects.filter(pk=actor.agent_id or 0)
    agents = [*mine, *groups_of(actor.agent_id)]
    there: QuerySet[CalendarAddress] = CalendarAddress.objects.filter(agent__in=agents, revoked_at=None)
    open_now = {one.agent_id: one for one in there}
    return [(agent, open_now.get(agent.pk)) for agent in agents]


def _whose(actor: Actor, verb: str, whose: UUID | None) -> Agent | Refusal:
    wanted = {"pk": actor.agent_id or 0} if whose is None else {"public_id": whose}
    agent = (
        Agent.objects.select_for_update(of=("self",), no_key=True)
        .filter(community_id=actor.community_id, merged_into=None, **wanted)
        .exclude(membership__state=Membership.LEFT)
        .first()
    )
    if agent is None or not policy.may(actor, verb, relation(actor, agent.pk)):
        return Refusal(NOBODY.code, NOBODY.template, "whose")
    return agent
