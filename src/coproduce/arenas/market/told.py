"""What follows when somebody leaves, two records become one, or an entry is taken back in the books."""

from uuid import UUID

from coproduce.arenas.market.actions.buying import free
from coproduce.arenas.market.models import BookLine, Sale, Trader, Ware
from coproduce.arenas.market.queries.books import stand_of
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import brokers

LEFT_BOOK = "%(name)s left and has shares or dividends at the market. Pay back the shares, and pay out what is due."


def member_left(actor: Actor, membership: Membership) -> None:
    """Nothing is kept for them or sold by them any more; what is theirs is told to the desk, and stays theirs."""
    who = membership.agent_id
    Trader.objects.filter(agent=who).update(is_open=False)
    for sale in Sale.objects.filter(state=Sale.RESERVED, buyer=who).order_by("pk"):
        free(sale, "left")
    for sale in Sale.objects.filter(state=Sale.RESERVED, stall__agent=who).order_by("pk"):
        free(sale, "left")
    found = stand_of(who)
    if found.shares_minor or found.due_minor or found.retained_minor:
        said = {"name": membership.agent.name}
        put_in_outbox(membership.community_id,
                      [Notice(one, LEFT_BOOK, said) for one in brokers(membership.community_id)])  # fmt: skip


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """What either bought, sold, holds and is due comes together; a stall of the second moves into the first's."""
    for sale in Sale.objects.filter(state=Sale.RESERVED, buyer=gone).order_by("pk"):
        free(sale, "merged")
    other = Trader.objects.filter(agent=gone).first()
    mine = Trader.objects.filter(agent=keep).first()
    if other is not None and mine is None:
        Trader.objects.filter(pk=other.pk).update(agent=keep)
    elif other is not None and mine is not None:
        _one_trader(mine, other)
    for column in ("buyer", "opened_by", "heard_by"):
        Sale.objects.filter(**{column: gone}).update(**{column: keep})
    BookLine.objects.filter(agent=gone).update(agent=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """A sale taken back is none; a payment taken back is due again."""
    Sale.objects.filter(community_id=actor.community_id, entry=entry).update(state=Sale.UNDONE, entry=None)
    today = clock.now().date()
    for line in BookLine.objects.filter(community_id=actor.community_id, entry=entry, kind__in=("paid", "shares")):
        BookLine.objects.create(
            community_id=line.community_id, agent_id=line.agent_id, kind=line.kind, minor=-line.minor, on=today,
            entry=reversal,
        )  # fmt: skip


def _one_trader(mine: Trader, other: Trader) -> None:
    """Wares of the same name stay where they were sold: their sales move to the one that is kept."""
    kept = {ware.name: ware for ware in Ware.objects.filter(stall=mine)}
    for ware in Ware.objects.filter(stall=other):
        if ware.name in kept:
            Sale.objects.filter(ware=ware).update(ware=kept[ware.name])
            ware.delete()
        else:
            Ware.objects.filter(pk=ware.pk).update(stall=mine)
    Sale.objects.filter(stall=other).update(stall=mine)
    if not mine.stall:
        mine.stall, mine.words, mine.place, mine.is_open = other.stall, other.words, other.place, other.is_open
    mine.choice, mine.pay_to = mine.choice or other.choice, mine.pay_to or other.pay_to
    mine.save()
    other.delete()
