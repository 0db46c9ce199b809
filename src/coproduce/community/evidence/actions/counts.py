"""Counts of other sites that hold the same plan, as people hand them over in a file."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.actions.rows import MOST, Brought, plan_called
from coproduce.community.evidence.models import SiteCount
from coproduce.community.evidence.rules import fault_of_counts
from coproduce.core.refusal import Refusal
from coproduce.core.stats import SiteCounts


@dataclass(frozen=True, slots=True)
class CountsSaid:
    """What a site counted, and the whole seal of the plan it holds."""

    plan: str
    site: str
    events: int
    people: int
    compared_events: int
    compared_people: int

    @property
    def counts(self) -> SiteCounts:
        """The counts without their plan."""
        return SiteCounts(self.site, self.events, self.people, self.compared_events, self.compared_people)


@action("evidence.bring_counts", receipt=Brought)
def bring_counts(actor: Actor, *, counts: tuple[CountsSaid, ...], request_id: UUID) -> Done[Brought] | Refusal:
    """Take what other sites counted by the same plan: all of a file or none. A site's latest counts stand."""
    if not 0 < len(counts) <= MOST:
        return Refusal("TOO_MANY", "Bring 1 to %(most)s rows at a time.", "counts", {"most": str(MOST)})
    added = 0
    for said in counts:
        plan = plan_called(actor, said.plan)
        if isinstance(plan, Refusal):
            return plan
        if fault := fault_of_counts(said.counts):
            return fault
        row = SiteCount.objects.filter(plan=plan, site=said.site).first() or SiteCount(plan=plan, site=said.site)
        if row.pk and row.counts == said.counts:
            continue
        for name in ("events", "people", "compared_events", "compared_people"):
            setattr(row, name, getattr(said, name))
        row.made_at = clock.now()
        row.save()
        added += 1
    return Done(Brought(added, len(counts) - added))
