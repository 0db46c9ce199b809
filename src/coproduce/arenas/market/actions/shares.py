"""The verbs of members' shares: taken at what they cost, up to a cap, and given back at what was paid, never more.

Shares carry no vote beyond the one a member has.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import BookLine
from coproduce.arenas.market.queries.books import stand_of
from coproduce.arenas.market.queries.here import NO_MEMBER, Here, here, in_money, member
from coproduce.arenas.market.queries.sales import OUTSIDE, PAID_IN, SHARES
from coproduce.arenas.market.rules import may_give_back, may_take
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class SharesAt:
    """Whose, the entry in the books, and what they have in shares now."""

    who: UUID
    entry: UUID
    held: Quantity


@action("market.take_shares", receipt=SharesAt)
def take_shares(actor: Actor, *, who: UUID, shares: int, paid_on: date, request_id: UUID) -> Done[SharesAt] | Refusal:
    """Write down that a member paid for so many shares, at what a share costs here, up to what one may have."""
    if not policy.may(actor, "market.take_shares"):
        return NOT_ALLOWED
    whose, place = member(actor, who), here(actor.community_id)
    if whose is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "who")
    Agent.objects.select_for_update().get(pk=whose.pk)
    cost = may_take(stand_of(whose.pk).shares_minor, shares, place.rules)
    if isinstance(cost, Refusal):
        return cost
    return _moved(
        actor, place, whose, cost, paid_on, request_id, "You have shares for %(amount)s more: %(held)s in all."
    )


@action("market.give_back_shares", receipt=SharesAt)
def give_back_shares(
    actor: Actor, *, who: UUID, amount: Quantity, paid_on: date, request_id: UUID
) -> Done[SharesAt] | Refusal:
    """Write down that so much of what a member has in shares was paid back to them: what they paid, and never more.

    Who has left, or who follows them, is paid like a member.
    """
    if not policy.may(actor, "market.give_back_shares"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    agents = Agent.objects.select_for_update().filter(community_id=actor.community_id, kind=Agent.PERSON)
    whose = the_one(agents.filter(public_id=who, merged_into=None))
    if whose is None:
        return Refusal("NOT_FOUND", NO_MEMBER, "who")
    fault = in_money(amount, place.money, "amount") or may_give_back(stand_of(whose.pk).shares_minor, amount.minor)
    if fault:
        return fault
    words = "%(amount)s of your shares were paid back to you: %(held)s are left."
    return _moved(actor, place, whose, -amount.minor, paid_on, request_id, words)


def _moved(
    actor: Actor, place: Here, whose: Agent, minor: int, on: date, request_id: UUID, words: str
) -> Done[SharesAt] | Refusal:
    if on > place.today:
        return Refusal("IN_THE_FUTURE", "Write it down once it is paid: this day is still to come.", "paid_on")
    if fault := ledger.closed_day(on, ledger.closed_through(actor.community_id), "paid_on"):
        return fault
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, SHARES), community=actor.community_id, kind=SHARES, category=ARENA.name,
            effective_on=on, actor=actor.agent_id, on_behalf_of=whose.pk, arena=ARENA.slug,
            postings=(
                Posting(ledger.pot_account(actor.community_id, place.money, PAID_IN), place.money(minor)),
                Posting(ledger.issuing_account(actor.community_id, place.money, OUTSIDE), place.money(-minor)),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    BookLine.objects.create(
        community=place.community, agent=whose, kind="shares", minor=minor, on=on, entry=posted.entry
    )
    held = place.money(stand_of(whose.pk).shares_minor)
    told = Notice(whose.pk, words, {"amount": str(place.money(abs(minor))), "held": str(held)})
    return Done(SharesAt(whose.public_id, posted.entry, held), (told,))
