"""What happens to notices when two records of one person become one."""

from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.models import Outbox
from coproduce.community.notices.models import Channel, Notice
from coproduce.community.people.models import Agent


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """All either record was told stands under the one that stays; so does the way of being told it chose last."""
    Outbox.objects.filter(community_id=actor.community_id, to_agent=gone.pk).update(to_agent=keep.pk)
    Notice.objects.filter(agent=gone).update(agent=keep)
    newest = Channel.objects.filter(agent__in=(keep, gone)).order_by("-chosen_on", "-pk").first()
    if newest:
        Channel.objects.filter(agent__in=(keep, gone)).exclude(pk=newest.pk).delete()
        Channel.objects.filter(pk=newest.pk).update(agent=keep)
