"""Two records of one person became one: they are visited once, and nothing anybody must mind is lost."""

from collections.abc import Collection, Iterator

from coproduce.arenas.care.actions.path import end_quietly
from coproduce.arenas.care.models import Case, Visit
from coproduce.arenas.care.queries.here import rota
from coproduce.arenas.care.queries.links import to_case
from coproduce.arenas.care.rules.states import ACCEPTED, DRAFT, IN_PROGRESS, ON_HOLD, REQUESTED
from coproduce.community.base import clock
from coproduce.community.base.done import Notice

#: The farthest is kept; visits that rest before those that go on, for the desk to say whether they may.
FARTHEST = (ON_HOLD, IN_PROGRESS, ACCEPTED, REQUESTED, DRAFT)
#: What was said once stands where the visits that are kept do not say it yet; of what is to be minded both words stand.
SAID = ("address", "wish", "opened_by_words", "home_on", "task")
MINDED = {"red_flags": 600, "risk_note": 300}

TWICE = "%(name)s was here twice and is visited once now: look whether what is written of them is right."
NOT_THIS_ONE = "You need not visit %(name)s any more: somebody else does. Nothing is owed."


def keep_one(found: Collection[Case]) -> Iterator[Notice]:
    """Of several visits open to one person keep those that have come farthest; the others end quietly.

    What was seen on them goes along. The desk is told, and whoever visits them no more.
    """
    if len(found) < 2:
        return
    kept, *others = sorted(found, key=lambda row: (FARTHEST.index(row.state), row.first_visit_due_at, row.pk))
    _take_over_first_visit(kept, others)
    for row in others:
        _take_over_words(kept, row)
        yield from end_quietly(row)
        Visit.objects.filter(case=row, checked_in_at__isnull=False).update(case=kept)
        if row.visitor_id not in (None, kept.visitor_id):
            yield Notice(row.visitor_id, NOT_THIS_ONE, {"name": kept.agent.name}, urgent=True)
    kept.moved_at = clock.now()
    kept.save()
    said, link = {"name": kept.agent.name}, to_case(kept)
    yield from (Notice(one, TWICE, said, link=link) for one in rota(kept.community_id))


def _take_over_first_visit(kept: Case, others: Collection[Case]) -> None:
    """Nobody is visited for the first time twice: the earliest of them is theirs, and its place in the chain."""
    visited = [row for row in (kept, *others) if row.first_visit_at]
    first = min(visited, key=lambda row: (row.first_visit_at, row.pk), default=kept)
    kept.first_visit_at, kept.parent, kept.generation = first.first_visit_at, first.parent, first.generation
    for row in others:
        row.first_visit_at, row.parent, row.generation = None, None, 0


def _take_over_words(kept: Case, row: Case) -> None:
    for name in SAID:
        setattr(kept, name, getattr(kept, name) or getattr(row, name))
    if kept.task == row.task:
        row.task = None
    for name, most in MINDED.items():
        words = dict.fromkeys(one for one in (getattr(kept, name), getattr(row, name)) if one)
        setattr(kept, name, " / ".join(words)[:most])
