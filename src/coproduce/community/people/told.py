"""What becomes of a file somebody is bringing when they leave, or their record becomes another's: it is thrown away."""

from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, BroughtFile, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """The file is nobody's any more."""
    BroughtFile.objects.filter(brought_by=membership).delete()


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """They choose it again, in the record that stays."""
    BroughtFile.objects.filter(brought_by__agent=gone).delete()
