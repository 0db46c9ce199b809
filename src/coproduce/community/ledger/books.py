"""What else of a community's books an entry is judged by: the periods that are closed, and what it takes back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from coproduce.community.ledger.models import Entry as EntryRow
from coproduce.core.journal import Books

BOOKS = """SELECT c.benefits_safe,
  (SELECT p.through FROM ledger_closing p WHERE p.community_id = c.id ORDER BY p.id DESC LIMIT 1),
  (SELECT e.kind FROM ledger_entry e WHERE e.community_id = c.id AND e.client_id = %s)
  FROM people_community c WHERE c.id = %s"""


def books_of(community: int, reverses: UUID | None = None) -> Books:
    """As they stand for an entry that takes this one back, or none. One query."""
    id_field: Any = EntryRow._meta.get_field("client_id")
    with connection.cursor() as cursor:
        cursor.execute(BOOKS, [id_field.get_db_prep_value(reverses, connection), community])
        return books_from(*(cursor.fetchone() or (True, None, None)))


def books_from(safe: Any, through: date | str | None, kind: str | None) -> Books:
    """From what BOOKS answers."""
    day = date.fromisoformat(through) if isinstance(through, str) else through
    return Books(day, kind or "", bool(safe))
