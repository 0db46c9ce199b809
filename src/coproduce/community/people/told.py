"""What follows when a member leaves, or their record becomes another's: a file they bring is thrown away, and a
guardian is none any more."""

from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.people.guarding.actions import end_guarding, stop
from coproduce.community.people.models import Agent, BroughtFile, Guardian, Membership


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
