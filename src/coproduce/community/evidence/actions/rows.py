"""Rows of a comparison, as a list brings them: once each, and only what the plan allows."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.evidence.models import Plan, StudyRow
from coproduce.community.evidence.rules import Known, fault_of_row, faults_together
from coproduce.core.refusal import Refusal

#: Rows of one request.
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSaid(Known):
    """A row of a list, and the seal of the plan it is of, or how that begins."""

    plan: str

    @property
    def known(self) -> Known:
        """The row without its plan."""
        return Known(**{name: getattr(self, name) for name in Known.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows are new, and how many were known already."""

    added: int
    known: int


@action("evidence.bring_rows", receipt=Brought)
def bring_rows(actor: Actor, *, rows: tuple[RowSaid, ...], request_id: UUID) -> Done[Brought] | Refusal:
    """Bring rows of a comparison, people without names: all of them or none, each once.

    A row that says otherwise than before is refused: what was followed to the end does not change with the answer.
    """
    if not 0 < len(rows) <= MOST:
        return Refusal("TOO_MANY", "Bring 1 to %(most)s rows at a time.", "rows", {"most": str(MOST)})
    by_plan: dict[str, list[RowSaid]] = {}
    for row in rows:
        by_plan.setdefault(row.plan, []).append(row)
    added = 0
    for called, said in by_plan.items():
        plan = plan_called(actor, called)
        if isinstance(plan, Refusal):
            return plan
        outcome = _take(plan, said)
        if isinstance(outcome, Refusal):
            return outcome
        added += outcome
    return Done(Brought(added, len(rows) - added))


def plan_called(actor: Actor, called: str) -> Plan | Refusal:
    """The plan of this community whose seal begins so; eight letters or more."""
    found = (
        list(Plan.objects.filter(community_id=actor.community_id, seal__startswith=called)[:2])
        if len(called) >= 8
        else []
    )
    if len(found) != 1:
        return Refusal("NOT_FOUND", "No plan here has a seal that begins so. Copy it from the plan’s page.", "plan")
    if hasattr(found[0], "replaced_by"):
        return Refusal("CHANGED_MEANWHILE", "Another plan stands instead of that one.", "plan")
    return found[0]


def _take(plan: Plan, said: list[RowSaid]) -> int | Refusal:
    """How many were new."""
    sheet, known = plan.sheet, [row.known for row in said]
    today = clock.today(plan.community.time_zone)
    for row in known:
        if fault := fault_of_row(sheet, row, today):
            return fault
    for _, field, reason in faults_together(list(enumerate(known))):
        return Refusal("IMMORTAL_TIME", reason, field)
    here = {row.key: row.known for row in plan.rows.filter(key__in=[row.key for row in known])}
    new: dict[str, Known] = {}
    for row in known:
        if (new.get(row.key) or here.get(row.key) or row) != row:
            return Refusal(
                "SAID_OTHERWISE", "Row %(key)s was brought before and said otherwise.", "key", {"key": row.key}
            )
        if row.key not in here:
            new[row.key] = row
    made_at = clock.now()
    StudyRow.objects.bulk_create(
        StudyRow(plan=plan, made_at=made_at, **{name: getattr(row, name) for name in Known.__dataclass_fields__})
        for row in new.values()
    )
    return len(new)
