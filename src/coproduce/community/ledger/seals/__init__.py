"""Seals: what was written down is put into blocks, chained, and their head is given out of the house.

Whoever can write to the file can change a row and reckon its digest anew; once it
is sealed, every block after it too; once a head stands on paper elsewhere, nothing helps.
"""

from types import ModuleType

from django.db import connection

from coproduce.community.ledger.seals import engine_postgresql, engine_sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": engine_sqlite, "postgresql": engine_postgresql}


def engine() -> ModuleType:
    """What the database in use says by itself: `alone`, `one_moment`, `look_through`."""
    return ENGINES[connection.vendor]
