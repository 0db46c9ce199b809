"""What the ties of a community say of it in sums: how close, how far across, and whether a tie helps.

Sums alone, of which no few are shown; `rules` reckons, here it is counted what goes in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Min, Value

from coproduce.community.exchange.models import Contribution, Need
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import HERE
from coproduce.community.trust.queries.ties import Seen, every_tie
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


class Here(NamedTuple):
    """A member of this community, as they are counted."""

    street: int | None
    state: str
    joined_on: date
    left_on: date | None
    kind: str


def figures(community_id: int, arenas: list[str], today: date) -> tuple[Net, Tried]:
    """The net of the last year, and both questions the essays invite, asked of the books. No claim: made-up people
    show only that they can be asked."""
    ties = every_tie(community_id, today)
    columns = ("agent", "neighbourhood", "state", "joined_on", "left_on", "agent__kind")
    members = Membership.objects.filter(community_id=community_id).values_list(*columns)
    people = {agent: Here(*said) for agent, *said in members}
    return _net(ties, people, today), _tried(community_id, arenas, ties, people, today)


def _net(ties: list[Seen], people: Mapping[int, Here], today: date) -> Net:
    """How the ties of a year hang together."""
    given = {(tie.one, tie.other) for tie in ties}
    tied = {who for tie in given for who in tie}
    streets = {who: people[who].street for who in tied if who in people and people[who].street}
    placed = {(min(tie), max(tie)) for tie in given if tie[0] in streets and tie[1] in streets}
    index = ei_index(placed, streets)
    both = round((reciprocity(given) or 0) * len(given))
    far = round((index + 1) / 2 * len(placed)) if index is not None else 0
    when: dict[str, Any] = {"from_on": today - SEEN_DAYS * DAY, "until_on": today, "is_live": True}
    number = Suppression().hide(len(tied))
    return Net(
        share_of(both, len(given), of="ties", **when),
        share_of(far, len(placed), of="ties of people whose street is known", **when),
        clustering(given) if number else None,
        index if number else None,
        number,
    )


def _tried(community_id: int, arenas: list[str], ties: list[Seen], people: Mapping[int, Here], today: date) -> Tried:
    until_on = today - MET_DAYS * DAY
    from_on = until_on - SEEN_DAYS * DAY
    groups, helped = helped_where_tied(_needs(community_id, people, from_on, until_on), from_on, today)
    service, arrived_on = _service(ties, arenas, today)
    if arrived_on is None:
        return Tried(groups, helped, "", None, None)
    span = (arrived_on - AROUND_DAYS * DAY, arrived_on + AROUND_DAYS * DAY)
    around = _around(community_id, people, service, arrived_on)
    return Tried(groups, helped, service, arrived_on, ties_after(around, *span))


def _needs(community_id: int, people: Mapping[int, Here], from_on: date, until_on: date) -> Iterator[NeedSaid]:
    """The first need of each in the window, and what was known of it before and came of it after."""
    said = Need.objects.filter(community_id=community_id, agent__kind=Agent.PERSON, said_on__range=(from_on, until_on))
    first = dict(said.order_by().values("agent").annotate(on=Min("said_on")).values_list("agent", "on"))
    rows = Contribution.objects.filter(community_id=community_id, corrected_by=None).order_by()
    got = rows.filter(receiver__in=said.values("agent")).values_list("receiver", "effective_on", Value(1))
    gave = rows.filter(giver__in=said.values("agent")).values_list("giver", "effective_on", Value(0))
    days: dict[int, list[tuple[date, int]]] = {}
    for who, day, is_got in got.union(gave):
        days.setdefault(who, []).append((day, is_got))
    for who, on in first.items():
        mine = days.get(who, ())
        was_helped = any(is_got and on < day <= on + MET_DAYS * DAY for day, is_got in mine)
        had_tie = any(on - BEFORE_DAYS * DAY <= day < on for day, _ in mine)
        left_on = people[who].left_on if who in people else None
        gone = left_on is not None and on <= left_on <= on + MET_DAYS * DAY and not was_helped
        yield NeedSaid(had_tie, None if gone else was_helped)


def _service(ties: list[Seen], arenas: list[str], today: date) -> tuple[str, date | None]:
    """The arena that began last within the year, with enough days of books before and after."""
    began: dict[str, date] = {}
    for tie in ties:
        if tie.arena:
            began[tie.arena] = min(tie.first_on, began.get(tie.arena, tie.first_on))
    books = min(began.values(), default=today)
    first, last = books + AROUND_DAYS * DAY, today - AROUND_DAYS * DAY
    fits = [(on, arena) for arena, on in began.items() if arena in arenas and first <= on <= last]
    on, arena = max(fits, default=(None, ""))
    return arena, on


def _around(community_id: int, people: Mapping[int, Here], service: str, arrived_on: date) -> Iterator[Around]:
    """Everybody here on both sides of that day: whether it came to them, and whether they had to do with others."""
    span = AROUND_DAYS * DAY
    rows = Contribution.objects.filter(
        community_id=community_id, corrected_by=None, effective_on__range=(arrived_on - span, arrived_on + span)
    )
    served, before, after = set[int](), set[int](), set[int]()
    for giver, receiver, arena, on in (
        rows.order_by().values_list("giver", "receiver", "arena", "effective_on").distinct()
    ):
        if arena == service:
            served.add(receiver)
        elif giver != receiver:
            (before if on < arrived_on else after).update((giver, receiver))
    for who, one in sorted(people.items()):
        if one.kind == Agent.PERSON and one.state in HERE and one.joined_on <= arrived_on:
            yield Around(who in served, who in before, who in after)
