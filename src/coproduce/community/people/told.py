"""What follows when a member leaves, or their record becomes another's: a file they bring is thrown away, and a
guardian is none any more."""

from datetime import datetime
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.people.guarding.actions import end_guarding, stop
from coproduce.community.people.models import Agent, BroughtFile, Card, Device, Guardian, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """The file is nobody's any more; nobody says yes for them, nor they for anybody."""
    BroughtFile.objects.filter(brought_by=membership).delete()
    today = clock.today(membership.community.time_zone)
    end_guarding([membership.agent_id], today)
    for row in Guardian.objects.filter(guardian=membership.agent_id, ended_on=None):
        stop(row, today)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """They choose it again, in the record that stays."""
    BroughtFile.objects.filter(brought_by__agent=gone).delete()


def restored(made_at: datetime) -> None:
    """Who was signed in when the copy was made may have been shut out since: everybody comes in anew, by a new card."""
    Device.objects.all().delete()
    Card.objects.filter(spent_at=None).update(spent_at=clock.now())
