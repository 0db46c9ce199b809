"""What follows when somebody leaves, two records become one, or an entry of energy would be taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from coproduce.arenas.energy.models import Point, Readings, SharedMonth, SharingTerms, Statement
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership
from coproduce.core.refusal import Refusal

BY_READINGS = Refusal(
    "BY_READINGS",
    "What a month of energy came to is put right by its readings: bring what is right, close the month again and "
    "settle it. Then the difference is written down for everybody.",
)


def member_left(actor: Actor, membership: Membership) -> None:
    """Their supply points share no more from the day after: the month they left in is settled to their last day."""
    last_on = clock.today(membership.community.time_zone)
    for row in Point.objects.filter(agent=membership.agent_id):
        row.belongings = [_until(one, last_on) for one in row.belongings if one["from_on"] <= last_on.isoformat()]
        row.save(update_fields=["belongings"])


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Their supply points come together, and what one of them wrote down."""
    Point.objects.filter(agent=gone).update(agent=keep)
    Readings.objects.filter(brought_by=gone).update(brought_by=keep)
    SharingTerms.objects.filter(written_by=gone).update(written_by=keep)
    SharedMonth.objects.filter(closed_by=gone).update(closed_by=keep)
    SharedMonth.objects.filter(settled_by=gone).update(settled_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> Refusal | None:
    """One side of a settled month is not taken back alone: the pool between neighbours would not end where it began."""
    rows = Statement.objects.filter(month__community_id=actor.community_id, entry=entry)
    return BY_READINGS if rows.exists() else None


def _until(one: dict[str, Any], last_on: date) -> dict[str, Any]:
    until_on = min(one["until_on"] or last_on.isoformat(), last_on.isoformat())
    return {**one, "until_on": until_on}
