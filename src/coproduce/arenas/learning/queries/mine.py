"""One's own way: what one wants to learn and how far one has come, with whom, and who would like to learn it too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from coproduce.arenas.learning import ARENA, rules
from coproduce.arenas.learning.models import Aim, Pair, Session, Story, Topic
from coproduce.arenas.learning.queries import steps
from coproduce.arenas.learning.rules import STORY
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Ask, Commitment, Need
from coproduce.community.exchange.queries import open_needs, with_my_thread
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.queries import apart_from

#: What stands in an aim.
AIM = ("pk", "goal", "lowest", "highest", "first", "now", "step")

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


def way_of(aim: Aim, rows: Iterable[Session]) -> Way:
    """How far somebody has come with one thing, read from sessions among which theirs are."""
    sessions = steps.among(aim, rows)
    return Way(aim, rules.gained(sessions), sum(one.minutes for one in sessions), len(sessions))


def ways(actor: Actor) -> list[Way]:
    """The actor's own, the newest first."""
    aims = Aim.objects.filter(agent=actor.agent_id or 0).select_related("topic__category")
    found = list(aims.order_by("-pk"))
    rows = steps.rows_of(found)
    return [way_of(aim, rows) for aim in found]


def going_on(actor: Actor) -> list[tuple[Agreement, list[Commitment]]]:
    """Threads of this arena in which the actor takes part and not ended, the newest first, with the others."""
    mine = Agreement.objects.filter(
        community_id=actor.community_id, arena=ARENA.slug, commitments__agent=actor.agent_id or 0, state__in=GOES_ON
    )
    others = Commitment.objects.filter(agreement__in=mine).exclude(agent=actor.agent_id or 0)
    found: dict[Agreement, list[Commitment]] = {}
    for part in others.select_related("agreement", "agent").order_by("-agreement__proposed_at", "-agreement", "pk"):
        found.setdefault(part.agreement, []).append(part)
    return list(found.items())


def to_show(actor: Actor, today: date, most: int) -> QuerySet[Need]:
    """What others want to learn, first what the actor can do alone; those they may not meet are not there."""
    can = Aim.objects.filter(agent=actor.agent_id or 0, step__in=rules.STEPS[2:])
    wanted = open_needs(actor, today=today).filter(arena=ARENA.slug).exclude(agent=actor.agent_id or 0)
    found = wanted.annotate(
        can=Exists(Aim.objects.filter(pk__in=can.values("pk"), topic__category=OuterRef("category")))
    )
    return with_my_thread(found.order_by("-can", "-said_on", "-pk"), actor, Need)[:most]


def pairs_of(agreement: Agreement) -> Sequence[Pair]:
    """The pairs of a thread in the order they were made, each with what its learner aims at (`aim`)."""
    found = (
        Pair.objects.filter(agreement=agreement)
        .select_related("tutor", "learner", "topic__category")
        .annotate(own=FilteredRelation("topic__aims", condition=Q(topic__aims__agent=F("learner"))))
        .annotate(**{f"own_{name}": F(f"own__{name}") for name in AIM})
        .order_by("pk")
    )
    for pair in (pairs := list(found)):
        said = {name: getattr(pair, f"own_{name}") for name in AIM}
        pair.aim = Aim(agent=pair.learner, topic=pair.topic, **said) if said["pk"] else None  # type: ignore[attr-defined]
    return pairs


def sessions_of(pairs: Sequence[Pair]) -> list[Session]:
    """Everything those who learn in these pairs did about its topic, the latest first: in other pairs too."""
    learners = [pair.learner_id for pair in pairs]
    if not pairs:
        return []
    found = Session.objects.filter(pair__topic=pairs[0].topic_id).filter(
        Q(pair__learner__in=learners) | Q(pair__tutor__in=learners)
    )
    return list(
        found.select_related("pair__tutor", "pair__learner", "tutor_words", "learner_words").order_by(
            "-done_on", "pair"
        )
    )


def stories(actor: Actor, today: date) -> QuerySet[Story]:
    """Stories whose tellers say yes to it today, the newest first; one's own stand there too, to be taken back."""
    here = Story.objects.filter(agent__community_id=actor.community_id).exclude(agent__in=apart_from(actor))
    told = here.filter(agent__in=consenting(STORY, today))
    return told.select_related("agent", "topic__category").order_by("-told_at", "-pk")


def own_ask(actor: Actor, agent_id: int) -> Ask | None:
    """How it stands with asking somebody back in this arena."""
    return Ask.objects.filter(community_id=actor.community_id, arena=ARENA.slug, agent_id=agent_id).first()
