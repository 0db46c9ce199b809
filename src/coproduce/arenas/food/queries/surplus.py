"""Food that is over: what there is now, what one passed on and fetched, and how much was kept from waste."""

from django.db.models import Q, QuerySet

from coproduce.arenas.food.models import Surplus
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.queries import apart_from


def on_offer(actor: Actor) -> QuerySet[Surplus]:
    """What can be fetched now, and what the reader said they fetch; the one that ends first is first."""
    if not policy.may(actor, "food.read_page"):
        return Surplus.objects.none()
    now = Q(community_id=actor.community_id, fetched_at=None, fetch_by__gte=clock.now())
    free = Q(claimed_by=None) | Q(claimed_by=actor.agent_id or 0) | Q(agent=actor.agent_id or 0)
    rows = Surplus.objects.filter(now, free).exclude(agent__in=apart_from(actor))
    return rows.select_related("agent", "claimed_by").order_by("fetch_by", "pk")


def passed_on(actor: Actor) -> QuerySet[Surplus]:
    """What the reader passed on or fetched, the newest first."""
    mine = Q(agent=actor.agent_id or 0) | Q(claimed_by=actor.agent_id or 0)
    rows = Surplus.objects.filter(mine, community_id=actor.community_id, fetched_at__isnull=False)
    return rows.select_related("agent", "claimed_by").order_by("-fetched_at", "-pk")
