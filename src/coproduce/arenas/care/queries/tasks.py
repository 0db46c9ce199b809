"""What goes back to a hospital: its own Tasks with the state they are in now, of those who said yes to it (C3).

An outbox to be taken from: the state stands with each case, so that none is lost, and taken twice it is the same.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

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
#: How FHIR says that nobody of these lives.
MADE_UP = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST", "display": "demo"}


def tasks(actor: Actor, since: datetime | None = None) -> list[dict[str, Any]]:
    """Each Task as FHIR R4 JSON, the latest change first; nothing anybody told a visitor stands in one.

    With `since`, those that changed from that moment on, or that may be told of only since then.
    """
    if not policy.may(actor, "care.read_tasks"):
        return []
    place = Community.objects.get(pk=actor.community_id)
    may_say = consenting(BACK, clock.today(place.time_zone))
    rows = Case.objects.filter(community=place, task__isnull=False).exclude(state=DRAFT).filter(agent__in=may_say)
    if since is not None:
        rows = rows.filter(Q(moved_at__gte=since) | Q(agent__in=may_say.filter(given_at__gte=since)))
    found = list(rows.order_by("-moved_at", "-pk"))
    audit.reading(actor, READ, [one.agent_id for one in found], "file")
    return [_answer(row, place) for row in found]


def as_bundle(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The same as one file, for a hospital that takes files."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in found]}


def _answer(row: Case, place: Community) -> dict[str, Any]:
    """One Task: its state, and whether they were visited; what is made up says so in itself."""
    seen = row.first_visit_at and row.first_visit_at.astimezone(ZoneInfo(place.time_zone)).date()
    said = to_task_status(
        AskedTask(**(row.task or {})), row.state, changed_at=row.moved_at,
        reason=NOT_SAID if row.state in WANT_A_REASON else "",
        outputs=[("First visit", seen.isoformat())] if seen else (),
    )  # fmt: skip
    return {**said, "meta": {"security": [MADE_UP]}} if place.is_demo else said
