"""What writes one entry: post."""

from types import ModuleType

from django.db import connection, transaction
from django.db.utils import IntegrityError

from coproduce.community.ledger import engine_postgresql, engine_sqlite
from coproduce.community.ledger.draft import Draft, draft
from coproduce.community.ledger.models import Entry as EntryRow, EntryNote
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.repeats import ALREADY_REVERSED, firsts
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
