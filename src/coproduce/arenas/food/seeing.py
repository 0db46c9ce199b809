"""What made-up people know of food on an evening."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.arenas.food.behaviour import EVENINGS, Ordering, Over, Table, is_paid_on
from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product, Surplus
from coproduce.arenas.food.queries.money import stands
from coproduce.community.base import clock
from coproduce.community.people.models import Agent, Community, Membership, Neighbourhood
from coproduce.core.quantity import unit_of_money


def seen(place: Community) -> Table:
    """All of it, in the order it came about."""
    sold = Product.objects.filter(community=place, is_sold=True).order_by("pk")
    still = Membership.objects.filter(community=place, state=Membership.ACTIVE)
    here = {"community": place, "agent__in": still.values("agent")}
    over = (
        Surplus.objects.filter(**here, fetched_at=None, fetch_by__gt=clock.now()).select_related("agent").order_by("pk")
    )
    products = sold.values_list("name", "public_id", "producer__public_id")
    return Table(
        {name: product for name, product, _ in products},
        frozenset(grower for _, _, grower in products),
        tuple(Eater.objects.filter(**here).order_by("pk").values_list("agent__public_id", flat=True)),
        _last(place),
        tuple(Over(row.public_id, row.agent.public_id, row.claimed_by_id is not None) for row in over),
        _to_bring(place),
        _still(place) if is_paid_on(clock.today(place.time_zone)) else {},
        Neighbourhood.objects.filter(community=place).order_by("pk").values_list("name", flat=True).first() or "",
        place.currency,
    )


def _still(place: Community) -> dict[UUID, int]:
    """What members still pay, or have from it."""
    standing, _ = stands(place.pk, unit_of_money(place.currency))
    members = Agent.objects.filter(pk__in=[one.agent for one in standing], membership__state=Membership.ACTIVE)
    ids = dict(members.values_list("pk", "public_id"))
    return {ids[one.agent]: one.minor for one in standing if one.agent in ids}


def _to_bring(place: Community) -> tuple[tuple[UUID, UUID], ...]:
    """Rounds of the last orders that were planned and are still to be brought, on a Sunday: order and driver."""
    if clock.today(place.time_zone).weekday() != EVENINGS[1]:
        return ()
    rows = OrderCycle.objects.filter(community=place, state=OrderCycle.SETTLED).exclude(round={}).order_by("-pk")[:2]
    waits = [
        (row.public_id, one["who"]) for row in rows for one in row.round["routes"]
        if str(one["who"]) not in row.round["brought"]
    ]  # fmt: skip
    ids = dict(Agent.objects.filter(pk__in=[who for _, who in waits]).values_list("pk", "public_id"))
    return tuple((cycle, ids[who]) for cycle, who in waits)


def _last(place: Community) -> Ordering | None:
    row = OrderCycle.objects.filter(community=place).order_by("-pk").first()
    if row is None:
        return None
    closes_on = row.closes_at.astimezone(ZoneInfo(place.time_zone)).date()
    last = Ordering(row.public_id, row.words, row.state, closes_on, row.comes_on)
    if row.state != OrderCycle.CLOSED:
        return last
    products = {one.pk: one for one in Product.objects.filter(pk__in=row.packs)}
    pieces = {products[int(pk)].public_id: packs * products[int(pk)].pack for pk, packs in row.packs.items()}
    members = (
        OrderLine.objects.filter(cycle=row).order_by("agent").values_list("agent__public_id", flat=True).distinct()
    )
    return replace(last, pieces=pieces, members=tuple(members))
