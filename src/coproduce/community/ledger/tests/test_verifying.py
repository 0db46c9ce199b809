"""`verify` names whatever does not re-add: every column of every row, on both databases."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from tests.fixtures.towns import NOON, TODAY

from coproduce.community import ledger
from coproduce.community.base import clock, sql_objects
from coproduce.community.base.models import Schedule
from coproduce.community.base.schedule import run_due
from coproduce.community.ledger.tests.books import Books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    """A few entries, one taken back, and the triggers off: somebody with the file and a tool."""
    books = Books()
    entries = [books.entry(60, -60, note="We talked", actor=3), books.entry(0, 30, -30), books.entry(-15, 15)]
    for entry in entries:
        ledger.post(entry)
    ledger.reverse(
        uuid4(), community=books.community.pk, of=entries[2].client_id, effective_on=TODAY, reason="wrong day"
    )
    books.limit(0, floor=-600, mode="warn")
    books.limit(0, floor=-900, mode="warn")
    assert ledger.seal(books.community.pk).size == 6
    assert ledger.witness(books.community.pk, "decision", bytes(32))
    assert ledger.seal(books.community.pk).size == 1
    sql_objects.step_aside_before_migrate(app_config=apps.get_app_config("ledger"), using="default", plan=["tampering"])
    return books


CHANGES = {
    "ledger_entry": {
        "client_id": "'00000000000000000000000000000001'",
        "kind": "'gift'",
        "category": "'garden'",
        "actor": "9",
        "on_behalf_of": "9",
        "effective_on": "'2020-01-01'",
        "recorded_at": "'2020-01-01 00:00:00+00:00'",
        "reverses": "'00000000000000000000000000000002'",
        "arena": "'food'",
        "source_ref": "'elsewhere'",
        "note_commitment": "BLOB",
        "digest": "BLOB",
        "body_hash": "BLOB",
    },
    "ledger_posting": {
        "amount": "amount + 1",
        "unit": "'kWh'",
        "balance_after": "balance_after + 1",
        "account_id": "(SELECT MAX(id) FROM ledger_ledgeraccount)",
        "entry_id": "(SELECT MIN(id) + 1 FROM ledger_entry)",
    },
    "ledger_ledgeraccount": {
        "unit": "'kWh'",
        "balance": "balance + 1",
        "held": "held + 1",
        "given": "given + 1",
        "floor": "floor - 1",
        "ceiling": "5000",
        "limit_mode": "'off'",
        "grows_by": "1",
    },
    "ledger_entrynote": {"words": "'We talked about money'", "salt": "BLOB"},
    "ledger_limitchange": {
        "account_id": "(SELECT MAX(id) FROM ledger_ledgeraccount)",
        "actor": "7",
        "changed_at": "'2020-01-01 00:00:00+00:00'",
        "old": """'{"floor": -1, "ceiling": null, "mode": "warn", "grows_by": 0}'""",
        "new": """'{"floor": -1, "ceiling": null, "mode": "warn", "grows_by": 0}'""",
        "why": "'because'",
        "salt": "BLOB",
        "why_commitment": "BLOB",
    },
    "ledger_witness": {"kind": "'study'", "digest": "BLOB", "witnessed_at": "'2020-01-01 00:00:00+00:00'"},
    "ledger_block": {
        "height": "9",
        "size": "size + 1",
        "root": "BLOB",
        "previous": "BLOB",
        "head": "BLOB",
        "sealed_at": "'2020-01-01 00:00:00+00:00'",
    },
    "ledger_leaf": {"position": "9"},
}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in CHANGES.items() for column in columns]
)
@pytest.mark.promise("A change to any stored value is found")
def test_any_change_is_found(books: Books, table: str, column: str) -> None:
    assert ledger.verify()
    blob = "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'"
    value = CHANGES[table][column].replace("BLOB", blob)
    key = "entry_id" if table == "ledger_entrynote" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE {key} = (SELECT MIN({key}) FROM {table})")
    result = ledger.verify()
    assert not result
    assert all(fault.place and fault.sentence for fault in result.faults)


def test_a_text_that_is_none_any_more_is_named(books: Books) -> None:
    """A byte turned over in the file: what cannot be read is a fault found, not the end of the looking."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no such text")
    for column, stored in (("category", "ff41"), ("effective_on", "3230323620"), ("client_id", "5a5a")):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_entry SET {column} = CAST(x'{stored}' AS TEXT) WHERE id = 2")
        assert "entry 2" in {fault.place for fault in ledger.verify().faults}, column


def test_a_posting_that_went_missing_is_found(books: Books) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_posting WHERE id = (SELECT MIN(id) FROM ledger_posting)")
    places = {fault.place.partition(" ")[0] for fault in ledger.verify().faults}
    assert places == {"entry", "account"}


def test_one_community_at_a_time(books: Books) -> None:
    other = Books("other")
    ledger.post(other.entry())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = 7 WHERE id = %s", [other.accounts[0]])
    assert ledger.verify(books.community.pk)
    assert not ledger.verify(other.community.pk)
    assert ledger.verify(books.community.pk).entries == 4


def test_at_the_first_chance_it_is_added_up_and_trouble_is_kept(books: Books) -> None:
    with clock.at(NOON):
        assert "ledger.verify" in run_due(NOON)
        assert Schedule.objects.get(job="ledger.verify").trouble == ""
        assert "ledger.verify" not in run_due(NOON)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = 7 WHERE id = %s", [books.accounts[2]])
    Schedule.objects.update(due_at=NOON)
    run_due(NOON)
    row = Schedule.objects.get(job="ledger.verify")
    assert "holds 7" in row.trouble
    assert row.attempts == 1
