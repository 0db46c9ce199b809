"""`verify` names whatever does not re-add: every column of every row, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests.fixtures.towns import NOON, TODAY

from coproduce.community import ledger
from coproduce.community.base import clock, sql_objects
from coproduce.community.base.models import Schedule
from coproduce.community.base.schedule import run_due
from coproduce.community.ledger.models import Closing, Hold as HoldRow, LedgerAccount, Proof
from coproduce.community.ledger.seals.witnessing import CLOSING, witness_rows
from coproduce.community.ledger.tests.books import Books
from coproduce.community.people.models import Agent
from coproduce.core.journal import Hold
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db


def keep_back(books: Books) -> Hold:
    """The first account keeps half an hour back for the second."""
    whose, whom, _ = books.accounts
    tomorrow = clock.now() + timedelta(days=1)
    return Hold(uuid4(), books.community.pk, whose, whom, HOURS(30), tomorrow, category="the tap", actor=3)


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
    ended, stands = keep_back(books), keep_back(books)
    for hold in (ended, stands):
        ledger.hold(hold)
    ledger.release(ended.client_id, community=books.community.pk)
    closing = Closing.objects.create(community=books.community, through=TODAY - timedelta(days=30), why="reported")
    witness_rows(CLOSING, [closing])
    # Three accounts, four entries, two limits, two holds and an end, a closing.
    assert ledger.seal(books.community.pk).size == 13
    assert ledger.witness(books.community.pk, "study", bytes(32))
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
        "agent_id": "NULL, kind = 'pot'",
        "kind": "'pot'",
        "name": "'Ana'",
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
    "ledger_hold": {
        "client_id": "'00000000000000000000000000000003'",
        "account_id": "(SELECT MAX(id) FROM ledger_ledgeraccount)",
        "to_id": "account_id",
        "amount": "amount + 1",
        "category": "'money'",
        "arena": "'food'",
        "source_ref": "'elsewhere'",
        "actor": "9",
        "held_at": "'2020-01-01 00:00:00+00:00'",
        "expires_at": "'2020-01-01 00:00:00+00:00'",
        "state": "'expired'",
        "ended_at": "'2020-01-01 00:00:00+00:00'",
    },
    "ledger_closing": {"through": "NULL", "actor": "9", "closed_at": "'2020-01-01 00:00:00+00:00'"},
    "ledger_witness": {"kind": "'plan'", "digest": "BLOB", "witnessed_at": "'2020-01-01 00:00:00+00:00'"},
    "ledger_block": {
        "height": "9",
        "size": "size + 1",
        "root": "BLOB",
        "previous": "BLOB",
        "head": "BLOB",
        "sealed_at": "'2020-01-01 00:00:00+00:00'",
    },
    "ledger_leaf": {"position": "99"},
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


@pytest.mark.only("sqlite", because="PostgreSQL takes no such text")
def test_a_text_that_is_none_any_more_is_named(books: Books) -> None:
    """A byte turned over in the file: what cannot be read is a fault found, not the end of the looking."""
    for column, stored in (("category", "ff41"), ("effective_on", "3230323620"), ("client_id", "5a5a")):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_entry SET {column} = CAST(x'{stored}' AS TEXT) WHERE id = 2")
        assert "entry 2" in {fault.place for fault in ledger.verify().faults}, column


@pytest.mark.promise("Whose an account is, what is kept back and which days are closed cannot be changed unseen")
@pytest.mark.parametrize(
    ("table", "change", "places"),
    [
        ("ledger_ledgeraccount", "agent_id = NULL, kind = 'pot'", ["account {}", "accounts"]),
        ("ledger_hold", "category = 'money'", ["hold {}", "holds"]),
        ("ledger_hold", "state = 'expired'", ["end of hold {}", "ends of holds"]),
        ("ledger_closing", "through = NULL", ["closing {}", "closings"]),
    ],
)
def test_what_was_changed_behind_its_back_is_named(books: Books, table: str, change: str, places: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(id) FROM {table}")
        [row] = cursor.fetchone()
        cursor.execute(f"UPDATE {table} SET {change} WHERE id = %s", [row])
    assert [fault.place for fault in ledger.verify().faults] == [place.format(row) for place in places]


def test_a_hold_that_stands_again_or_is_gone_is_found(books: Books) -> None:
    ended = HoldRow.objects.get(state="released")
    HoldRow.objects.filter(pk=ended.pk).update(state="held", ended_at=None)
    LedgerAccount.objects.filter(pk=ended.account_id).update(held=60)
    assert [fault.place for fault in ledger.verify().faults] == ["ends of holds"]
    HoldRow.objects.filter(pk=ended.pk).delete()
    LedgerAccount.objects.filter(pk=ended.account_id).update(held=30)
    assert [fault.place for fault in ledger.verify().faults] == ["holds", "ends of holds"]


def test_a_day_opened_by_a_row_nobody_wrote_is_found(books: Books) -> None:
    row = Closing.objects.create(community=books.community, through=None, why="nobody wrote it")
    assert [fault.place for fault in ledger.verify().faults] == [f"closing {row.pk}"]


def test_words_and_names_that_are_taken_away_leave_the_books_right(books: Books) -> None:
    HoldRow.objects.update(why="")
    Closing.objects.update(why="")
    Agent.objects.update(name="somebody")
    assert ledger.verify()


def test_a_posting_that_went_missing_is_found(books: Books) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_posting WHERE id = (SELECT MIN(id) FROM ledger_posting)")
    places = {fault.place.partition(" ")[0] for fault in ledger.verify().faults}
    assert places == {"entry", "account"}


def test_an_entry_that_went_missing_is_found(books: Books) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT MIN(id) FROM ledger_entry")
        [number] = cursor.fetchone()
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [number])
        lost = {(fault.place, fault.sentence.partition(";")[0]) for fault in ledger.verify().faults}
        transaction.set_rollback(True)
    assert (f"entry {number}", "is gone") in lost


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
    assert "ValueError in community/ledger/jobs.py" in row.trouble, "where it stopped, and nobody's hours"
    assert "holds 7" in Proof.objects.latest("pk").faults[0]["sentence"]
    assert row.attempts == 1
