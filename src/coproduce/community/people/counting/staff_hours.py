"""Paid hours of staff, month by month, so that they can stand beside what members give each other.

A row is never changed or deleted: what was wrong is replaced by the right one, and both can be read.
"""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.people.actions import Recorded
from coproduce.community.people.counting.rules import NOTHING, PaidHours, may_write_staff_hours
from coproduce.community.people.models import Community, StaffHours
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal


@action("people.record_staff_hours", receipt=Recorded)
def record_staff_hours(
    actor: Actor,
    *,
    month: date,
    role: str,
    women: Quantity = NOTHING,
    men: Quantity = NOTHING,
    other: Quantity = NOTHING,
    not_said: Quantity = NOTHING,
    arena: str = "",
    note: str = "",
    replaces: UUID | None = None,
    request_id: UUID,
) -> Done[Recorded] | Refusal:
    """Write down the paid hours of one kind of work in the month of a day, of women, men, others, or not said whose.

    With no `arena` they are the whole community's. `replaces` names the row these stand instead of; all nothing, it
    is taken out.
    """
    community = Community.objects.get(pk=actor.community_id)
    hours = PaidHours(role, women, men, other, not_said, note)
    if fault := may_write_staff_hours(hours, month, clock.today(community.time_zone), replaces is not None):
        return fault
    if arena and arena not in community.arenas:
        said = {"given": arena, "choices": ", ".join(community.arenas)}
        return Refusal("UNKNOWN_ARENA", "There is no arena called %(given)s. Choose from: %(choices)s.", "arena", said)
    wrong = None
    if replaces:
        wrong = StaffHours.objects.select_for_update().filter(community=community, public_id=replaces).first()
        if wrong is None:
            return Refusal("NOT_FOUND", "There are no such hours here. Look at what is written down.", "replaces")
        if StaffHours.objects.filter(replaces=wrong).exists():
            return Refusal(
                "CHANGED_MEANWHILE",
                "These were put right before. Look at what stands now, and change that.",
                "replaces",
            )
    row = StaffHours.objects.create(
        community=community,
        month_on=month.replace(day=1),
        arena=arena,
        role=role.strip(),
        women_minutes=women.minor,
        men_minutes=men.minor,
        other_minutes=other.minor,
        not_said_minutes=not_said.minor,
        note=note.strip(),
        written_by_id=actor.agent_id,
        written_at=clock.now(),
        replaces=wrong,
    )
    return Done(Recorded(row.public_id))


def staff_hours(actor: Actor) -> QuerySet[StaffHours]:
    """Every row, the latest month first, replaced ones too; nothing for who may not read them."""
    if not policy.may(actor, "people.read_staff_hours"):
        return StaffHours.objects.none()
    found = StaffHours.objects.filter(community_id=actor.community_id)
    return found.select_related("written_by", "replaced_by").order_by("-month_on", "-id")


def standing_staff_hours(community_id: int, year: int) -> QuerySet[StaffHours]:
    """The rows of a year that stand: those nothing has replaced."""
    return StaffHours.objects.filter(community_id=community_id, month_on__year=year, replaced_by=None)
