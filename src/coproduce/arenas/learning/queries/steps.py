"""How far somebody has come, read from the sessions that count: both sides of them, in the order they were."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from coproduce.arenas.learning import rules
from coproduce.arenas.learning.models import Aim, Session


def that_count(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions both have spoken of, and whose entry stands."""
    return sessions.filter(entry__isnull=False)


def as_told(row: Session, side: rules.Side) -> rules.Session:
    """A session that counts as the rules take it. What was said is not read again: that both said it stands."""
    pair = row.pair
    said = "said" if row.entry else ""
    return rules.Session(pair.tutor_id, pair.learner_id, row.minutes, said, said, row.alone, side)


def of(aim: Aim) -> list[rules.Session]:
    """The sessions of one aim, as learner and as the one who shows, the first first."""
    rows = that_count(Session.objects.filter(pair__topic=aim.topic_id)).filter(
        Q(pair__learner=aim.agent_id) | Q(pair__tutor=aim.agent_id)
    )
    return [
        as_told(row, "learner" if row.pair.learner_id == aim.agent_id else "tutor")
        for row in rows.select_related("pair").order_by("held_on", "pk")
    ]


def walk_again(aims: Iterable[Aim]) -> None:
    """Let each stand on the step its sessions lead to."""
    for aim in aims:
        step = rules.gained(of(aim))[-1].step
        if step != aim.step:
            aim.step = step
            aim.save(update_fields=["step"])
