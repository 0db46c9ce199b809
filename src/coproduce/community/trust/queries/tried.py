"""What the ties of a community say of it in sums: how close, how far across, and whether a tie helps.

Sums alone, of which no few are shown; `rules` reckons, here it is counted what goes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q

from coproduce.community.exchange.models import Contribution, Need
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import HERE
from coproduce.community.trust.queries.whole import every_tie
from coproduce.community.trust.rules import (
    AROUND_DAYS,
    BEFORE_DAYS,
    DAY,
    MET_DAYS,
    SEEN_DAYS,
    Around,
    NeedSaid,
    helped_where_tied,
    ties_after,
)
from coproduce.core.network import clustering, ei_index, reciprocity
from coproduce.core.stats import Suppression
from coproduce.core.stats.figure import Figure, share_of


@dataclass(frozen=True, slots=True)
class Net:
    """How the net of a year hangs together: `both_ways` and `across` are shares of its ties, `closeness` is the mean
    of clustering over `people`, `index` the E-I index by street; None where too few have ties."""

    both_ways: Figure
    across: Figure
    closeness: float | None
    index: float | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether help is likelier where a tie stood, and what happened to ties after the service of an arena arrived;
    None where no service began between enough days before and after."""

    groups: tuple[tuple[bool, Figure], ...]
    helped: Figure
    service: str
    arrived_on: date | None
    after: Figure | None


def net_of(community_id: int, today: date) -> Net:
    """The ties of the last year, in sums."""
    from_on, rule = today - SEEN_DAYS * DAY, Suppression()
    ties = [(one, other) for one, other, _ in every_tie(community_id, today)]
    given = {*ties}
    people = {who for tie in given for who in tie}
    members = Membership.objects.filter(community_id=community_id, agent__in=people).exclude(neighbourhood=None)
    streets = dict(members.values_list("agent", "neighbourhood"))
    placed = {(min(tie), max(tie)) for tie in given if tie[0] in streets and tie[1] in streets}
    index = ei_index(placed, streets)
    when: dict[str, Any] = {"from_on": from_on, "until_on": today, "is_live": True}
    both = round((reciprocity(given) or 0) * len(given))
    far = round(((index or 0) + 1) / 2 * len(placed)) if index is not None else 0
    is_shown = rule.hide(len(people)) is not None and bool(people)
    return Net(
        share_of(both, len(given), of="ties", **when),
        share_of(far, len(placed), of="ties of people whose street is known", **when),
        clustering(given) if is_shown else None,
        index if is_shown else None,
        rule.hide(len(people)),
    )


def tried(community_id: int, arenas: list[str], today: date) -> Tried:
    """Both questions the essays invite, asked of the books. No claim: a demo shows only that it can be asked."""
    until_on = today - MET_DAYS * DAY
    from_on = until_on - SEEN_DAYS * DAY
    groups, helped = helped_where_tied(_needs(community_id, from_on, until_on), from_on, today)
    service, arrived_on = _service(community_id, arenas, today)
    if arrived_on is None:
        return Tried(groups, helped, "", None, None)
    span = (arrived_on - AROUND_DAYS * DAY, arrived_on + AROUND_DAYS * DAY)
    return Tried(groups, helped, service, arrived_on, ties_after(_around(community_id, service, arrived_on), *span))


def _needs(community_id: int, from_on: date, until_on: date) -> Iterator[NeedSaid]:
    """The first need of each in the window, and what was known of it before and came of it after."""
    said = Need.objects.filter(community_id=community_id, agent__kind=Agent.PERSON, said_on__range=(from_on, until_on))
    first = dict(said.order_by().values("agent").annotate(on=Min("said_on")).values_list("agent", "on"))
    left = dict(Membership.objects.filter(agent__in=first).exclude(left_on=None).values_list("agent", "left_on"))
    got, tied = (_days(community_id, first, sides) for sides in (("receiver",), ("giver", "receiver")))
    for who, on in first.items():
        was_helped = any(on < day <= on + MET_DAYS * DAY for day in got.get(who, ()))
        gone = who in left and on <= left[who] <= on + MET_DAYS * DAY and not was_helped
        had_tie = any(on - BEFORE_DAYS * DAY <= day < on for day in tied.get(who, ()))
        yield NeedSaid(had_tie, None if gone else was_helped)


def _days(community_id: int, who: Any, sides: tuple[str, ...]) -> dict[int, set[date]]:
    """On which days each of them had to do with somebody."""
    found: dict[int, set[date]] = {}
    for side in sides:
        rows = Contribution.objects.filter(community_id=community_id, corrected_by=None, **{f"{side}__in": list(who)})
        for agent, day in rows.order_by().values_list(side, "effective_on").distinct():
            found.setdefault(agent, set()).add(day)
    return found


def _service(community_id: int, arenas: list[str], today: date) -> tuple[str, date | None]:
    """The arena that began last, with enough days of books before and after."""
    rows = Contribution.objects.filter(community_id=community_id, corrected_by=None).order_by()
    began = dict(rows.values("arena").annotate(on=Min("effective_on")).values_list("arena", "on"))
    books = min(began.values(), default=today)
    fits = [
        (on, arena)
        for arena, on in began.items()
        if arena in arenas and books + AROUND_DAYS * DAY <= on <= today - AROUND_DAYS * DAY
    ]
    on, arena = max(fits, default=(None, ""))
    return arena, on


def _around(community_id: int, service: str, arrived_on: date) -> Iterator[Around]:
    """Everybody here on both sides of that day: whether it came to them, and whether they had to do with others."""
    span = AROUND_DAYS * DAY
    here = Membership.objects.filter(community_id=community_id, joined_on__lte=arrived_on, state__in=HERE)
    people = set(here.filter(agent__kind=Agent.PERSON).values_list("agent", flat=True))
    rows = Contribution.objects.filter(community_id=community_id, corrected_by=None).order_by()
    came = rows.filter(arena=service, effective_on__range=(arrived_on, arrived_on + span))
    served = set(came.values_list("receiver", flat=True))
    else_ = rows.filter(~Q(arena=service), effective_on__range=(arrived_on - span, arrived_on + span))
    before, after = set[int](), set[int]()
    for giver, receiver, on in else_.values_list("giver", "receiver", "effective_on").distinct():
        if giver != receiver:
            (before if on < arrived_on else after).update((giver, receiver))
    for who in sorted(people):
        yield Around(who in served, who in before, who in after)
