"""Does it go round here? Lanes on their way, work given, shares agreed, and whether whoever was helped helps the next.

Small numbers are hidden from who may not see the books whole.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import Blockage, House, Lane
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, standing, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.stats import Suppression, wilson


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today; None is hidden.

    `lanes` are not people and are never hidden. `agreed` are houses that agreed of those whose share was said,
    `cleared` blocked pipes that somebody cleared.
    """

    is_whole: bool
    lanes: int
    in_use: int
    houses: int | None
    minutes: int | None
    agreed: Rate | None
    cleared: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "works.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    lanes = Lane.objects.filter(community_id=actor.community_id, is_trunk=False)
    houses = House.objects.filter(community_id=actor.community_id)
    given = standing(actor.community_id, ARENA.slug).filter(effective_on__lte=today)
    people = given.values("giver").distinct().count()
    asked_houses = houses.filter(share_minor__gt=0)
    blocked = Blockage.objects.filter(lane__community_id=actor.community_id)
    return Figures(
        is_whole=seen == "allow",
        lanes=lanes.count(),
        in_use=lanes.exclude(used_on=None).count(),
        houses=rule.hide(houses.count()),
        minutes=None if rule.hide(people) is None else given.aggregate(all=Sum("amount"))["all"] or 0,
        agreed=_rate(asked_houses.exclude(agreed_on=None).count(), asked_houses.count(), rule),
        cleared=_rate(blocked.exclude(cleared_on=None).count(), blocked.count(), rule),
        return_rate=came_round(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def _rate(k: int, n: int, rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
