"""Every account, for scripts; `ledger.api` gives the list its address."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema

from coproduce.community.base import audit
from coproduce.community.base.wire import WireQuantity, unit as unit_of
from coproduce.community.ledger.limits.api import BoundsOfLimit
from coproduce.community.ledger.listing.queries import accounts
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.people.api import PageNumber, actor_of, paged


class Account(Schema):
    """One holder in one unit; a pot, or where units come from, is nobody's and has a name of its own."""

    member: UUID | None
    name: str
    kind: str
    holds: WireQuantity
    held: WireQuantity
    limit: BoundsOfLimit
    closed_on: date | None


class Accounts(Schema):
    items: list[Account]
    count: int
    next: int | None


def listed(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """Every account by name; nothing for who may not read them."""
    actor = actor_of(request, community)
    answer = paged(accounts(actor, q), page, _account)
    read = [agent for one in answer["items"] if (agent := one.pop("_agent"))]
    audit.reading(actor, "ledger.read_accounts", read, "api")
    return answer


def _account(row: LedgerAccount) -> dict[str, Any]:
    counted, limit = unit_of(row.unit), row.limit
    return {
        "_agent": row.agent_id,
        "member": row.agent.public_id if row.agent else None,
        "name": row.agent.name if row.agent else row.name,
        "kind": row.kind,
        "holds": counted(row.balance),
        "held": counted(row.held),
        "limit": {"floor": limit.floor, "ceiling": limit.ceiling, "mode": limit.mode, "grows_by": limit.grows_by},
        "closed_on": row.closed_on,
    }
