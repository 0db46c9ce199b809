"""What writes one entry: post."""

from types import ModuleType

from django.db import connection

from coproduce.community.ledger import engine_postgresql, engine_sqlite
from coproduce.community.ledger.draft import draft
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.repeats import ALREADY_REVERSED, firsts
from coproduce.core.journal import Entry, malformed
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
    applied = engine().write(draft(entry))
    if isinstance(applied, Refusal):
        return applied
    if applied is None:
        first = firsts(entry.community, [entry.client_id]).get(entry.client_id)
        return first.answer(entry) if first else ALREADY_REVERSED
    return Posted(entry.client_id, applied.balances, applied.outside)


def engine() -> ModuleType:
    """How the database in use is written to: `write` one entry, `write_together` many, or `write_many` decided ones."""
    return ENGINES[connection.vendor]
