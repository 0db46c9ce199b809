"""What follows when two records become one, or an entry is taken back or put right in the books."""

from uuid import UUID

from coproduce.arenas.homes.models import Adult, Family, GatePassed, HomeHour
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Their hours come together; where both spoke for a family, each family stays as it was accepted."""
    if not Family.objects.filter(agent=keep).exists():
        Family.objects.filter(agent=gone).update(agent=keep)
    if not Adult.objects.filter(agent=keep).exists():
        Adult.objects.filter(agent=gone).update(agent=keep)
    HomeHour.objects.filter(agent=gone).update(agent=keep)
    HomeHour.objects.filter(written_by=gone).update(written_by=keep)
    # Two records that each signed stay two: one of them alone did not sign for both.
    HomeHour.objects.filter(signed_by=gone).exclude(lead_signed_by=keep).update(signed_by=keep)
    HomeHour.objects.filter(lead_signed_by=gone).exclude(signed_by=keep).update(lead_signed_by=keep)
    GatePassed.objects.filter(decided_by=gone).update(decided_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """The hours are as if nobody had led them: whoever did signs again, or not. A gate once passed stays passed."""
    was = HomeHour.objects.filter(family__community_id=actor.community_id, entry=entry)
    was.update(entry=None, lead_signed_by=None)


def entry_put_right(actor: Actor, entry: UUID, instead: UUID, minutes: int) -> None:
    """The hours end so many minutes after they began, as the books say now."""
    for row in HomeHour.objects.filter(family__community_id=actor.community_id, entry=entry):
        row.entry, row.ends = instead, row.begins + minutes
        row.save(update_fields=["entry", "ends"])
