"""Who is past a limit, who would be, and how limits changed, for scripts; `ledger.api` gives them their addresses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema
from ninja.errors import HttpError

from coproduce.community.base import audit
from coproduce.community.base.wire import WireQuantity, is_unit, unit as unit_of
from coproduce.community.ledger.limits.queries import how_far, limit_changes, past_limits, would_be_outside
from coproduce.community.ledger.limits.rules import Agreed, limit_as
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.people.api import PageNumber, actor_of, paged
from coproduce.core.quantity import HOURS, QuantityError
from coproduce.core.refusal import Refusal


class PastLimit(Schema):
    """Somebody past the hours agreed on; one of the first two is nothing."""

    member: UUID
    more_received_minutes: int
    more_given_minutes: int
    agreed_minutes: int


class PastLimits(Schema):
    items: list[PastLimit]
    count: int
    next: int | None


def past(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Who is past the hours agreed on, by name; nobody for who may not read it."""
    actor = actor_of(request, community)
    answer = paged(past_limits(actor), page, _past)
    audit.reading(actor, "ledger.read_past_limits", [one.pop("_agent") for one in answer["items"]], "api")
    return answer


def _past(account: LedgerAccount) -> dict[str, Any]:
    (hours, agreed), is_below = how_far(account), account.balance < 0
    return {
        "_agent": account.agent_id,
        "member": account.agent.public_id if account.agent else None,
        "more_received_minutes": hours.minor if is_below else 0,
        "more_given_minutes": 0 if is_below else hours.minor,
        "agreed_minutes": agreed.minor,
    }


class OutsideLimit(Schema):
    """Somebody who would be past a limit; one of the two is nothing."""

    member: UUID
    more_received: WireQuantity
    more_given: WireQuantity


class Outside(Schema):
    """`count` is what to say as `outside` when the limit is changed."""

    items: list[OutsideLimit]
    count: int
    next: int | None


def outside(
    request: HttpRequest,
    community: Path[str],
    whose: str,
    mode: str,
    below: str = "",
    above: str = "",
    grows_by: str = "",
    unit: str = HOURS.code,
    page: PageNumber = 1,
) -> Any:
    """Who would be past a limit if it were changed like this, by name: read it before changing it."""
    actor = actor_of(request, community)
    if not is_unit(unit):
        raise HttpError(422, "unit: Nothing is counted in that here.")
    counted = unit_of(unit)
    try:
        amounts = [counted.parse(text) if text else None for text in (below, above, grows_by)]
    except QuantityError as fault:
        raise HttpError(422, str(fault)) from fault
    limit = limit_as(Agreed(mode, *amounts), counted, "-")
    if isinstance(limit, Refusal):
        raise HttpError(422, f"{limit.field}: {limit.sentence}")
    answer = paged(would_be_outside(actor, whose, counted, limit), page, _outside)
    audit.reading(actor, "ledger.change_limit", [one.pop("_agent") for one in answer["items"]], "api")
    return answer


def _outside(account: LedgerAccount) -> dict[str, Any]:
    counted = unit_of(account.unit)
    return {
        "_agent": account.agent_id,
        "member": account.agent.public_id if account.agent else None,
        "more_received": counted(max(-account.balance, 0)),
        "more_given": counted(max(account.balance, 0)),
    }


class BoundsOfLimit(Schema):
    """In smallest parts of the unit; null is no limit."""

    floor: int | None
    ceiling: int | None
    mode: str
    grows_by: int


class ChangeOfLimit(Schema):
    """`by` nobody is the rules of the day; no member is a pot."""

    changed_at: datetime
    member: UUID | None
    pot: str
    unit: str
    old: BoundsOfLimit
    new: BoundsOfLimit
    by: str
    why: str


class ChangesOfLimits(Schema):
    items: list[ChangeOfLimit]
    count: int
    next: int | None


def changes(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """Every change of how far an account may go, the latest first; nothing for who may not read it."""
    actor = actor_of(request, community)
    answer = paged(limit_changes(actor, q), page, _change)
    read = [agent for one in answer["items"] if (agent := one.pop("_agent"))]
    audit.reading(actor, "ledger.read_limit_changes", read, "api")
    return answer


def _change(row: LimitChange) -> dict[str, Any]:
    return {
        "_agent": row.account.agent_id,
        "changed_at": row.changed_at,
        "member": row.account.agent.public_id if row.account.agent else None,
        "pot": row.account.name,
        "unit": row.account.unit,
        "old": row.old,
        "new": row.new,
        "by": row.by or "",  # type: ignore[attr-defined]
        "why": row.why,
    }
