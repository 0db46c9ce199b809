"""Paid and unpaid hours of a time bank, for who may read its figures."""

from datetime import date

from coproduce.arenas.timebank.queries.figures import ARENA
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.work_moved.reckoned import WorkMoved, work_moved, years_of_work


def paid_and_unpaid(actor: Actor, today: date, year: int | None = None) -> WorkMoved | None:
    """Given and paid hours of a year, this one unless said; None for who may not read the figures."""
    seen = policy.rule_on(actor, "timebank.read_figures")
    if seen == "deny":
        return None
    return work_moved(actor.community_id, ARENA, today, year or today.year, is_whole=seen == "allow")


def years(actor: Actor, today: date) -> tuple[int, ...]:
    """The years there is something of, the latest first."""
    return years_of_work(actor.community_id, ARENA, today)
