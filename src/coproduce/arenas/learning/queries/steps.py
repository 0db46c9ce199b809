"""How far somebody has come, read from the sessions that count: both sides of them, in the order they were."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

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


def steps_gained(community_id: int, from_on: date, until_on: date) -> Mapping[int, bool]:
    """Everybody who learned something within these days, and whether they came a step further within them."""
    rows = that_count(Session.objects.filter(pair__community_id=community_id, done_on__lte=until_on))
    mine: defaultdict[tuple[int, int], list[Session]] = defaultdict(list)
    for row in rows.select_related("pair").order_by("done_on", "pk"):
        mine[row.pair.learner_id, row.pair.topic_id].append(row)
    found: defaultdict[int, bool] = defaultdict(bool)
    for (who, _), sessions in mine.items():
        if sessions[-1].done_on >= from_on:
            steps = rules.gained(as_told(row, "learner") for row in sessions)
            found[who] |= any(step.sessions and sessions[step.sessions - 1].done_on >= from_on for step in steps)
    return dict(found)
