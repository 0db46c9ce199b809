"""What the database refuses by itself, whoever asks, also after a migration rebuilt its tables."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from coproduce.community import ledger
from coproduce.community.base import sql_objects
from coproduce.community.base.models import AuditRow
from coproduce.community.ledger.models import Entry, LedgerAccount, LimitChange, Posting
from coproduce.community.ledger.tests.books import Books

pytestmark = pytest.mark.django_db(databases=[])

HEADER = (
    "INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, effective_on, recorded_at,"
    " arena, source_ref, note_commitment, digest) SELECT %s, community_id, %s, body_hash, kind, category, effective_on,"
    " recorded_at, arena, source_ref, note_commitment, digest FROM ledger_entry LIMIT 1"
)
LINE = "INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after) VALUES (%s, %s, %s, %s, 0)"

Statements = list[tuple[str, list[Any]]]


def forbidden() -> dict[str, Statements]:
    """Each wish that must not come true, as the statements that would make it so."""
    ana, ben, cy = (
        LedgerAccount.objects.filter(unit="hour", community__slug="books").order_by("pk").values_list("pk", flat=True)
    )
    first = Entry.objects.earliest("pk").pk
    elsewhere = LedgerAccount.objects.filter(community__slug="other").values_list("pk", flat=True)[0]
    client = uuid4().hex if connection.vendor == "sqlite" else str(uuid4())
    wishes: dict[str, Statements] = {
        "edit an entry": [("UPDATE ledger_entry SET category = 'garden'", [])],
        "delete an entry": [("DELETE FROM ledger_entry WHERE id = %s", [first])],
        "edit a posting": [("UPDATE ledger_posting SET amount = amount + 1", [])],
        "delete a posting": [("DELETE FROM ledger_posting", [])],
        "edit the change of a limit": [("UPDATE ledger_limitchange SET why = 'none'", [])],
        "delete the change of a limit": [("DELETE FROM ledger_limitchange", [])],
        "edit the record": [("UPDATE base_auditrow SET verb = 'nothing'", [])],
        "delete from the record": [("DELETE FROM base_auditrow", [])],
        "a posting more on an entry that stands": [(LINE, [first, cy, "hour", 60])],
        "two postings more that sum to nothing": [
            (
                "INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after)"
                " VALUES (%s, %s, 'hour', 60, 0), (%s, %s, 'hour', -60, 0)",
                [first, cy, first, elsewhere],
            )
        ],
        "an entry without postings": [(HEADER, [900, client])],
        "an entry with one side": [(LINE, [900, ana, "hour", 60]), (HEADER, [900, client])],
        "an entry that does not sum to nothing": [
            (LINE, [900, ana, "hour", 60]),
            (LINE, [900, ben, "hour", -59]),
            (HEADER, [900, client]),
        ],
        "two units that sum to nothing together": [
            (LINE, [900, ana, "hour", 60]),
            (LINE, [900, ben, "kWh", -60]),
            (HEADER, [900, client]),
        ],
        "hours taken from another community": [
            (LINE, [900, ana, "hour", 60]),
            (LINE, [900, elsewhere, "hour", -60]),
            (HEADER, [900, client]),
        ],
        "a posting of nothing": [(LINE, [900, ana, "hour", 0])],
        "a posting on an account twice": [(LINE, [900, ana, "hour", 60]), (LINE, [900, ana, "hour", -60])],
        "a posting without an entry": [(LINE, [900, ana, "hour", 60])],
        "hours that become money": [("UPDATE ledger_ledgeraccount SET unit = 'GBP'", [])],
        "an account that moves to another community": [
            ("UPDATE ledger_ledgeraccount SET community_id = community_id + 1 WHERE id = %s", [ana])
        ],
        "an account deleted under its postings": [("DELETE FROM ledger_ledgeraccount WHERE id = %s", [ana])],
        "an account deleted before its first posting": [("DELETE FROM ledger_ledgeraccount WHERE id = %s", [cy])],
        "an account of another number": [("UPDATE ledger_ledgeraccount SET id = 9000 WHERE id = %s", [ana])],
        "hours taken from nowhere": [
            (LINE, [900, ana, "hour", 60]),
            (LINE, [900, 9000, "hour", -60]),
            (HEADER, [900, client]),
        ],
        "an entry of a community that is none": [
            (LINE, [900, ana, "hour", 60]),
            (LINE, [900, ben, "hour", -60]),
            (HEADER.replace("SELECT %s, community_id", "SELECT %s, 9000"), [900, client]),
        ],
    }
    if connection.vendor == "sqlite":
        for table in ("ledger_entry", "ledger_posting", "ledger_limitchange", "base_auditrow"):
            wishes[f"replace a row of {table}"] = [
                (f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1", [])
            ]
    else:
        for table in ("ledger_entry", "ledger_posting", "ledger_limitchange", "base_auditrow"):
            wishes[f"empty {table}"] = [(f"TRUNCATE {table} CASCADE", [])]
    return wishes


@pytest.fixture
def books(committed: str) -> Books:
    """Two communities with an entry each, the change of a limit, and a line of the record."""
    books, other = Books(), Books("other")
    for each in (books, other):
        ledger.post(each.entry())
    books.limit(0, floor=-600, mode="warn")
    AuditRow.objects.create(kind=AuditRow.DONE, verb="a.test", via="cli", request_id=uuid4())
    return books


def refused(wish: str, statements: Statements) -> bool:
    """Whether the database said no before the end of the transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
    except IntegrityError:
        return True
    return False


def everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Entry, Posting, LimitChange, AuditRow, LedgerAccount)
    ]


def granted() -> list[str]:
    """The wishes that came true."""
    before = everything()
    wishes = forbidden()
    came_true = [wish for wish, statements in wishes.items() if not refused(wish, statements)]
    assert came_true or everything() == before
    return came_true


@pytest.mark.promise("The database itself refuses an entry that does not sum to zero, and any edit or deletion")
def test_what_the_ledger_forbids_the_database_refuses(books: Books) -> None:
    assert granted() == []
    assert ledger.verify()


@pytest.mark.promise("It refuses the same after a migration")
def test_the_same_after_a_migration_rebuilt_the_tables(books: Books, settings: Any) -> None:
    settings.MIGRATION_MODULES = {"ledger": "coproduce.community.ledger.tests.rebuilding"}
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "ledger_entry")
    assert next(column.display_size for column in columns if column.name == "category") == 70, "nothing was migrated"
    assert sql_objects.stale() == []
    assert granted() == []
    assert ledger.verify()


def test_a_rebuild_drops_the_triggers(books: Books) -> None:
    """Why they are put back after every migration (docs/explanation/ledger.md)."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite rebuilds a table to change it")
    sql_objects.step_aside_before_migrate(app_config=apps.get_app_config("ledger"), using="default", plan=["something"])
    assert sql_objects.stale() == ["ledger/journal"]
    with connection.schema_editor(atomic=False) as editor:
        old = Entry._meta.get_field("category")
        new = models.CharField(max_length=70)
        new.set_attributes_from_name("category")
        new.model = Entry
        editor.alter_field(Entry, old, new)
    assert "edit an entry" in granted()
    sql_objects.reapply()
    assert sql_objects.stale() == []


def test_a_trigger_that_is_gone_is_missed(books: Books) -> None:
    """The planted fault: without its trigger the database lets an edit through, and the test above would see it."""
    name = "ledger_entry_no_update" if connection.vendor == "sqlite" else "ledger_entry_no_change ON ledger_entry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
    assert sql_objects.stale() == ["ledger/journal"]
    assert granted() == ["edit an entry"] if connection.vendor == "sqlite" else "edit an entry" in granted()
    assert not ledger.verify()


def test_a_second_session_adds_nothing_to_an_open_entry(books: Books) -> None:
    """The hole that deferred checks leave: another session slips a posting in before the header commits."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: a second session waits")
    ana, ben, cy = books.accounts
    said = connection.get_connection_params()
    keep = {name: said[name] for name in ("dbname", "user", "host", "port", "password") if said.get(name)}
    with psycopg.connect(**keep) as first, psycopg.connect(**keep) as second:
        first.execute(f"{LINE}, (900, %s, 'hour', -60, 0)", [900, ana, "hour", 60, ben])
        first.execute(HEADER, [900, str(uuid4())])
        with pytest.raises(psycopg.errors.IntegrityError):
            second.execute(LINE, [900, cy, "hour", 1000])
            first.commit()
            second.commit()
        second.rollback()
    assert not Posting.objects.filter(amount=1000).exists()
    assert granted() == []
