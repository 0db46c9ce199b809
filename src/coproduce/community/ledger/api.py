"""The statement for scripts: what an agent gave and received, line by line."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.community import ledger
from coproduce.community.ledger.closed_days import api as closed_days
from coproduce.community.ledger.days import By, Days
from coproduce.community.ledger.holds import api as holds
from coproduce.community.ledger.journal_export import api as journal_export
from coproduce.community.ledger.limits import api as limits
from coproduce.community.ledger.listing import api as listing
from coproduce.community.ledger.proving import api as proving
from coproduce.community.ledger.queries import account_to_read, cord_of
from coproduce.community.ledger.undoing import api as undoing
from coproduce.community.ledger.whole import api as whole
from coproduce.community.people.api import PAGE, NotThereError, actor_of
from coproduce.community.people.queries import agent, myself
from coproduce.core.quantity import HOURS

router = Router(tags=["ledger"])

for address, answers, operation, run in (
    ("/books", whole.Books, "ledger.read_books", whole.books),
    ("/accounts", listing.Accounts, "ledger.read_accounts", listing.listed),
    ("/closings", closed_days.Closings, "ledger.read_closings", closed_days.closings),
    ("/past-limits", limits.PastLimits, "ledger.read_past_limits", limits.past),
    ("/outside-limit", limits.Outside, "ledger.read_outside_limit", limits.outside),
    ("/holds", holds.Holds, "ledger.read_holds", holds.holds),
    ("/limit-changes", limits.ChangesOfLimits, "ledger.read_limit_changes", limits.changes),
    ("/undoings", undoing.Undoings, "ledger.read_undoings", undoing.undoings),
    ("/put-right", undoing.PutRight, "ledger.read_put_right", undoing.put_right),
    ("/entry", undoing.EntryStory, "ledger.read_entry", undoing.entry),
    ("/proof", proving.HowTheBooksAre, "ledger.read_proof", proving.proof),
):
    router.get(address, response=answers, operation_id=operation)(run)

router.get("/journal", operation_id="ledger.read_journal", openapi_extra=journal_export.ANSWERS)(
    journal_export.taken_along
)


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
    by: By = "happened",
    first: date | None = None,
    until: date | None = None,
) -> Any:
    """What an agent gave and received: one's own, or for the desk a member's; of some days by either of their dates."""
    actor = actor_of(request, community)
    whose = agent(actor, member) if member else myself(actor)
    if whose is None:
        raise NotThereError
    try:
        account = account_to_read(actor, whose, HOURS)
    except PermissionError:
        raise NotThereError from None
    days = Days(by, first, until, whose.community.time_zone) if first or until else None
    lines = ledger.statement(account.pk, limit=PAGE + 1, before=before, days=days) if account else []
    cord = cord_of(account, HOURS)
    return {
        "given_minutes": cord.given.minor,
        "received_minutes": cord.received.minor,
        "items": [_line(line) for line in lines[:PAGE]],
        "next": lines[PAGE - 1].number if len(lines) > PAGE else None,
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
