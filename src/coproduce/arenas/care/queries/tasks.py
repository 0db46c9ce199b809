"""What goes back to a hospital: its own Tasks with the state they are in now, of those who said yes to it (C3)."""

from typing import Any

from coproduce.arenas.care.consents import BACK
from coproduce.arenas.care.models import Case
from coproduce.arenas.care.rules.states import DRAFT, WANT_A_REASON
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.models import Community
from coproduce.interop.health.said import AskedTask
from coproduce.interop.health.tasks import to_task_status

READ = "care.read_visits"
NOT_SAID = "No reason is given."


def tasks(actor: Actor) -> list[dict[str, Any]]:
    """Each Task as FHIR R4 JSON, the latest change first; nothing anybody told a visitor stands in one."""
    if not policy.may(actor, "care.read_tasks"):
        return []
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    rows = Case.objects.filter(community_id=actor.community_id, task__isnull=False).exclude(state=DRAFT)
    found = list(rows.filter(agent__in=consenting(BACK, today)).order_by("-moved_at", "-pk"))
    audit.reading(actor, READ, [one.agent_id for one in found], "file")
    return [
        to_task_status(
            AskedTask(**(row.task or {})), row.state, changed_at=row.moved_at,
            reason=NOT_SAID if row.state in WANT_A_REASON else "",
        )
        for row in found
    ]  # fmt: skip
