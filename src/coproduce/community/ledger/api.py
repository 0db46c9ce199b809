"""The statement for scripts: what an agent gave and received, line by line."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.community import ledger
from coproduce.community.base import audit
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.past_limits import how_far, past_limits
from coproduce.community.ledger.queries import account_to_read, cord_of
from coproduce.community.people.api import PAGE, NotThereError, PageNumber, actor_of, paged
from coproduce.community.people.queries import agent, myself
from coproduce.core.quantity import HOURS

router = Router(tags=["ledger"])


class StatementLine(Schema):
    number: int
    entry: UUID
    effective_on: date
    recorded_at: datetime
    category: str
    others: list[str]
    minutes: int
    words: str
    is_put_right: bool


class Statement(Schema):
    """`next` is what to pass as `before` for the page after, or null."""

    given_minutes: int
    received_minutes: int
    items: list[StatementLine]
    next: int | None


@router.get("/statement", response=Statement, operation_id="ledger.read_statement")
def statement(
    request: HttpRequest,
    community: Path[str],
    member: UUID | None = None,
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None,
) -> Any:
    """What an agent gave and received: one's own, or for the desk a member's."""
    actor = actor_of(request, community)
    whose = agent(actor, member) if member else myself(actor)
    if whose is None:
        raise NotThereError
    try:
        account = account_to_read(actor, whose, HOURS)
    except PermissionError:
        raise NotThereError from None
    lines = ledger.statement(account.pk, limit=PAGE + 1, before=before) if account else []
    cord = cord_of(account, HOURS)
    return {
        "given_minutes": cord.given.minor,
        "received_minutes": cord.received.minor,
        "items": [_line(line) for line in lines[:PAGE]],
        "next": lines[PAGE - 1].number if len(lines) > PAGE else None,
    }


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


@router.get("/past-limits", response=PastLimits, operation_id="ledger.read_past_limits")
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


def _line(line: ledger.Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "entry": line.entry,
        "effective_on": line.effective_on,
        "recorded_at": line.recorded_at,
        "category": line.category,
        "others": line.others,
        "minutes": line.amount.minor,
        "words": line.words,
        "is_put_right": line.is_put_right,
    }
