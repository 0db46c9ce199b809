"""Does it go round here? Families on their way, hours on own and others' homes, and whether whoever has a key leads.

Small numbers are hidden from who may not see the books whole. Hours count once both have signed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import Adult, Family, HomeHour
from coproduce.arenas.homes.queries.families import BOTH_SIGNED
from coproduce.arenas.homes.queries.gates import GATES, on_their_way
from coproduce.arenas.homes.queries.money import has_passed
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.stats import Suppression, wilson

#: How far a family has come, in order.
STAGES = ("working", "building", "has a key")


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage, or several put together: how many families stand on it; None is hidden."""

    stages: tuple[str, ...]
    families: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today.

    Of shifts signed by both, `others` are those on other homes than the family's own, `friends` those given by people
    of no family; `keys` are families that have their key.
    """

    is_whole: bool
    families: int | None
    stages: tuple[StageLine, ...]
    shifts: int | None
    minutes: int | None
    others: Rate | None
    friends: Rate | None
    keys: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "homes.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    here = Family.objects.filter(community_id=actor.community_id)
    known = list(on_their_way(here).prefetch_related(None))
    stage = {one.pk: STAGES[sum(has_passed(one, gate) for gate in GATES)] for one in known}
    counted = Counter(stage.values())
    cells = rule.table([(name, counted[name]) for name in STAGES]).cells
    of_it = Adult.objects.filter(family=OuterRef("family"), agent=OuterRef("agent"))
    signed = HomeHour.objects.filter(BOTH_SIGNED, family__community_id=actor.community_id, on__lte=today)
    rows = signed.annotate(is_of_it=Exists(of_it))
    shifts = list(rows.values_list("begins", "ends", "site", "family__home", "is_of_it"))
    number = rule.hide(len(shifts))
    return Figures(
        is_whole=seen == "allow",
        families=rule.hide(len(stage)),
        stages=tuple(StageLine(cell.labels, cell.count) for cell in cells),
        shifts=number,
        minutes=None if number is None else sum(ends - begins for begins, ends, *_ in shifts),
        others=rate(sum(not home or site != home for _, _, site, home, _ in shifts), len(shifts), rule),
        friends=rate(sum(not is_of_it for *_, is_of_it in shifts), len(shifts), rule),
        keys=rate(counted[STAGES[2]], len(stage), rule),
        return_rate=came_round(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def rate(k: int, n: int, rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
