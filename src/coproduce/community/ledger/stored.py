"""Entries as they stand in the tables, back as the frozen values of core."""

from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import Entry as EntryRow
from coproduce.core.journal import Entry, Posting


def as_entry(row: EntryRow) -> Entry:
    """A row with its postings and note loaded, as the value it was posted from."""
    postings = sorted(row.postings.all(), key=lambda posting: posting.pk)
    note = getattr(row, "note", None)
    return Entry(
        client_id=row.client_id,
        community=row.community_id,
        kind=row.kind,
        category=row.category,
        effective_on=row.effective_on,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        arena=row.arena,
        source_ref=row.source_ref,
        reverses=row.reverses,
        note=note.words if note else "",
        postings=tuple(Posting(p.account_id, unit(p.unit)(p.amount)) for p in postings),
    )
