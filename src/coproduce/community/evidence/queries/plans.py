"""The plans of a community, and what their rows come to: sums with few hidden, for whoever may read figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, prefetch_related_objects

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow
from coproduce.community.evidence.models import Plan
from coproduce.community.evidence.rules import Advice, Result, Sheet, advice, analyse, fault_of_counts
from coproduce.community.evidence.rules.analysing import happened
from coproduce.core.refusal import Refusal
from coproduce.core.stats import Pooled, SiteCounts, pool


def plans(actor: Actor) -> QuerySet[Plan]:
    """Every plan, replaced or not, the newest first; nothing for who may not read them."""
    if not policy.may(actor, "evidence.read_figures"):
        return Plan.objects.none()
    found = Plan.objects.filter(community_id=actor.community_id).select_related("written_by", "replaces", "replaced_by")
    return found.order_by("-written_at", "-pk")


def plan_of(actor: Actor, public_id: UUID) -> Plan | None:
    """One of them."""
    return plans(actor).filter(public_id=public_id).first()


def looks_at(plan: Plan) -> tuple[int, int]:
    """How often it was opened, and by how many: each look is written down."""
    rows = AuditRow.objects.filter(
        community_id=plan.community_id,
        kind=AuditRow.READ,
        verb="evidence.read_figures",
        receipt__of=str(plan.public_id),
    )
    found = rows.aggregate(n=Count("pk"), people=Count("agent_id", distinct=True))
    return found["n"], found["people"]


@dataclass(frozen=True, slots=True)
class Stands:
    """How a plan stands: its sheet, what its rows come to once it may be looked at, and what to do."""

    plan: Plan
    sheet: Sheet
    result: Result | Refusal | None
    advice: Advice


def stands(plan: Plan, today: date) -> Stands:
    """What a plan comes to today. No result before everybody was followed to the end, whoever asks."""
    sheet = plan.sheet
    if today < sheet.looked_at_from:
        return Stands(plan, sheet, None, advice(sheet, None, 0, plan.a_year, today))
    rows = [row.known for row in sorted(plan.rows.all(), key=lambda row: row.pk)]
    offered = sum(row.offered for row in rows)
    result = analyse(sheet, rows)
    return Stands(plan, sheet, result, advice(sheet, result, min(offered, len(rows) - offered), plan.a_year, today))


def all_stand(plans: Iterable[Plan], today: date) -> list[Stands]:
    """The same of several, the rows of all of them asked for at once."""
    found = list(plans)
    prefetch_related_objects([plan for plan in found if today >= plan.sheet.looked_at_from], "rows")
    return [stands(plan, today) for plan in found]


def counts_of(plan: Plan, site: str, today: date) -> SiteCounts | Refusal:
    """What this site may tell others of a plan: four counts, none of few, and not before it may be looked at."""
    sheet = plan.sheet
    if today < sheet.looked_at_from:
        return Refusal(
            "TOO_EARLY", "Counts are handed over from %(day)s on.", "plan", {"day": sheet.looked_at_from.isoformat()}
        )
    counted = {True: [0, 0], False: [0, 0]}
    for row in plan.rows.all():
        outcome = happened(sheet, row.known)
        if outcome is not None:
            counted[row.offered][0] += outcome
            counted[row.offered][1] += 1
    found = SiteCounts(site, *counted[True], *counted[False])
    return fault_of_counts(found) or found


def pooled(plan: Plan, own: SiteCounts | Refusal) -> Pooled:
    """What all sites that hold a plan saw, this one among them where it may say so."""
    rows = [one.counts for one in plan.sites.order_by("site")]
    if isinstance(own, SiteCounts):
        rows = [own, *(row for row in rows if row.site != own.site)]
    return pool(rows)
