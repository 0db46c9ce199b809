"""Does it go round here? Designs, what was built by others, what was found and mended, and who is asked back.

Small numbers are hidden from who may not see the books whole.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.models import Build, Change, Defect, Design
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.stats import Suppression, wilson


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today.

    Of what was built, `by_others` was by somebody else than whoever keeps the design; of what was found to mend,
    `mended` is; of pages and files that were changed, `mended_by_others` by somebody else.
    """

    is_whole: bool
    designs: int
    forks: int
    designers: int | None
    makers: int | None
    by_others: Rate | None
    mended: Rate | None
    changed_by_others: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "making.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    place = actor.community_id
    designed = Design.objects.filter(community_id=place).aggregate(
        n=Count("pk"), forks=Count("pk", filter=Q(made_from__isnull=False)), people=Count("keeper", distinct=True)
    )
    built = Build.objects.filter(design__community_id=place, built_at__isnull=False).aggregate(
        n=Count("pk"), k=Count("pk", filter=~Q(agent=F("design__keeper"))), people=Count("agent", distinct=True)
    )
    found = Defect.objects.filter(build__design__community_id=place).aggregate(
        n=Count("pk"), k=Count("pk", filter=Q(mended_by__stands_at__isnull=False))
    )
    changed = Change.objects.filter(design__community_id=place, stands_at__isnull=False, commit="").aggregate(
        n=Count("pk"), k=Count("pk", filter=~Q(agent=F("design__keeper")))
    )
    return Figures(
        is_whole=seen == "allow",
        designs=designed["n"],
        forks=designed["forks"],
        designers=rule.hide(designed["people"]),
        makers=rule.hide(built["people"]),
        by_others=rate(built, rule),
        mended=rate(found, rule),
        changed_by_others=rate(changed, rule),
        return_rate=came_round(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def rate(counted: dict[str, int], rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    k, n = counted["k"], counted["n"]
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
