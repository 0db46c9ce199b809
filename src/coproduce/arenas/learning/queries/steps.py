"""How far somebody has come, read from the sessions that count: both sides of them, in the order they were."""

from collections.abc import Collection, Iterable

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


def rows_of(aims: Collection[Aim]) -> list[Session]:
    """The sessions that count of these aims and maybe of others: one question for all of them."""
    if not aims:
        return []
    who = {aim.agent_id for aim in aims}
    found = that_count(Session.objects.filter(pair__topic__in={aim.topic_id for aim in aims}))
    theirs = found.filter(Q(pair__learner__in=who) | Q(pair__tutor__in=who))
    return list(theirs.select_related("pair"))


def among(aim: Aim, rows: Iterable[Session]) -> list[rules.Session]:
    """Those of one aim that count, as learner and as the one who shows, the first first."""
    mine = [
        row
        for row in rows
        if row.entry and row.pair.topic_id == aim.topic_id and aim.agent_id in (row.pair.learner_id, row.pair.tutor_id)
    ]
    mine.sort(key=lambda row: (row.done_on, row.pk))
    return [as_told(row, "learner" if row.pair.learner_id == aim.agent_id else "tutor") for row in mine]


def walk_again(aims: Iterable[Aim]) -> None:
    """Let each stand on the step its sessions lead to."""
    aims = list(aims)
    rows = rows_of(aims)
    for aim in aims:
        step = rules.gained(among(aim, rows))[-1].step
        if step != aim.step:
            aim.step = step
            aim.save(update_fields=["step"])
