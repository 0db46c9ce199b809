"""What follows when somebody leaves, two records become one, or an entry is put right in the books."""

from uuid import UUID

from coproduce.arenas.works.models import Blockage, House, Lane, Turn
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.models import Agent, Membership
from coproduce.community.people.queries import brokers

LEFT = "%(name)s left and led %(lane)s. See with the lane whom it elects."


def member_left(actor: Actor, membership: Membership) -> None:
    """Nobody speaks for their house until somebody else is named; a lane without a leader is told to the desk."""
    House.objects.filter(agent=membership.agent_id).update(agent=None)
    for row in Lane.objects.filter(leader=membership.agent_id, is_trunk=False):
        said = {"name": membership.agent.name, "lane": row.name}
        put_in_outbox(row.community_id, [Notice(one, LEFT, said) for one in brokers(row.community_id)])


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """What either of them speaks for, led, reported and did is the kept one's."""
    House.objects.filter(agent=gone).update(agent=keep)
    Lane.objects.filter(leader=gone).update(leader=keep)
    Turn.objects.filter(agent=gone).update(agent=keep)
    Blockage.objects.filter(reporter=gone).update(reporter=keep)
    Blockage.objects.filter(cleared_by=gone).update(cleared_by=keep)


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """A turn is to be taken again, and what was cleared stays cleared; neither is recognised any more."""
    Turn.objects.filter(lane__community_id=actor.community_id, entry=entry).delete()
    Blockage.objects.filter(lane__community_id=actor.community_id, entry=entry).update(entry=None)


def entry_put_right(actor: Actor, entry: UUID, instead: UUID, minutes: int) -> None:
    """It took so long, as the books say now."""
    for rows in (Turn.objects.all(), Blockage.objects.all()):
        rows.filter(lane__community_id=actor.community_id, entry=entry).update(entry=instead, minutes=minutes)
