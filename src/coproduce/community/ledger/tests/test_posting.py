"""What is posted stands, once, whole; what is wrong is taken back in the open. On both databases."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY

from coproduce.community import ledger
from coproduce.community.ledger.models import Entry as EntryRow, EntryNote, LimitChange
from coproduce.community.ledger.tests.books import Books
from coproduce.community.people.models import Community
from coproduce.core.journal import Entry, Limit, Posting, Standing, apply
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return Books()


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def test_an_hour_goes_round(books: Books) -> None:
    posted = ledger.post(books.entry(60, -60))
    assert isinstance(posted, ledger.Posted)
    assert posted.balances == (60, -60)
    assert books.balances() == [60, -60, 0]
    assert ledger.verify()


@pytest.mark.promise("A request has one effect, however often it is sent")
def test_the_same_request_is_answered_and_not_repeated(books: Books) -> None:
    entry = books.entry(note="We talked")
    first, again = ledger.post(entry), ledger.post(entry)
    assert isinstance(again, ledger.Posted)
    assert again == replace(first, is_repeat=True)  # type: ignore[type-var]
    assert books.balances() == [60, -60, 0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"category": "garden"}, "category"),
        ({"effective_on": TODAY - timedelta(days=1)}, "effective_on"),
        ({"note": "Other words"}, "note"),
        ({"source_ref": "x"}, "source_ref"),
    ],
)
def test_the_same_id_with_another_body_is_refused(books: Books, changed: dict, field: str) -> None:
    entry = books.entry(note="We talked")
    ledger.post(entry)
    refused = ledger.post(replace(entry, **changed))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == ("CONFLICTS_WITH_EARLIER", field)


def test_another_amount_under_the_same_id_is_refused(books: Books) -> None:
    entry = books.entry(60, -60)
    ledger.post(entry)
    assert code(ledger.post(books.entry(61, -61, client_id=entry.client_id))) == "CONFLICTS_WITH_EARLIER"


def test_an_id_belongs_to_one_community(books: Books) -> None:
    other = Books("other")
    entry = books.entry()
    ledger.post(entry)
    assert code(ledger.post(other.entry(client_id=entry.client_id))) == "done"


@pytest.mark.parametrize(
    ("limit", "amounts", "outcome"),
    [
        ({"floor": -60, "mode": "enforce"}, (60, -60), "done"),
        ({"floor": -59, "mode": "enforce"}, (60, -60), "LIMIT_FLOOR"),
        ({"ceiling": 30, "mode": "enforce"}, (-31, 31), "LIMIT_CEILING"),
        ({"floor": -59, "mode": "warn"}, (60, -60), "outside"),
        ({"floor": -59, "mode": "off"}, (60, -60), "done"),
    ],
)
def test_limits(books: Books, limit: dict, amounts: tuple[int, ...], outcome: str) -> None:
    books.limit(1, **limit)
    posted = ledger.post(books.entry(*amounts))
    said = "outside" if isinstance(posted, ledger.Posted) and posted.outside == (books.accounts[1],) else code(posted)
    assert said == outcome


def test_a_limit_change_is_written_down(books: Books) -> None:
    books.limit(0, floor=-10, mode="warn")
    change = LimitChange.objects.get()
    assert (change.old["floor"], change.new["floor"], change.why) == (None, -10, "a test")


def test_two_units_move_together_or_not_at_all(books: Books) -> None:
    meters = [
        ledger.member_account(books.community.pk, agent.pk, KWH) for agent in books.community.agents.order_by("pk")
    ]
    both = replace(
        books.entry(60, -60),
        postings=(*books.entry(60, -60).postings, Posting(meters[0], KWH(-5)), Posting(meters[1], KWH(5))),
    )
    assert code(ledger.post(both)) == "NOT_CONVERTIBLE"
    Community.objects.filter(pk=books.community.pk).update(benefits_safe=False)
    assert code(ledger.post(both)) == "done"
    assert [ledger.balance(meter).minor for meter in meters] == [-5, 5, 0]
    wrong = replace(
        both,
        client_id=uuid4(),
        postings=(*both.postings[:2], Posting(meters[0], HOURS(5)), Posting(meters[1], HOURS(-5))),
    )
    assert code(ledger.post(wrong)) == "UNIT_MISMATCH"
    assert books.balances() == [60, -60, 0]


def test_new_units_come_from_a_named_account(books: Books) -> None:
    issuing = ledger.issuing_account(books.community.pk, HOURS, "opening hours")
    assert issuing == ledger.issuing_account(books.community.pk, HOURS, "opening hours")
    opening = replace(
        books.entry(), kind="opening", postings=(Posting(issuing, HOURS(-600)), Posting(books.accounts[0], HOURS(600)))
    )
    assert code(ledger.post(opening)) == "done"
    assert sum(books.balances()) + ledger.balance(issuing).minor == 0


def test_an_account_of_another_community_is_not_there(books: Books) -> None:
    other = Books("other")
    across = replace(
        books.entry(), postings=(Posting(books.accounts[0], HOURS(60)), Posting(other.accounts[0], HOURS(-60)))
    )
    assert code(ledger.post(across)) == "NOT_FOUND"


@pytest.mark.promise("A wrong entry can always be taken back, in the open")
def test_taking_back(books: Books) -> None:
    entry = books.entry(note="We talked")
    ledger.post(entry)
    books.limit(0, floor=0, mode="enforce")
    ledger.post(books.entry(-60, 0, 60))  # what was received is given on
    back = ledger.reverse(
        uuid4(), community=books.community.pk, of=entry.client_id, effective_on=TODAY, reason="It was Thursday"
    )
    assert isinstance(back, ledger.Posted)  # a wrong entry must always be correctable, limit or not
    assert back.outside == (books.accounts[0],)
    assert books.balances() == [-60, 0, 60]
    lines = ledger.statement(books.accounts[0])
    assert [line.is_put_right for line in lines] == [False, False, True]
    assert lines[0].words == "It was Thursday"
    assert ledger.verify()


def test_taking_back_once_only(books: Books) -> None:
    entry, first = books.entry(), uuid4()
    ledger.post(entry)

    def take_back(client_id, of, reason="wrong day"):  # type: ignore[no-untyped-def]
        return ledger.reverse(client_id, community=books.community.pk, of=of, effective_on=TODAY, reason=reason)

    assert code(take_back(first, entry.client_id, " ")) == "NO_REASON"
    assert code(take_back(first, entry.client_id)) == "done"
    assert code(take_back(first, entry.client_id)) == "done"  # the same request again
    assert code(take_back(uuid4(), entry.client_id)) == "ALREADY_REVERSED"
    assert code(take_back(uuid4(), first)) == "ALREADY_REVERSED"
    assert code(take_back(uuid4(), uuid4())) == "NOT_FOUND"
    assert books.balances() == [0, 0, 0]


def test_correcting_is_both_or_neither(books: Books) -> None:
    wrong = books.entry(60, -60)
    ledger.post(wrong)
    refused = ledger.correct(books.entry(30, -29), of=wrong.client_id, reversal_id=uuid4(), reason="half an hour")
    assert code(refused) == "NOT_ZERO_SUM"
    assert books.balances() == [60, -60, 0]
    right = ledger.correct(books.entry(30, -30), of=wrong.client_id, reversal_id=uuid4(), reason="half an hour")
    assert isinstance(right, ledger.Posted)
    assert books.balances() == [30, -30, 0]


def test_many_is_the_same_as_one_by_one(books: Books) -> None:
    other = Books("other")
    for each in (books, other):
        each.limit(1, floor=-100, mode="enforce")
    amounts = [(60, -60), (60, -60), (0, 30, -30), (30, -30), (-10, 10)]
    one_by_one = [ledger.post(books.entry(*amount)) for amount in amounts]
    together = ledger.post_many(other.entry(*amount) for amount in amounts)
    assert [code(outcome) for outcome in together] == [code(outcome) for outcome in one_by_one]
    assert [code(outcome) for outcome in together].count("LIMIT_FLOOR") == 1
    assert other.balances() == books.balances()


@pytest.mark.promise("Both databases decide as the rule does")
def test_the_databases_keep_the_rule_of_core(books: Books) -> None:
    """One random history, decided by `core.journal.apply` and by the database: the same answers, the same balances."""
    chance = Random(7)
    held = {account: Standing("hour") for account in books.accounts}
    for place, account in enumerate(books.accounts):
        limit = Limit(-chance.randint(0, 200), chance.randint(0, 200), ("enforce", "warn", "off")[place])
        ledger.change_limit(account, limit, actor=None, why="a test")
        held[account] = replace(held[account], limit=limit)
    refused = 0
    for _ in range(400):
        amounts = [chance.randint(-90, 90) for _ in range(3)]
        amounts[2] = -amounts[0] - amounts[1] if chance.random() < 0.95 else 7
        entry = books.entry(*amounts, kind=chance.choice(("exchange", "exchange", "care")))
        decided, posted = apply(entry, held), ledger.post(entry)
        if isinstance(decided, Refusal):
            assert posted == decided
            refused += 1
            continue
        assert isinstance(posted, ledger.Posted)
        assert (posted.balances, posted.outside) == (decided.balances, decided.outside)
        for posting, balance in zip(entry.postings, decided.balances, strict=True):
            held[posting.account] = replace(held[posting.account], balance=balance)
    assert 20 < refused < 380
    assert books.balances() == [held[account].balance for account in books.accounts]
    assert ledger.verify()


def test_every_column_is_there_from_the_first(books: Books) -> None:
    """Append-only rows cannot be completed later (docs/explanation/ledger.md)."""
    ledger.post(
        books.entry(note="We talked", actor=1, on_behalf_of=2, arena="timebank", source_ref="list 1", reverses=None)
    )
    row = EntryRow.objects.get()
    empty = [field.name for field in EntryRow._meta.concrete_fields if getattr(row, field.attname) in (None, "", b"")]
    assert empty == ["reverses"]
    assert len(bytes(row.note_commitment)) == len(bytes(row.digest)) == len(bytes(row.body_hash)) == 32


@pytest.mark.promise("Erased words leave the books in balance")
def test_erasing_the_words_leaves_the_books(books: Books) -> None:
    ledger.post(books.entry(note="We talked about her knee"))
    EntryNote.objects.all().delete()
    assert ledger.verify()
    assert ledger.statement(books.accounts[0])[0].words == ""


def test_turning_the_pages_of_a_busy_account(books: Books) -> None:
    ledger.post_many(books.entry(minutes, -minutes) for minutes in range(1, 31))
    seen: list[int] = []
    before = None
    with CaptureQueriesContext(connection) as queries:
        while page := ledger.statement(books.accounts[0], limit=12, before=before):
            seen += [line.amount.minor for line in page]
            before = page[-1].number
    assert seen == list(range(30, 0, -1))
    assert len(queries) == 2 * 3 + 1  # two for each page, one to see that there is no more
    assert ledger.statement(books.accounts[0], limit=1)[0].balance_after == HOURS(sum(range(1, 31)))


def test_an_entry_is_a_frozen_value() -> None:
    assert Entry.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_hours_brought_from_before_are_nobodys_help(books: Books) -> None:
    opening = replace(books.entry(30, -30), kind="opening", category="opening")
    assert isinstance(ledger.post(opening), ledger.Posted)
    one, other = (ledger.statement(posting.account, limit=1)[0] for posting in opening.postings)
    assert not one.is_given and not other.is_given
    assert {one.size.minor, other.size.minor} == {30, -30}
