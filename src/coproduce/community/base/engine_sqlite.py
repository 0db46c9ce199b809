"""What was deleted is in no file any more: SQLite overwrites it (`secure_delete`), and its journal is emptied here.

Of PostgreSQL's files the server takes care: `docs/how-to/keep-it-running.md` says when.
"""

from django.db import DatabaseError, connection

#: How long readers are waited for, in milliseconds. What is not emptied now is the next time.
WAITS = 1000


def empty_journal() -> None:
    """Empty the journal beside an SQLite database: pages as they were before a deletion lie in it until then."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [waits] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {WAITS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DatabaseError:
            return  # somebody reads: the journal stays as it is until the next time
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(waits)}")
