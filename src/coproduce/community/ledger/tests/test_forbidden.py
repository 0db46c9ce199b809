"""What the database refuses by itself, whoever asks, also after a migration rebuilt its tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from coproduce.community import ledger
from coproduce.community.base import sql_objects
from coproduce.community.base.models import AuditRow
from coproduce.community.ledger.models import (
    Anchor,
    Block,
    Closing,
    Entry,
    Hold,
    Leaf,
    LedgerAccount,
    LimitChange,
    Posting,
    Proof,
    Witness,
)
from coproduce.community.ledger.seals.witnessing import CLOSING, HOLD, HOLD_ENDED, witness_rows
from coproduce.community.ledger.tests.books import Books
from coproduce.core.quantity import KWH, PIECES

pytestmark = pytest.mark.django_db(databases=[])

HEADER = (
    "INSERT INTO ledger_entry (id, community_id, client_id, body_hash, kind, category, effective_on, recorded_at,"
    " arena, source_ref, note_commitment, digest) SELECT %s, community_id, %s, body_hash, kind, category, effective_on,"
    " recorded_at, arena, source_ref, note_commitment, digest FROM ledger_entry LIMIT 1"
)
#: The number of an entry that is not there, however many were written and undone before.
NEW = 9_000_000

LINE = "INSERT INTO ledger_posting (entry_id, account_id, unit, amount, balance_after) VALUES (%s, %s, %s, %s, 0)"

Statements = list[tuple[str, list[Any]]]

#: Tables that are only added to; of a hold one thing changes, once.
ONLY_ADDED_TO = (
    *("ledger_entry", "ledger_posting", "ledger_limitchange", "ledger_closing", "ledger_witness", "ledger_block"),
    *("ledger_leaf", "ledger_anchor", "ledger_proof", "base_auditrow"),
)

#: In a period that is closed.
CLOSED_DAY = "date('2020-01-31')"

#: A column of each, and what somebody would like it to be.
WISHED = {
    "ledger_closing": "through = NULL",
    "ledger_witness": "kind = 'nothing'",
    "ledger_block": "size = 0",
    "ledger_leaf": "position = position + 900",
    "ledger_anchor": "place = 'nowhere'",
    "ledger_proof": "faults = '[]'",
}


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
        "an entry without postings": [(HEADER, [NEW, client])],
        "an entry with one side": [(LINE, [NEW, ana, "hour", 60]), (HEADER, [NEW, client])],
        "an entry that does not sum to nothing": [
            (LINE, [NEW, ana, "hour", 60]),
            (LINE, [NEW, ben, "hour", -59]),
            (HEADER, [NEW, client]),
        ],
        "two units that sum to nothing together": [
            (LINE, [NEW, ana, "hour", 60]),
            (LINE, [NEW, ben, "kWh", -60]),
            (HEADER, [NEW, client]),
        ],
        "hours taken from another community": [
            (LINE, [NEW, ana, "hour", 60]),
            (LINE, [NEW, elsewhere, "hour", -60]),
            (HEADER, [NEW, client]),
        ],
        "a posting of nothing": [(LINE, [NEW, ana, "hour", 0])],
        "a posting on an account twice": [(LINE, [NEW, ana, "hour", 60]), (LINE, [NEW, ana, "hour", -60])],
        "a posting without an entry": [(LINE, [NEW, ana, "hour", 60])],
        "hours that become money": [("UPDATE ledger_ledgeraccount SET unit = 'GBP'", [])],
        "an account that moves to another community": [
            ("UPDATE ledger_ledgeraccount SET community_id = community_id + 1 WHERE id = %s", [ana])
        ],
        "an account deleted under its postings": [("DELETE FROM ledger_ledgeraccount WHERE id = %s", [ana])],
        "an account deleted before its first posting": [("DELETE FROM ledger_ledgeraccount WHERE id = %s", [cy])],
        "an account of another number": [("UPDATE ledger_ledgeraccount SET id = 9000000 WHERE id = %s", [ana])],
        "hours taken from nowhere": [
            (LINE, [NEW, ana, "hour", 60]),
            (LINE, [NEW, 9000000, "hour", -60]),
            (HEADER, [NEW, client]),
        ],
        "an entry of a community that is none": [
            (LINE, [NEW, ana, "hour", 60]),
            (LINE, [NEW, ben, "hour", -60]),
            (HEADER.replace("SELECT %s, community_id", "SELECT %s, 9000000"), [NEW, client]),
        ],
    }
    for table, wished in WISHED.items():
        wishes[f"edit {table}"] = [(f"UPDATE {table} SET {wished}", [])]
        wishes[f"delete from {table}"] = [(f"DELETE FROM {table}", [])]
    for table in (*ONLY_ADDED_TO, "ledger_hold"):
        if connection.vendor == "sqlite":
            again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
        else:
            again = f"TRUNCATE {table} CASCADE"
        wishes[f"replace or empty {table}"] = [(again, [])]
    return wishes | of_holds() | of_days_and_marks(ana, ben, client)


def of_holds() -> dict[str, Statements]:
    """A hold ends once, and nothing else of it changes."""
    standing, ended = (Hold.objects.get(state=state).pk for state in (Hold.HELD, Hold.RELEASED))
    end = "UPDATE ledger_hold SET state = 'expired' WHERE id = %s"
    return {
        "delete a hold": [("DELETE FROM ledger_hold", [])],
        "end a hold that ended": [(end, [ended])],
        "let a hold that ended stand again": [("UPDATE ledger_hold SET state = 'held' WHERE id = %s", [ended])],
        "end a hold twice": [(end, [standing]), (end.replace("expired", "released"), [standing])],
        "keep back another amount": [("UPDATE ledger_hold SET amount = amount + 1 WHERE id = %s", [standing])],
        "end a hold of another amount": [(end.replace("SET", "SET amount = 900,"), [standing])],
        "settle a hold without an entry": [(end.replace("expired", "settled"), [standing])],
    }


def of_days_and_marks(ana: int, ben: int, client: str) -> dict[str, Statements]:
    """Days that are closed, and what a unit may not do."""
    kwh, other, piece, another = (
        LedgerAccount.objects.filter(community__slug="books", name__in=("from", "to"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    hours: Statements = [(LINE, [NEW, ana, "hour", 60]), (LINE, [NEW, ben, "hour", -60])]
    insert, _, values = HEADER.partition("SELECT")
    on_a_closed_day = f"{insert} SELECT {values.replace('effective_on', CLOSED_DAY)}"
    mark = "UPDATE ledger_ledgeraccount SET {0} = NOT {0} WHERE id = %s"
    return {
        "an entry on a day that is closed": [*hours, (on_a_closed_day, [NEW, client])],
        "hours that buy something": [
            *hours,
            (LINE, [NEW, kwh, "kWh", -5]),
            (LINE, [NEW, other, "kWh", 5]),
            (HEADER, [NEW, client]),
        ],
        "what is only recognised, passed on": [
            (LINE, [NEW, piece, "piece", 1]),
            (LINE, [NEW, another, "piece", -1]),
            (HEADER, [NEW, client]),
        ],
        "hours that may be converted": [(mark.format("is_convertible"), [ana])],
        "hours that may not be passed on": [(mark.format("is_transferable"), [ana])],
        "a member who issues hours": [("UPDATE ledger_ledgeraccount SET kind = 'issuing' WHERE id = %s", [ana])],
    }


def keep_back(books: Books, state: str, amount: int) -> None:
    """From what Ana has, for Ben."""
    moment = timezone.now()
    row = Hold.objects.create(
        community=books.community,
        client_id=uuid4(),
        account_id=books.accounts[0],
        to_id=books.accounts[1],
        amount=amount,
        held_at=moment,
        expires_at=moment,
        state=state,
        ended_at=None if state == Hold.HELD else moment,
    )
    witness_rows(HOLD, [row])
    if state != Hold.HELD:
        witness_rows(HOLD_ENDED, [row])
    else:
        LedgerAccount.objects.filter(pk=books.accounts[0]).update(held=amount)


@pytest.fixture
def books(committed: str) -> Books:
    """Two communities with an entry each; in one a row of everything that is kept beside the entries."""
    books, other = Books(), Books("other")
    for each in (books, other):
        ledger.post(each.entry())
    books.limit(0, floor=-600, mode="warn")
    for unit in (KWH, replace(PIECES, is_transferable=False)):
        for name in ("from", "to"):
            ledger.pot_account(books.community.pk, unit, name)
    keep_back(books, Hold.HELD, 30)
    keep_back(books, Hold.RELEASED, 20)
    closing = Closing.objects.create(community=books.community, through=date(2020, 1, 31), why="a test")
    witness_rows(CLOSING, [closing])
    ledger.witness(books.community.pk, "a test", bytes(32))
    ledger.seal(books.community.pk)
    ledger.anchor(books.community.pk, "a test")
    Proof.objects.create(
        community=books.community, proved_at=timezone.now(), entries=1, postings=2, accounts=3, head=bytes(32)
    )
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
    models = (Entry, Posting, LimitChange, AuditRow, LedgerAccount, Hold, Closing, Witness, Block, Leaf, Anchor, Proof)
    return [list(model.objects.order_by("pk").values()) for model in models]


def granted() -> list[str]:
    """The wishes that came true."""
    before = everything()
    wishes = forbidden()
    came_true = [wish for wish, statements in wishes.items() if not refused(wish, statements)]
    assert came_true or everything() == before
    return came_true


@pytest.mark.invariant(3, "Hours never buy goods or money", by="`ledger_entry_sums_to_zero`, a trigger of the database")
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


@pytest.mark.only("sqlite", because="only SQLite rebuilds a table to change it")
def test_a_rebuild_drops_the_triggers(books: Books) -> None:
    """Why they are put back after every migration (docs/explanation/ledger.md)."""
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


def granted_in_vain() -> Iterator[str]:
    """The wishes that come true by their statements alone, each taken back at once."""
    for wish, statements in forbidden().items():
        with transaction.atomic():
            is_refused = refused(wish, statements)
            transaction.set_rollback(True)
        if not is_refused:
            yield wish


def test_no_trigger_is_there_for_nothing(books: Books) -> None:
    """The planted faults, one by one: without any of its triggers the database lets something through."""
    with connection.cursor() as cursor, transaction.atomic():
        usual = set(granted_in_vain())  # what is only looked at when the transaction ends
        cursor.execute(sql_objects.TRIGGERS[connection.vendor])
        idle = set()
        for name, table in cursor.fetchall():
            if table.startswith("ledger_"):
                with transaction.atomic():
                    cursor.execute(
                        f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
                    )
                    idle |= set() if any(wish not in usual for wish in granted_in_vain()) else {name}
                    transaction.set_rollback(True)
    assert idle == set()


@pytest.mark.only("postgresql", because="SQLite has one writer: a second session waits")
def test_a_second_session_adds_nothing_to_an_open_entry(books: Books) -> None:
    """The hole that deferred checks leave: another session slips a posting in before the header commits."""
    ana, ben, cy = books.accounts
    said = connection.get_connection_params()
    keep = {name: said[name] for name in ("dbname", "user", "host", "port", "password") if said.get(name)}
    with psycopg.connect(**keep) as first, psycopg.connect(**keep) as second:
        first.execute(f"{LINE}, ({NEW}, %s, 'hour', -60, 0)", [NEW, ana, "hour", 60, ben])
        first.execute(HEADER, [NEW, str(uuid4())])
        with pytest.raises(psycopg.errors.IntegrityError):
            second.execute(LINE, [NEW, cy, "hour", 1000])
            first.commit()
            second.commit()
        second.rollback()
    assert not Posting.objects.filter(amount=1000).exists()
    assert granted() == []
