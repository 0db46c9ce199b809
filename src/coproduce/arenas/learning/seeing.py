"""What made-up people know of learning on an evening: topics, who can show what, and the pairs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from coproduce.arenas.learning.behaviour.seen import Learning, Seen
from coproduce.arenas.learning.models import Aim, Pair, Session, Topic
from coproduce.arenas.learning.rules import STEPS
from coproduce.community.people.models import Community

#: How far each has come with each topic, and where they stand on their own scale.
Aims = Mapping[tuple[UUID, str], tuple[str, int | None]]


def seen(place: Community) -> Learning:
    """All of it, in the order it came about."""
    topics = dict(Topic.objects.filter(community=place).values_list("category__name", "public_id"))
    rows = Aim.objects.filter(agent__community=place).order_by("pk")
    said = rows.values_list("agent__public_id", "topic__category__name", "step", "now")
    aims = {(who, topic): (step, now) for who, topic, step, now in said}
    able: dict[str, list[UUID]] = defaultdict(list)
    for (who, topic), (step, _) in aims.items():
        if step in STEPS[2:]:
            able[topic].append(who)
    return Learning(topics, {name: tuple(who) for name, who in able.items()}, aims, tuple(_pairs(place, aims)))


def _pairs(place: Community, aims: Aims) -> Iterator[Seen]:
    days: dict[int, list[tuple[date, bool, bool]]] = defaultdict(list)
    sessions = Session.objects.filter(pair__community=place).exclude(pair__stage=Pair.OVER).order_by("done_on")
    for pair, done_on, entry, tutor_said_at in sessions.values_list("pair", "done_on", "entry", "tutor_said_at"):
        days[pair].append((done_on, entry is not None, tutor_said_at is None))
    said = Pair.objects.filter(community=place).order_by("pk").values_list(
        "pk", "agreement__public_id", "agreement__state", "topic__category__name", "tutor__public_id",
        "learner__public_id", "stage", "tutor_yes_at", "learner_yes_at", "began_on",
    )  # fmt: skip
    for pk, thread, state, topic, tutor, learner, stage, tutor_yes, learner_yes, began_on in said:
        waits = next(((on, tutor_silent) for on, counts, tutor_silent in days[pk] if not counts), None)
        step, now = aims.get((learner, topic), (STEPS[0], None))
        yield Seen(
            thread, state, topic, tutor, learner, stage, tutor_yes is not None, learner_yes is not None, began_on,
            sum(counts for _, counts, _ in days[pk]), days[pk][-1][0] if days[pk] else None,
            waits and waits[0], bool(waits and waits[1]), step, now,
        )  # fmt: skip
