"""What each house of a lane pays, paid and still has to pay: read from the books.

On the board that everybody reads nobody can tell who pays nothing from who has paid: it says only what was due by today
and did not come yet.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.queries.here import may_lead
from coproduce.arenas.works.rules import Part, due_by, instalments
from coproduce.community import ledger
from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.core.quantity import Unit

#: Kinds of entry.
PAID, FUND_PAID = "lane dues", "lane dues by a fund"
#: Accounts of the community: what lanes have, and the world outside.
POT, OUTSIDE = "Lanes, dues", "Lanes, paid in"


@dataclass(frozen=True, slots=True)
class Books:
    """What came so far, by plot, and for lanes from a fund."""

    by_plot: Counter[str]
    by_fund: Counter[str]


@dataclass(frozen=True, slots=True)
class Stand:
    """What a house pays in all, paid, and what of it was due by today and is still to come."""

    house: House
    paid: int
    behind: int

    @property
    def share(self) -> int:
        return self.house.share_minor or 0

    @property
    def left(self) -> int:
        return max(0, self.share - self.paid)


@dataclass(frozen=True, slots=True)
class LaneStand:
    """What the whole lane pays, has, and still has to come from houses and from its fund."""

    rows: tuple[Stand, ...]
    came: int
    fund_paid: int
    fund_left: int


def books(community_id: int, money: Unit) -> Books:
    """Everything that was paid for lanes here."""
    by_plot, by_fund = Counter[str](), Counter[str]()
    for side in ledger.arena_sides(community_id, ARENA.slug, money):
        if side.agent is None and side.name == POT:
            (by_plot if side.kind == PAID else by_fund)[side.category] += side.amount
    return Books(by_plot, by_fund)


def days_due(row: Lane) -> list[date]:
    """The days by which the parts are due."""
    return [date.fromisoformat(day) for day in row.due_on]


def parts_of(row: Lane, share: int) -> tuple[Part, ...]:
    """What a house pays by which day."""
    days = days_due(row)
    return instalments(share, days) if days else ()


def stand(row: Lane, one: House, kept: Books, today: date) -> Stand:
    """How it stands with one house."""
    paid = kept.by_plot[one.plot]
    return Stand(one, paid, max(0, due_by(parts_of(row, one.share_minor or 0), today) - paid))


def stands(row: Lane, houses: Sequence[House], kept: Books, today: date) -> LaneStand:
    """How it stands with the whole lane."""
    rows = tuple(stand(row, one, kept, today) for one in houses)
    fund = kept.by_fund[row.name]
    return LaneStand(rows, sum(one.paid for one in rows) + fund, fund, max(0, (row.fund_minor or 0) - fund))


def read_stands(
    actor: Actor, row: Lane, houses: Sequence[House], kept: Books, today: date, why: str
) -> LaneStand | None:
    """The same for whoever sees to the lane's money: the reading is written down. None for anybody else."""
    if not may_lead(actor, "works.read_dues", row):
        return None
    audit.reading(actor, "works.read_dues", [one.agent_id for one in houses if one.agent_id], why)
    return stands(row, houses, kept, today)
