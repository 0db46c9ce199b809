"""The verbs that write: post, and the two ways to put something right."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.utils import IntegrityError

from coproduce.community.ledger import engine_postgresql, engine_sqlite
from coproduce.community.ledger.draft import Draft, draft
from coproduce.community.ledger.models import Entry as EntryRow, EntryNote, Posting as PostingRow
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.stored import stored_entry
from coproduce.core.journal import Applied, Entry, malformed
from coproduce.core.refusal import Refusal

ENGINES = {"sqlite": engine_sqlite.write, "postgresql": engine_postgresql.write}


def post(entry: Entry) -> Posted | Refusal:
    """Recognise one entry: all of it stands, or none.

    The same client id with the same body answers the first receipt; with
    another body it is refused as CONFLICTS_WITH_EARLIER, naming what differs.
    Refuses what `core.journal.apply` refuses, on either database.
    """
    if fault := malformed(entry):
        return fault
    with transaction.atomic():
        written = draft(entry)
        applied = _write(written)
        if isinstance(applied, Refusal):
            return applied
        if applied is None:
            return _first_receipt(written)
        if entry.note:
            _keep_note(written)
    return Posted(entry.client_id, applied.balances, applied.outside)


def post_many(entries: Iterable[Entry]) -> tuple[Posted | Refusal, ...]:
    """Post each in order, in one transaction; the same answers as posting them one by one.

    A refused entry leaves the others standing: whoever wants all or nothing
    rolls back on a Refusal, as every verb does.
    """
    with transaction.atomic():
        return tuple(post(entry) for entry in entries)


def reverse(
    client_id: UUID, *, community: int, of: UUID, effective_on: date, reason: str, actor: int | None = None
) -> Posted | Refusal:
    """Take an entry back in full, with a reason. Once only, and never a reversal: post again instead."""
    original = stored_entry(community, of)
    if original is None:
        return Refusal("NOT_FOUND", "There is no such entry here.", "of")
    if original.kind == "reversal":
        return Refusal("ALREADY_REVERSED", "This already takes something back. Record the help again instead.", "of")
    if not reason.strip():
        return Refusal("NO_REASON", "Say why it is put right: both sides will read it.", "reason")
    backward = original.negated(client_id, effective_on, actor=actor, reason=reason)
    earlier = EntryRow.objects.filter(community_id=community, reverses=of).values_list("client_id", flat=True).first()
    if earlier not in (None, client_id):
        return Refusal("ALREADY_REVERSED", "This was put right before.", "of")
    return post(backward)


def correct(entry: Entry, *, of: UUID, reversal_id: UUID, reason: str) -> Posted | Refusal:
    """Put an entry right: a full reversal and the right entry, both or neither. Answers the right entry's receipt."""
    with transaction.atomic():
        undone = reverse(
            reversal_id,
            community=entry.community,
            of=of,
            effective_on=entry.effective_on,
            reason=reason,
            actor=entry.actor,
        )
        outcome = undone if isinstance(undone, Refusal) else post(entry)
        if isinstance(outcome, Refusal):
            transaction.set_rollback(True)
    return outcome


def _write(written: Draft) -> Applied | Refusal | None:
    try:
        with transaction.atomic():
            return ENGINES[connection.vendor](written)
    except IntegrityError:
        # Another session may have been first with this id, or with this reversal.
        entry = written.entry
        if EntryRow.objects.filter(community_id=entry.community, client_id=entry.client_id).exists():
            return None
        if entry.reverses and EntryRow.objects.filter(community_id=entry.community, reverses=entry.reverses).exists():
            return Refusal("ALREADY_REVERSED", "This was put right before.", "of")
        raise


def _first_receipt(again: Draft) -> Posted | Refusal:
    """The answer this id already had, or which part of it now differs."""
    asked = again.entry
    first = stored_entry(asked.community, asked.client_id)
    assert first is not None, "an entry that was there a moment ago is append-only"
    if first == replace(asked, note=first.note) and first.note in ("", asked.note):
        rows = PostingRow.objects.filter(entry__community=asked.community, entry__client_id=asked.client_id)
        after = dict(rows.values_list("account_id", "balance_after"))
        return Posted(asked.client_id, tuple(after[p.account] for p in asked.postings), is_repeat=True)
    field = next((name for name in Entry.__dataclass_fields__ if getattr(first, name) != getattr(asked, name)), "note")
    return Refusal(
        "CONFLICTS_WITH_EARLIER",
        "This was sent before with another %(field)s. Look at what was recorded.",
        field,
        {"field": field.replace("_", " ")},
    )


def _keep_note(written: Draft) -> None:
    entry = EntryRow.objects.get(community_id=written.entry.community, client_id=written.entry.client_id)
    EntryNote.objects.create(entry=entry, salt=written.salt, words=written.entry.note)
