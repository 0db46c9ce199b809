"""What is sold: stalls that are open, what is at them, found by a word; and one's own."""

from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from coproduce.arenas.market.models import Trader, Ware
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.occasions.queries import groups_of
from coproduce.community.people.queries import apart_from


def wares(actor: Actor, words: str = "", *, of: Trader | None = None) -> QuerySet[Ware]:
    """What can be bought now, by name: at every open stall but those of people one is kept apart from; or at one."""
    if not policy.may(actor, "market.read_page"):
        return Ware.objects.none()
    found = Ware.objects.filter(stall__in=stalls(actor), is_sold=True)
    if of is not None:
        found = found.filter(stall=of)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(words__icontains=word) | Q(stall__stall__icontains=word)
            | Q(stall__place__icontains=word)
        )  # fmt: skip
    return found.select_related("stall__agent").order_by("name", "pk")


def stalls(actor: Actor) -> QuerySet[Trader]:
    """Stalls that are open, the community's own first, then by name."""
    if not policy.may(actor, "market.read_page"):
        return Trader.objects.none()
    found = Trader.objects.filter(community_id=actor.community_id, is_open=True).exclude(stall="")
    found = found.exclude(agent__in=apart_from(actor)) if actor.agent_id else found
    many = Count("wares", filter=Q(wares__is_sold=True))
    return found.select_related("agent").annotate(many=many).order_by(F("agent").asc(nulls_first=True), "stall", "pk")


def my_stalls(actor: Actor) -> QuerySet[Trader]:
    """One's own, those of firms one speaks for, and for the desk the community's own; open or not."""
    own = Q(agent__in=[actor.agent_id or 0, *groups_of(actor.agent_id).values_list("pk", flat=True)])
    if policy.may(actor, "market.keep_stall"):
        own |= Q(agent=None)
    found = Trader.objects.filter(own, community_id=actor.community_id).exclude(stall="")
    return found.select_related("agent").order_by("stall", "pk")


def stall_of(actor: Actor, which: UUID) -> Trader | None:
    """One that is open, or one's own, or for the desk any."""
    found = the_one(stalls(actor).filter(public_id=which)) or the_one(my_stalls(actor).filter(public_id=which))
    if found is None and policy.may(actor, "market.keep_stall"):
        rows = Trader.objects.filter(community_id=actor.community_id, public_id=which).exclude(stall="")
        found = the_one(rows.select_related("agent"))
    return found


def ware_of(actor: Actor, which: UUID) -> Ware | None:
    """One thing that can be bought now."""
    return the_one(wares(actor).filter(public_id=which))
