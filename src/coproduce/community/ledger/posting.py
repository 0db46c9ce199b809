"""The verbs that write: post, and the two ways to put something right."""

from datetime import date
from types import ModuleType
from uuid import UUID

from django.db import connection, transaction
from django.db.utils import IntegrityError

from coproduce.community.ledger import engine_postgresql, engine_sqlite
from coproduce.community.ledger.draft import Draft, draft
from coproduce.community.ledger.models import Entry as EntryRow, EntryNote
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.repeats import ALREADY_REVERSED, firsts
from coproduce.community.ledger.stored import stored_entry
from coproduce.core.journal import Applied, Entry, malformed
from coproduce.core.refusal import Refusal

ENGINES: dict[str, ModuleType] = {"sqlite": engine_sqlite, "postgresql": engine_postgresql}


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
            return firsts(entry.community, [entry.client_id])[entry.client_id].answer(entry)
        if entry.note:
            _keep_note(written)
    return Posted(entry.client_id, applied.balances, applied.outside)


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
        return ALREADY_REVERSED
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


def engine() -> ModuleType:
    """How the database in use is written to: `write` one entry, or `write_many` decided ones."""
    return ENGINES[connection.vendor]


def _write(written: Draft) -> Applied | Refusal | None:
    try:
        with transaction.atomic():
            applied: Applied | Refusal | None = engine().write(written)
            return applied
    except IntegrityError:
        # Another session may have been first with this id, or with this reversal.
        entry = written.entry
        if EntryRow.objects.filter(community_id=entry.community, client_id=entry.client_id).exists():
            return None
        if entry.reverses and EntryRow.objects.filter(community_id=entry.community, reverses=entry.reverses).exists():
            return ALREADY_REVERSED
        raise


def _keep_note(written: Draft) -> None:
    entry = EntryRow.objects.get(community_id=written.entry.community, client_id=written.entry.client_id)
    EntryNote.objects.create(entry=entry, salt=written.salt, words=written.entry.note)
