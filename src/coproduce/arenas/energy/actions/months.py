"""The verb that closes a month: readings, members, shares, key and prices are frozen, and it is reckoned from them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.models import SharedMonth, SharingTerms, Statement
from coproduce.arenas.energy.queries.here import OLDEST, Here, here, terms_of
from coproduce.arenas.energy.queries.months import Reckoned, allocation, days_of, reckon, rounds, statements_of
from coproduce.arenas.energy.rules import Days
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal

WRONG_MONTH = Refusal("WRONG_DAY", "A month is named by its first day, like 2026-11-01.", "month_on")


@dataclass(frozen=True, slots=True)
class MonthAt:
    """A month: which round it is, how far, what neighbours gave each other in it, and how many entries were posted."""

    month: UUID
    round: int
    state: str
    shared_wh: int
    posted: int


@action("energy.close_month", receipt=MonthAt)
def close_month(actor: Actor, *, month_on: date, request_id: UUID) -> Done[MonthAt] | Refusal:
    """Close a month that is over: readings, members, shares, key and prices are frozen as they are now.

    Not settled yet, it is frozen anew. Settled before, what came since is a round of its own, if it changes anything.
    """
    if not policy.may(actor, "energy.close_month"):
        return NOT_ALLOWED
    if month_on.day != 1:
        return WRONG_MONTH
    place = held(actor)
    if not OLDEST <= month_on < place.today.replace(day=1):
        return Refusal("NOT_OVER", "Choose a month that is over.", "month_on")
    days, terms = days_of(place, month_on), terms_of(actor.community_id, month_on)
    rows = rounds(actor.community_id, month_on)
    last = rows[-1] if rows else None
    if rows and rows[0].state == SharedMonth.SETTLED:
        terms = SharingTerms.objects.get(pk=rows[0].frozen["terms"])
    if terms is None:
        return Refusal("NO_KEY", "Members choose a key first: write down by which one you share.", "month_on")
    found = reckon(place, terms, month_on)
    if not found.has_any:
        return Refusal("NO_READINGS", "There are no readings of this month yet. Bring them first.", "month_on")
    if last and last.state == SharedMonth.SETTLED:
        if found.allocations == tuple(map(allocation, statements_of(last))):
            return Refusal("NOTHING_NEW", "Nothing has changed since this month was settled.", "month_on")
        last = None
    frozen = _frozen(place, terms, days, found)
    if last:
        last.statements.all().delete()
        last.frozen, last.closed_on, last.closed_by_id = frozen, place.today, actor.agent_id or 0
        last.save(update_fields=["frozen", "closed_on", "closed_by"])
    else:
        last = SharedMonth.objects.create(
            community=place.community, month_on=month_on, round=len(rows), unit=place.community.currency,
            frozen=frozen, closed_on=place.today, closed_by_id=actor.agent_id or 0,
        )  # fmt: skip
    _keep(last, found)
    return Done(at(last, 0))


def held(actor: Actor) -> Here:
    """The community, held so that nobody else closes or settles meanwhile."""
    Community.objects.select_for_update(of=("self",)).get(pk=actor.community_id)
    return here(actor.community_id)


def at(row: SharedMonth, posted: int) -> MonthAt:
    """The receipt of a round."""
    shared = sum(row.statements.values_list("bought_wh", flat=True))
    return MonthAt(row.public_id, row.round, row.state, shared, posted)


def _frozen(place: Here, terms: SharingTerms, days: Days, found: Reckoned) -> dict[str, Any]:
    """What a month was reckoned from. Readings are named by the version that held: it is never changed."""
    return {
        "terms": terms.pk, "key": terms.key, "goes_by": terms.goes_by,
        "price": str(terms.neighbours), "retail": str(terms.retail), "feed_in": str(terms.feed_in),
        "zone": days.zone, "step_minutes": days.step_minutes,
        "gaps": place.gaps.policy, "longest_steps": place.gaps.longest_steps, "readings": list(found.readings),
        "belongings": {str(point.pk): point.belongings for point in found.points},
    }  # fmt: skip


def _keep(row: SharedMonth, found: Reckoned) -> None:
    Statement.objects.bulk_create(
        Statement(
            month=row, point=point, own_wh=one.allocation.own_wh, bought_wh=one.allocation.bought_wh,
            grid_wh=one.allocation.grid_wh, sold_wh=one.allocation.sold_wh, surplus_wh=one.allocation.surplus_wh,
            missing=one.missing, estimated=one.estimated, got_at=one.got_at, gave_at=one.gave_at,
        )
        for point, one in zip(found.points, found.shared, strict=True)
    )  # fmt: skip
