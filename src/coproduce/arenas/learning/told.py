"""What follows here when somebody leaves, two stay apart, two records become one, or an entry is taken back."""

from uuid import UUID

from django.db.models import F, Q

from coproduce.arenas.learning.models import Aim, Pair, Session, Story
from coproduce.arenas.learning.queries.steps import walk_again
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership


def member_left(actor: Actor, membership: Membership) -> None:
    """What they learned with others is over; the thread is called off below."""
    who = membership.agent_id
    _over(Q(tutor=who) | Q(learner=who), membership.community.time_zone)


def members_apart(actor: Actor, one: int, other: int) -> None:
    """The two learn together no more."""
    zone = Agent.objects.values_list("community__time_zone", flat=True).get(pk=one)
    _over(Q(tutor=one, learner=other) | Q(tutor=other, learner=one), zone)


def members_merged(actor: Actor, keep: Agent, gone: Agent, request_id: UUID) -> None:
    """Everything under the one record stands under the other; nobody learns from themselves."""
    had = Aim.objects.filter(agent=keep).values_list("topic", flat=True)
    Aim.objects.filter(agent=gone, topic__in=list(had)).delete()
    Aim.objects.filter(agent=gone).update(agent=keep)
    Story.objects.filter(agent=gone).update(agent=keep)
    for side, other in (("tutor", "learner"), ("learner", "tutor")):
        same = Pair.objects.filter(**{side: keep}).values_list("agreement", other)
        for pair in Pair.objects.filter(**{side: gone}):
            if (pair.agreement_id, getattr(pair, f"{other}_id")) not in set(same):
                setattr(pair, side, keep)
                pair.save(update_fields=[side])
    _over(Q(tutor=F("learner")), keep.community.time_zone)
    walk_again(Aim.objects.filter(agent=keep))


def entry_taken_back(actor: Actor, entry: UUID, reversal: UUID) -> None:
    """The session it was for counts no more, and a step it led to was not gained by it."""
    was = Session.objects.filter(pair__community_id=actor.community_id, entry=entry)
    pairs = list(was.values_list("pair__tutor", "pair__learner", "pair__topic"))
    was.update(entry=None)
    for tutor, learner, topic in pairs:
        walk_again(Aim.objects.filter(agent__in=(tutor, learner), topic=topic))


def entry_put_right(actor: Actor, entry: UUID, instead: UUID, minutes: int) -> None:
    """The session counts with the hours that are right."""
    was = Session.objects.filter(pair__community_id=actor.community_id, entry=entry)
    was.update(entry=instead, minutes=minutes)


def _over(which: Q, time_zone: str) -> None:
    Pair.objects.filter(which).exclude(stage=Pair.OVER).update(stage=Pair.OVER, ended_on=clock.today(time_zone))
