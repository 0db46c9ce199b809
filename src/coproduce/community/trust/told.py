"""What happens to ties and the net when somebody leaves, must not meet somebody, or two records become one."""

from uuid import UUID

from django.db.models import Q

from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership
from coproduce.community.trust.models import Rhythm, Tie


def member_left(actor: Actor, membership: Membership) -> None:
    """Nobody is asked about whoever is gone, and they about nobody; whatever the reason, no word of it comes."""
    Tie.objects.filter(Q(one=membership.agent_id) | Q(other=membership.agent_id)).delete()
    Rhythm.objects.filter(agent=membership.agent_id).delete()


def members_apart(actor: Actor, one: int, other: int) -> None:
    """What stood between two who must not meet, or was asked of them, is gone without a word."""
    Tie.objects.filter(one__in=(one, other), other__in=(one, other)).delete()


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """What was said of either stands under the one that is kept, each of it once."""
    for row in Tie.objects.filter(Q(one=gone) | Q(other=gone)):
        one, other = (keep.pk if who == gone.pk else who for who in (row.one_id, row.other_id))
        if row.kind == Tie.INTRODUCED and one > other:
            one, other = other, one
            row.one_says, row.other_says = row.other_says, row.one_says
        if one == other or Tie.objects.filter(one=one, other=other, kind=row.kind).exists():
            row.delete()
            continue
        row.one_id, row.other_id = one, other
        row.save(update_fields=["one", "other", "one_says", "other_says"])
    Tie.objects.filter(said_by=gone).update(said_by=keep)
    if Rhythm.objects.filter(agent=keep).exists():
        Rhythm.objects.filter(agent=gone).delete()
    Rhythm.objects.filter(agent=gone).update(agent=keep)
