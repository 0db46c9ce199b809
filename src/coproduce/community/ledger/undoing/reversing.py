"""The two ways to put something right, for other rooms to call inside their verbs: `reverse` and `correct`."""

from dataclasses import replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.ledger.books import books_of
from coproduce.community.ledger.closing import put_right
from coproduce.community.ledger.models import BookRules, Entry as EntryRow
from coproduce.community.ledger.posting import post
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.repeats import ALREADY_REVERSED
from coproduce.community.ledger.stored import as_entry
from coproduce.community.ledger.undoing.rules import INSTEAD_OF, PUT_RIGHT_BY, in_time, needs_second, takes_two
from coproduce.community.people.models import Community
from coproduce.core.journal import Entry
from coproduce.core.refusal import Refusal


def reverse(
    client_id: UUID,
    *,
    community: int,
    of: UUID,
    effective_on: date,
    reason: str,
    actor: int | None = None,
    second: int | None = None,
    asked_on: date | None = None,
    instead: UUID | None = None,
    is_bound: bool = True,
) -> Posted | Refusal:
    """Take an entry back in full, with a reason. Once only, and never a reversal: post again instead.

    Refuses TOO_LATE after the days a community puts right in, judged on the day it was asked, and NEEDS_SECOND what
    is so much that it takes two, unless `second` agreed, who is somebody else than `actor`. `instead` is the right
    entry that follows, if one does. Accounts that were closed meanwhile are opened for a moment. What is no change of
    mind of anybody, as when two records of one person become one, is not bound by either.
    """
    row = EntryRow.objects.filter(community_id=community, client_id=of).select_related("note").first()
    if row is None:
        return Refusal("NOT_FOUND", "There is no such entry here.", "of")
    if row.kind == "reversal":
        return Refusal("ALREADY_REVERSED", "This already takes something back. Record the help again instead.", "of")
    if not reason.strip():
        return Refusal("NO_REASON", "Say why it is put right: both sides will read it.", "reason")
    original = as_entry(row)
    backward = original.negated(client_id, effective_on, actor=actor, reason=reason)
    if instead:
        backward = replace(backward, source_ref=f"{PUT_RIGHT_BY}{instead}")
    earlier = EntryRow.objects.filter(community_id=community, reverses=of).values_list("client_id", flat=True).first()
    if earlier not in (None, client_id):
        return ALREADY_REVERSED
    zone = Community.objects.values_list("time_zone", flat=True).get(pk=community)
    today = clock.today(zone)
    if is_bound and not earlier:
        recorded_on = row.recorded_at.astimezone(ZoneInfo(zone)).date()
        if fault := _bound(original, recorded_on, asked_on or today, is_two=second not in (None, actor)):
            return fault
    with put_right(community, of, on=today, actor=actor, request_id=client_id):
        return post(backward)


def correct(entry: Entry, *, of: UUID, reversal_id: UUID, reason: str, second: int | None = None) -> Posted | Refusal:
    """Put an entry right: a full reversal and the right entry, both or neither. Answers the right entry's receipt.

    Bound by days and by two people as `reverse` is.
    """
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=entry.community))
    with transaction.atomic():
        with put_right(entry.community, of, on=today, actor=entry.actor, request_id=reversal_id):
            undone = reverse(
                reversal_id,
                community=entry.community,
                of=of,
                effective_on=entry.effective_on,
                reason=reason,
                actor=entry.actor,
                second=second,
                instead=entry.client_id,
            )
            outcome = undone if isinstance(undone, Refusal) else post(standing_for(entry, of))
        if isinstance(outcome, Refusal):
            transaction.set_rollback(True)
    return outcome


def standing_for(entry: Entry, of: UUID) -> Entry:
    """The right entry, saying which one it stands for; one that says already where it comes from keeps that."""
    return replace(entry, source_ref=entry.source_ref or f"{INSTEAD_OF}{of}")


def day_to_put_right(community: int, done_on: date) -> date:
    """The day itself, so that its month is right; today where the books of that day are closed."""
    closed = books_of(community).closed_through
    if closed is None or done_on > closed:
        return done_on
    return clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=community))


def rules_of_books(community: int) -> BookRules:
    """By what a community puts right; bound by nothing where it never said."""
    return BookRules.objects.filter(community=community).first() or BookRules(community_id=community)


def _bound(entry: Entry, recorded_on: date, asked_on: date, *, is_two: bool) -> Refusal | None:
    rules = rules_of_books(entry.community)
    if fault := in_time(recorded_on, asked_on, rules.undo_days):
        return fault
    bound = takes_two(entry, rules.two_from)
    return needs_second(bound) if bound and not is_two else None
