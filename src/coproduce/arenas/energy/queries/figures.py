"""Does it go round, how much of what is made here is used here, and what a price spike would have done.

Small numbers are hidden from who may not see the books whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.models import SharedMonth, Statement
from coproduce.arenas.energy.queries.here import Here, here_in
from coproduce.arenas.energy.queries.months import allocation, prices_of
from coproduce.arenas.energy.rules import Allocation, Prices, Replayed, replay, self_consumption, self_sufficiency
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.community.people.models import Community
from coproduce.core.stats import Suppression

#: A year of months is looked at.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Spike:
    """What suppliers' prices of another year would have done to bills: of everybody together, and of the reader.

    `fewer` of `homes` would have had a worst month that is cheaper with neighbours than alone; hidden where few.
    """

    months: int
    whole: Replayed | None
    mine: Replayed | None
    homes: int | None
    fewer: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted over the months that are settled, the last twelve of them."""

    is_whole: bool
    points: int | None
    months: int
    shared_wh: int | None
    self_consumption: Fraction | None
    self_sufficiency: Fraction | None
    spike: Spike | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


@dataclass(frozen=True, slots=True)
class Year:
    """The months that are settled, the first first: what each supply point came to, and the last prices."""

    months: tuple[tuple[Allocation, ...], ...]
    prices: Prices
    whose: Mapping[str, int]


def figures(actor: Actor, community: Community) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "energy.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    place = here_in(community)
    found = year(community.pk)
    points = rule.hide(len(found.whose) if found else 0)
    rows = [row for month in found.months for row in month] if found else []
    is_shown = points is not None
    return Figures(
        is_whole=seen == "allow",
        points=points,
        months=len(found.months) if found else 0,
        shared_wh=sum(row.bought_wh for row in rows) if is_shown else None,
        self_consumption=self_consumption(rows) if is_shown else None,
        self_sufficiency=self_sufficiency(rows) if is_shown else None,
        spike=spike(place, found, actor.agent_id, rule) if found else None,
        return_rate=came_round_of_asked(actor, ARENA.slug, place.today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def year(community_id: int) -> Year | None:
    """The last twelve months that are settled; None where there are none."""
    rows = Statement.objects.filter(month__community=community_id, month__state=SharedMonth.SETTLED)
    by_month: dict[date, dict[int, list[Statement]]] = {}
    for row in rows.select_related("month", "point").defer("month__said").order_by("month__month_on", "point"):
        by_month.setdefault(row.month.month_on, {}).setdefault(row.month.round, []).append(row)
    last = [of_month[max(of_month)] for of_month in by_month.values()][-MONTHS:]
    if not last:
        return None
    whose = {str(row.point_id): row.point.agent_id for rows in last for row in rows}
    return Year(tuple(tuple(map(allocation, rows)) for rows in last), prices_of(last[-1][0].month), whose)


def spike(place: Here, found: Year, agent_id: int | None, rule: Suppression) -> Spike | None:
    """The months again, were suppliers' prices so many times as high, month by month, as the rules say."""
    per_cent = place.rules.spike_percent
    times = [Fraction(per_cent[number % len(per_cent)], 100) for number in range(len(found.months))]
    by_point = replay(found.months, found.prices, times)
    fewer = sum(one.worst_shared < one.worst_alone for one in by_point.values())
    mine = [one for point, one in by_point.items() if found.whose[point] == agent_id]
    counts = rule.hide(fewer), rule.hide(len(by_point) - fewer)
    is_shown = None not in counts
    return Spike(
        len(found.months), None if rule.hide(len(by_point)) is None else added(by_point.values()),
        added(mine) if mine else None,
        len(by_point) if is_shown else None, fewer if is_shown else None,
    )  # fmt: skip


def added(several: Iterable[Replayed]) -> Replayed:
    """What several supply points pay together, month by month."""
    several = tuple(several)
    alone, shared = ([sum(month) for month in zip(*bills, strict=True)]
                     for bills in ([one.alone for one in several], [one.shared for one in several]))  # fmt: skip
    return Replayed(tuple(alone), tuple(shared))
