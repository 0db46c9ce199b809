"""Who gained a step in what they learn, for whoever counts what a community becomes able to do; only sums are shown."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from coproduce.arenas.learning.models import Session
from coproduce.arenas.learning.queries.steps import as_told, that_count
from coproduce.arenas.learning.rules import gained


def steps_gained(community_id: int, from_on: date, until_on: date) -> Mapping[int, bool]:
    """Everybody who learned something within these days, and whether they came a step further within them."""
    rows = that_count(Session.objects.filter(pair__community_id=community_id, done_on__lte=until_on))
    mine: defaultdict[tuple[int, int], list[Session]] = defaultdict(list)
    for row in rows.select_related("pair").order_by("done_on", "pk"):
        mine[row.pair.learner_id, row.pair.topic_id].append(row)
    found: defaultdict[int, bool] = defaultdict(bool)
    for (who, _), sessions in mine.items():
        if sessions[-1].done_on >= from_on:
            steps = gained(as_told(row, "learner") for row in sessions)
            found[who] |= any(step.sessions and sessions[step.sessions - 1].done_on >= from_on for step in steps)
    return dict(found)
