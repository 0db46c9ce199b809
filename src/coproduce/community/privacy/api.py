"""For scripts: everything about oneself, who looked, and what goes when its time is over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.base import policy
from coproduce.community.people.api import PAGE, NotThereError, PageNumber, actor_of
from coproduce.community.people.queries import myself
from coproduce.community.privacy.archive import archive_of
from coproduce.community.privacy.looking import in_words, my_looks
from coproduce.community.privacy.retention import due

router = Router(tags=["privacy"])


class KindKept(Schema):
    """One kind of thing: what it is called, what for and how long it is kept, and its rows under their headings."""

    name: str
    purposes: list[str]
    how_long: str
    heads: list[str]
    rows: list[list[str]]


class Everything(Schema):
    member: UUID
    kinds: list[KindKept]


class LookItem(Schema):
    at: datetime
    who: str
    roles: str
    what: str
    why: str


class Looks(Schema):
    items: list[LookItem]
    count: int
    next: int | None


class DueItem(Schema):
    """How many rows of what would go now, and why."""

    name: str
    number: int
    why: str


class DueItems(Schema):
    items: list[DueItem]


@router.get("/archive", response=Everything, operation_id="privacy.read_archive")
def archived(request: HttpRequest, community: Path[str], member: UUID | None = None) -> Any:
    """Everything that is kept about a member: oneself unless the desk asks for somebody, which is written down."""
    actor = actor_of(request, community)
    archive = archive_of(actor, member or myself(actor).public_id)
    if archive is None:
        raise NotThereError
    kinds = [
        {
            "name": table.name,
            "purposes": table.purposes,
            "how_long": table.how_long,
            "heads": table.heads,
            "rows": [[str(cell) for cell in row] for row in table.rows],
        }
        for table in archive.tables
    ]
    return {"member": archive.agent.public_id, "kinds": kinds}


@router.get("/looks", response=Looks, operation_id="privacy.read_looks")
def looks(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Who looked at what is kept about oneself, the newest first."""
    found = my_looks(actor_of(request, community))
    start = (page - 1) * PAGE
    after = page + 1 if start + PAGE < len(found) else None
    return {"items": in_words(found[start : start + PAGE]), "count": len(found), "next": after}


@router.get("/retention", response=DueItems, operation_id="privacy.read_retention")
def retention(request: HttpRequest, community: Path[str]) -> Any:
    """How many rows of what would go now, and why; never what they say."""
    actor = actor_of(request, community)
    if not policy.may(actor, "privacy.read_retention"):
        raise NotThereError
    return {"items": due(actor.community_id)}
