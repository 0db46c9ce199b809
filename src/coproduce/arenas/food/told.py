"""What follows when somebody leaves, two records become one, or an entry is taken back in the books."""

from collections.abc import Iterator
from uuid import UUID

from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product, Surplus
from coproduce.arenas.food.queries.rounds import on_round
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.queries import brokers

LEFT_ROUND = "%(name)s left and was on the round of %(cycle)s. Plan it anew."
LEFT_ORDER = "%(name)s left and has food ordered in %(cycle)s. See with them whether somebody fetches it."


def member_left(actor: Actor, membership: Membership) -> None:
    """Nothing is ordered for them any more; what is ordered already is told to the desk, what they claimed is free."""
    who = membership.agent_id
    OrderLine.objects.filter(agent=who, cycle=None).delete()
    OrderLine.objects.filter(agent=who, cycle__state=OrderCycle.OPEN).delete()
    Product.objects.filter(producer=who).update(is_sold=False)
    Surplus.objects.filter(claimed_by=who, fetched_at=None).update(claimed_by=None)
    Surplus.objects.filter(agent=who, fetched_at=None).update(fetch_by=clock.now())
    for cycle in OrderCycle.objects.filter(state=OrderCycle.CLOSED, lines__agent=who).distinct():
        said = {"name": membership.agent.name, "cycle": cycle.words}
        put_in_outbox(cycle.community_id, [Notice(one, LEFT_ORDER, said) for one in brokers(cycle.community_id)])
    for cycle in _without_round(membership.community, who):
        said = {"name": membership.agent.name, "cycle": cycle.words}
        put_in_outbox(cycle.community_id, [Notice(one, LEFT_ROUND, said) for one in brokers(cycle.community_id)])


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """One person eats once: orders come together. What both ordered every time, or sold by one name, is the kept one's.

    A round still to come that one of them is on is planned anew.
    """
    for row in OrderLine.objects.filter(agent=gone, cycle=None):
        if OrderLine.objects.filter(agent=keep, cycle=None, product=row.product_id).exists():
            row.delete()
    OrderLine.objects.filter(agent=gone).update(agent=keep)
    sold = Product.objects.filter(producer=keep).values_list("name", flat=True)
    Product.objects.filter(producer=gone).exclude(name__in=list(sold)).update(producer=keep)
    Surplus.objects.filter(agent=gone).update(agent=keep)
    Surplus.objects.filter(claimed_by=gone).update(claimed_by=keep)
    _one_eater(keep, gone)
    list(_without_round(keep.community, gone.pk))


def _without_round(community: Community, who: int) -> Iterator[OrderCycle]:
    """The orders still to come whose round they were on: it is to be planned anew."""
    today = clock.today(community.time_zone)
    for cycle in OrderCycle.objects.filter(community=community, comes_on__gte=today):
        if who in on_round(cycle):
            cycle.round = {}
            cycle.save(update_fields=["round"])
            yield cycle


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """What was passed on stays fetched, and is recognised no more."""
    Surplus.objects.filter(community_id=actor.community_id, entry=entry).update(entry=None)


def _one_eater(keep: Agent, gone: Agent) -> None:
    """What either avoids, both do now; their parts and what they were excused from come together."""
    other = Eater.objects.filter(agent=gone).first()
    if other is None:
        return
    mine = Eater.objects.filter(agent=keep).first()
    if mine is None:
        Eater.objects.filter(pk=other.pk).update(agent=keep)
        return
    mine.avoids = sorted({*mine.avoids, *other.avoids})
    mine.parts, mine.excused = [*mine.parts, *other.parts], [*mine.excused, *other.excused]
    mine.save(update_fields=["avoids", "parts", "excused"])
    other.delete()
