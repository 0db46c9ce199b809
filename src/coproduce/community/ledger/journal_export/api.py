"""The journal to take along, for scripts; `ledger.api` gives it its address."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path

from coproduce.community.ledger.journal_export.files import as_file
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.community.people.models import Community

#: What it answers with, for the description of the API.
ANSWERS = {
    "responses": {
        200: {"description": "The file", "content": {kind: {"schema": {"type": "string"}} for kind in
                                                     ("text/csv", "text/plain")}}
    }
}  # fmt: skip


def taken_along(request: HttpRequest, community: Path[str], form: Literal["csv", "hledger"] = "csv") -> Any:
    """Every entry that was ever written, oldest first, as a table or as plain-text accounting; without words."""
    actor = actor_of(request, community)
    found = as_file(actor, Community.objects.get(pk=actor.community_id), form)
    if found is None:
        raise NotThereError
    return found
