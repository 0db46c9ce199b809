"""One's own way: what one wants to learn and how far one has come, with whom, and who would like to learn it too."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from coproduce.arenas.learning import ARENA, rules
from coproduce.arenas.learning.consents import STORY
from coproduce.arenas.learning.models import Aim, Pair, Story, Topic
from coproduce.arenas.learning.queries import steps
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Ask, Need
from coproduce.community.exchange.queries import open_needs, with_my_thread
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.models import Community
from coproduce.community.people.queries import apart_from

#: A thread that has not ended: what is learned in it can be said.
GOES_ON = (Agreement.PROPOSED, Agreement.AGREED)


@dataclass(frozen=True, slots=True)
class Way:
    """One aim, the steps it has come, and the time that went into it."""

    aim: Aim
    gained: tuple[rules.Gained, ...]
    minutes: int
    sessions: int


def topics(actor: Actor) -> QuerySet[Topic]:
    """What can be learned here, by name."""
    found = Topic.objects.filter(community_id=actor.community_id, category__is_retired=False)
    return found.select_related("category").order_by("category__name")


def way_of(aim: Aim) -> Way:
    """How far somebody has come with one thing."""
    sessions = steps.of(aim)
    return Way(aim, rules.gained(sessions), sum(one.minutes for one in sessions), len(sessions))


def ways(actor: Actor) -> list[Way]:
    """The actor's own, the newest first."""
    aims = Aim.objects.filter(agent=actor.agent_id or 0).select_related("topic__category", "need")
    return [way_of(aim) for aim in aims.order_by("-pk")]


def going_on(actor: Actor) -> list[Agreement]:
    """Threads of this arena in which the actor takes part and that have not ended, the newest first, with who does."""
    found = Agreement.objects.filter(
        community_id=actor.community_id, arena=ARENA.slug, commitments__agent=actor.agent_id or 0, state__in=GOES_ON
    )
    return list(found.prefetch_related("commitments__agent").order_by("-proposed_at", "-pk"))


def to_show(actor: Actor, most: int) -> QuerySet[Need]:
    """What others want to learn, first what the actor can do alone; those they may not meet are not there."""
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    can = Aim.objects.filter(agent=actor.agent_id or 0, step__in=rules.STEPS[2:])
    wanted = open_needs(actor, today=today).filter(arena=ARENA.slug).exclude(agent=actor.agent_id or 0)
    found = wanted.annotate(
        can=Exists(Aim.objects.filter(pk__in=can.values("pk"), topic__category=OuterRef("category")))
    )
    return with_my_thread(found.order_by("-can", "-said_on", "-pk"), actor, Need)[:most]


def pairs_of(agreement: Agreement) -> Sequence[Pair]:
    """The pairs of a thread, in the order they were made."""
    found = Pair.objects.filter(agreement=agreement).select_related("tutor", "learner", "topic__category")
    return list(found.order_by("pk"))


def stories(actor: Actor) -> QuerySet[Story]:
    """Stories whose tellers say yes to it today, the newest first; one's own stand there too, to be taken back."""
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    here = Story.objects.filter(agent__community_id=actor.community_id).exclude(agent__in=apart_from(actor))
    told = here.filter(agent__in=consenting(STORY, today))
    return told.select_related("agent", "topic__category").order_by("-told_at", "-pk")


def own_ask(actor: Actor, agent_id: int) -> Ask | None:
    """How it stands with asking somebody back in this arena."""
    return Ask.objects.filter(community_id=actor.community_id, arena=ARENA.slug, agent_id=agent_id).first()
