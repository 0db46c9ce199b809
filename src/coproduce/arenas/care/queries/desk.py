"""The coordinator's one list: what waits today, what cannot wait first. Each list asks the database once."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from coproduce.arenas.care.models import Case, Flag, Visit
from coproduce.arenas.care.queries.held import READ
from coproduce.arenas.care.rules.states import ACCEPTED, DRAFT, IN_PROGRESS, REQUESTED
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Community

Row = TypeVar("Row", bound=Model)

#: Rows of each list that are shown at once; the table has them all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lists of a morning."""

    flags: list[Flag]
    not_left: list[Visit]
    first_visits: list[Case]
    calls: list[Case]

    @property
    def whose(self) -> set[int]:
        cases = (*self.first_visits, *self.calls, *(one.case for one in self.not_left))
        return {one.agent_id for one in cases} | {one.visit.case.agent_id for one in self.flags}


def waiting(actor: Actor, community: Community, most: int | None = SHOWN) -> Waiting | None:
    """What waits: urgent things nobody answered for, who has not come out, cards that were opened, people for whom
    nobody was found in time, first visits past their hour, calls and last talks. None for who may not read it; that it
    was read is written down.
    """
    if not policy.may(actor, "care.read_list"):
        return None
    here, now = {"community_id": actor.community_id}, clock.now()
    cases = Case.objects.filter(**here).select_related("agent", "visitor")
    flags = Flag.objects.filter(acknowledged_at=None, closed_at=None, level="red", **here)
    inside = Visit.objects.filter(
        case__community_id=actor.community_id, checked_in_at__isnull=False, checked_out_at=None,
        expected_end__lt=now,
    )  # fmt: skip
    is_late = Q(state__in=(ACCEPTED, IN_PROGRESS), first_visit_at=None, first_visit_due_at__lt=now)
    is_unmatched = Q(state=ACCEPTED, visitor=None, next_by__lt=now)
    waits = cases.filter(Q(state__in=(DRAFT, REQUESTED)) | is_late | is_unmatched).order_by("first_visit_due_at", "pk")
    calls = cases.filter(state__in=(ACCEPTED, IN_PROGRESS), next_call_on__lte=clock.today(community.time_zone))
    found = Waiting(
        _some(flags.select_related("visit__case__agent").order_by("due_at", "pk"), most),
        _some(inside.select_related("case__agent", "visitor", "companion").order_by("expected_end", "pk"), most),
        _some(waits, most),
        _some(calls.order_by("next_call_on", "pk"), most),
    )
    audit.reading(actor, READ, found.whose, "list")
    return found


def _some(rows: QuerySet[Row], most: int | None) -> list[Row]:
    return list(rows if most is None else rows[:most])
