"""For the hospital's own system: the state of what it asked for. Visits themselves are read on their pages alone."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.arenas.care.queries.tasks import tasks
from coproduce.community.base import policy
from coproduce.community.people.api import NotThereError, actor_of

router = Router(tags=["care"])


class Tasks(Schema):
    """FHIR R4 Tasks, the latest change first."""

    items: list[dict[str, Any]]


@router.get("/tasks", response=Tasks, operation_id="care.read_tasks")
def read_tasks(request: HttpRequest, community: Path[str], since: datetime | None = None) -> Any:
    """Where each Task of a hospital stands, of those who said yes to a word back; `since` a moment, what is new."""
    actor = actor_of(request, community)
    if not policy.may(actor, "care.read_tasks"):
        raise NotThereError
    return {"items": tasks(actor, since)}
