"""Does it go round here, and what was made together: counts of things and evenings, and never of one person's.

Small numbers are hidden from who may not see the books whole.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from coproduce.arenas.play import ARENA
from coproduce.arenas.play.models import Festival, Goal, Repair, Thing
from coproduce.arenas.play.rules import DONE, FIXED, may_break_down
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.community.people.models import Membership
from coproduce.core.quantity import KG
from coproduce.core.stats import Suppression, wilson


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today. Of festivals, `by_members` are thought of by others than the desk."""

    is_whole: bool
    festivals: int
    held: int
    things: int
    times_lent: int
    brought: int
    by_members: Rate | None
    fixed: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


@dataclass(frozen=True, slots=True)
class Made:
    """What there is of what was done together; `came` where it is of many."""

    festivals: int
    came: int | None
    goals_reached: int
    times_lent: int
    mended: int
    kept: str


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "play.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    here = {"community_id": actor.community_id}
    desk = Membership.objects.filter(**here, roles__icontains="broker").values("agent")
    thought = Festival.objects.filter(**here).aggregate(
        n=Count("pk"), held=Count("pk", filter=Q(state=DONE)), k=Count("pk", filter=~Q(organiser__in=desk))
    )
    lent = Thing.objects.filter(**here).aggregate(n=Count("pk"), times=Sum("times_lent"))
    mended = Repair.objects.filter(**here).aggregate(n=Count("pk"), k=Count("pk", filter=Q(status=FIXED)))
    return Figures(
        is_whole=seen == "allow",
        festivals=thought["n"],
        held=thought["held"],
        things=lent["n"],
        times_lent=lent["times"] or 0,
        brought=mended["n"],
        by_members=_rate(thought, rule),
        fixed=_rate(mended, rule),
        return_rate=came_round_of_asked(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def made_together(actor: Actor) -> Made:
    """What members see of it, whoever did it."""
    here = {"community_id": actor.community_id}
    held = Festival.objects.filter(**here).aggregate(n=Count("pk", filter=Q(state=DONE)), came=Sum("came"))
    mended = Repair.objects.filter(**here, status=FIXED).aggregate(n=Count("pk"), grams=Sum("grams"))
    reached = sum(any(mark >= 100 for mark, _ in row) for row in Goal.objects.filter(**here).values_list(
        "celebrated", flat=True))  # fmt: skip
    return Made(
        held["n"],
        held["came"] or 0 if may_break_down(held["came"] or 0) else None,
        reached,
        Thing.objects.filter(**here).aggregate(times=Sum("times_lent"))["times"] or 0,
        mended["n"],
        str(KG(mended["grams"] or 0)),
    )


def _rate(counted: dict[str, int], rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nothing too."""
    k, n = counted["k"], counted["n"]
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
