"""Does it go round here? Orders that came whole, food fetched in its time, rounds brought, and who is asked back.

Small numbers are hidden from who may not see the books whole.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.models import OrderCycle, OrderLine, Surplus
from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.stats import Suppression, wilson


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today.

    Of lines ordered in settled orders, `whole` are those of which all came; of food offered as over, `in_time` is what
    was fetched.
    """

    is_whole: bool
    cycles: int | None
    eaters: int | None
    growers: int | None
    grams: int | None
    whole: Rate | None
    in_time: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "food.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    settled = OrderLine.objects.filter(
        cycle__community_id=actor.community_id, cycle__state=OrderCycle.SETTLED, instead_of=None, quantity__gt=0
    )
    lines = settled.aggregate(
        n=Count("pk"), k=Count("pk", filter=Q(received__gte=F("quantity"))), cycles=Count("cycle", distinct=True),
        eaters=Count("agent", distinct=True), growers=Count("product__producer", distinct=True),
    )  # fmt: skip
    over = Surplus.objects.filter(
        Q(fetched_at__isnull=False) | Q(fetch_by__lt=clock.now()), community_id=actor.community_id
    )
    passed = over.aggregate(
        n=Count("pk"), k=Count("pk", filter=Q(fetched_at__isnull=False)), grams=Sum("grams", default=0)
    )
    return Figures(
        is_whole=seen == "allow",
        cycles=lines["cycles"],
        eaters=rule.hide(lines["eaters"]),
        growers=rule.hide(lines["growers"]),
        grams=None if rule.hide(passed["k"]) is None else passed["grams"],
        whole=rate(lines["k"], lines["n"], rule),
        in_time=rate(passed["k"], passed["n"], rule),
        return_rate=came_round(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def rate(k: int, n: int, rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
