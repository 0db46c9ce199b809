"""What made-up people know of learning on an evening: topics, who can show what, and the pairs."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Max, Q

from coproduce.arenas.learning.behaviour.seen import Learning, Seen
from coproduce.arenas.learning.models import Aim, Pair, Session, Topic
from coproduce.arenas.learning.rules import STEPS
from coproduce.community.people.models import Community


def seen(place: Community) -> Learning:
    """All of it, in the order it came about."""
    topics = {
        row.category.name: row.public_id for row in Topic.objects.filter(community=place).select_related("category")
    }
    able = defaultdict(list)
    aims = {}
    rows = Aim.objects.filter(agent__community=place).order_by("pk")
    for who, topic, step, now in rows.values_list("agent__public_id", "topic__category__name", "step", "now"):
        aims[who, topic] = (step, now)
        if step in STEPS[2:]:
            able[topic].append(who)
    return Learning(topics, {name: tuple(who) for name, who in able.items()}, aims, tuple(_pairs(place, aims)))


def _pairs(place: Community, aims: dict) -> Iterator[Seen]:  # type: ignore[type-arg]
    counted = Count("sessions", filter=Q(sessions__entry__isnull=False))
    rows = Pair.objects.filter(community=place).annotate(counted=counted, last=Max("sessions__held_on")).order_by("pk")
    half = Session.objects.filter(pair__community=place, entry=None)
    waiting = {
        pair: (held_on, tutor is None)
        for pair, held_on, tutor in half.order_by("pk").values_list("pair", "held_on", "tutor_said_at")
    }
    said = rows.values_list(
        "pk", "agreement__public_id", "agreement__state", "topic__category__name", "tutor__public_id",
        "learner__public_id", "stage", "tutor_yes_at", "learner_yes_at", "began_on", "counted", "last",
    )  # fmt: skip
    for pk, thread, state, topic, tutor, learner, stage, tutor_yes, learner_yes, began_on, number, last in said:
        step, now = aims.get((learner, topic), (STEPS[0], None))
        yield Seen(
            thread, state, topic, tutor, learner, stage, tutor_yes is not None, learner_yes is not None, began_on,
            number, last, *waiting.get(pk, (None, False)), step, now,
        )  # fmt: skip
