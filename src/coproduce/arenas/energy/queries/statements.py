"""What one's supply points came to, month by month: in energy, in money, and beside what it would have been alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from coproduce.arenas.energy.models import Point, SharedMonth, Statement
from coproduce.arenas.energy.queries.months import prices_of, said_of
from coproduce.arenas.energy.rules import who_gave
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent
from coproduce.core.obligation import half_up

#: So many months are told of, the last first.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Given:
    """What went from or to neighbours who let their name be read, by name, and to how many others how much."""

    named: tuple[tuple[str, int], ...]
    others: int
    others_wh: int


@dataclass(frozen=True, slots=True)
class Told:
    """One supply point's month: its statement, what it pays neighbours (below nothing: is paid), and its bills.

    `given` says to whom; None where the key goes from whom to whom itself, or where nothing went.
    """

    row: Statement
    month: SharedMonth
    pays_minor: int
    bill_minor: int
    alone_minor: int
    given: Given | None


def statements(actor: Actor, whose: UUID | None = None) -> list[Told] | None:
    """One's own, or for whoever keeps the books somebody's; that these read it is written down. The last first."""
    agent_id = actor.agent_id or 0
    if whose is not None:
        found = Agent.objects.filter(community_id=actor.community_id, public_id=whose).values_list("pk", flat=True)
        agent_id = found.first() or 0
    if not agent_id or not policy.may(actor, "energy.read_statements", policy.towards(actor, agent_id)):
        return None
    audit.reading(actor, "energy.read_statements", [agent_id], "page")
    rounds = SharedMonth.objects.filter(community=actor.community_id, state=SharedMonth.SETTLED)
    by_month: dict[date, list[SharedMonth]] = {}
    for one in rounds.order_by("-month_on", "round"):
        by_month.setdefault(one.month_on, []).append(one)
    months = {rows[-1].pk: rows for rows in list(by_month.values())[:MONTHS]}
    everybody: dict[int, list[Statement]] = {pk: [] for pk in months}
    for row in Statement.objects.filter(month__in=months).select_related("point").order_by("point"):
        everybody[row.month_id].append(row)
    return [
        _told(row, months[pk], rows)
        for pk, rows in everybody.items() for row in rows if row.point.agent_id == agent_id
    ]  # fmt: skip


def _told(row: Statement, rounds: Sequence[SharedMonth], everybody: Iterable[Statement]) -> Told:
    month = rounds[-1]
    prices = prices_of(month)
    pays = -sum(said.get((str(row.point_id), month.unit), 0) for said in said_of(rounds))

    def costs(drawn_wh: int, fed_in_wh: int) -> int:
        drawn, fed_in = (half_up(wh * Fraction(price) / 1000) for wh, price in  # type: ignore[arg-type]
                         ((drawn_wh, prices.retail), (fed_in_wh, prices.feed_in)))  # fmt: skip
        return drawn - fed_in

    alone = costs(row.grid_wh + row.bought_wh, row.surplus_wh + row.sold_wh)
    given = None if month.frozen["key"] == "pair" or not row.sold_wh else _given(row, everybody)
    return Told(row, month, pays, pays + costs(row.grid_wh, row.surplus_wh), alone, given)


def _given(row: Statement, everybody: Iterable[Statement]) -> Given:
    """Of one pool each buyer got from each giver in proportion."""
    points: dict[str, Point] = {str(one.point_id): one.point for one in everybody}
    bought = {str(one.point_id): one.bought_wh for one in everybody}
    sold = {str(one.point_id): one.sold_wh for one in everybody}
    mine = str(row.point_id)
    gave = {buyer: wh for (seller, buyer), wh in who_gave(bought, sold).items() if seller == mine}
    named = {buyer: wh for buyer, wh in gave.items() if points[buyer].is_named}
    others = [wh for buyer, wh in gave.items() if buyer not in named]
    in_order = sorted(named.items(), key=lambda one: (-one[1], one[0]))
    return Given(tuple((points[buyer].name, wh) for buyer, wh in in_order), len(others), sum(others))
