"""What follows when a member leaves, or their record becomes another's: a file they bring is thrown away, and a
guardian is none any more."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coproduce.community.base import clock, policy
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.people.guarding.actions import end_guarding, stop
from coproduce.community.people.helping.actions import end_helping
from coproduce.community.people.models import (
    Agent,
    BroughtFile,
    Card,
    Community,
    Device,
    Guardian,
    Membership,
    TrustedHelper,
)
from coproduce.community.people.vouching.following import giver_left


def member_left(actor: Actor, membership: Membership) -> None:
    """The file is nobody's any more; nobody says yes for them, nor they for anybody."""
    BroughtFile.objects.filter(brought_by=membership).delete()
    giver_left(membership)
    today = clock.today(membership.community.time_zone)
    end_guarding([membership.agent_id], today)
    for row in Guardian.objects.filter(guardian=membership.agent_id, ended_on=None):
        stop(row, today)
    end_helping(TrustedHelper.objects.filter(Q(member=membership.agent_id) | Q(helper=membership.agent_id)), today)


def members_apart(actor: Actor, one: int, other: int) -> None:
    """Who must not meet does nothing for the other any more."""
    both = TrustedHelper.objects.filter(member__in=(one, other), helper__in=(one, other))
    end_helping(both, clock.today(Community.objects.get(pk=actor.community_id).time_zone))


def helped(actor: Actor, verb: str) -> None:
    """Whoever is helped is told what was done for them, and by whom."""
    names = Agent.objects.in_bulk([actor.agent_id, actor.helped_by])
    whose, helper = names[actor.agent_id or 0], names[actor.helped_by or 0]
    slug = Community.objects.values_list("slug", flat=True).get(pk=actor.community_id)
    link = f"/{slug}/people/{whose.public_id}/helpers/done/"
    told = Notice(whose.pk, policy.by_helper()[verb], {"helper": helper.name}, link=link)
    put_in_outbox(actor.community_id, (told,))


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """They choose it again, in the record that stays."""
    BroughtFile.objects.filter(brought_by__agent=gone).delete()


def restored(made_at: datetime) -> None:
    """Who was signed in when the copy was made may have been shut out since: everybody comes in anew, by a new card."""
    Device.objects.all().delete()
    Card.objects.filter(spent_at=None).update(spent_at=clock.now())
