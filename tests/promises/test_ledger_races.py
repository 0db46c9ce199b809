"""Many at once on few accounts: no limit is crossed, nobody waits for ever, and one request has one effect."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, transaction

from coproduce.community import ledger
from coproduce.community.ledger.models import Entry as EntryRow, LedgerAccount
from coproduce.community.ledger.tests.books import Books
from coproduce.core.journal import Entry
from coproduce.core.refusal import Refusal
from tests.fixtures.towns import TODAY
from tests.promises.workers import Say, all_said
from tests.sample import IS_LONG

pytestmark = pytest.mark.django_db(databases=[])

MANY = 32 if IS_LONG else 8
EACH = 100 if IS_LONG else 12


def say_each(say: Say, answers: Any) -> None:
    for answer in answers:
        say(answer.code if isinstance(answer, Refusal) else "again" if answer.is_repeat else "done")


@pytest.fixture
def books(committed: str) -> Books:
    return Books()


@pytest.mark.promise("However many give at once, no enforced limit is crossed")
def test_many_near_a_floor(books: Books) -> None:
    """There is room for thirty of them, and thirty it is."""
    books.limit(0, floor=-7 * 30, mode="enforce")

    def work(say: Say) -> None:
        say_each(say, (ledger.post(books.entry(-7, 7)) for _ in range(EACH)))

    answers = [answer for said in all_said([work] * MANY) for answer in said]
    assert len(answers) == MANY * EACH
    assert answers.count("done") == 30
    assert answers.count("LIMIT_FLOOR") == MANY * EACH - 30
    assert books.balances()[0] == -210
    assert ledger.verify()


def in_turn(books: Books, worker: int, number: int) -> Entry:
    """From Ana to Ben, from Ben to Ana, and round all three."""
    ways = ((5, -5), (-5, 5), (5, -10, 5))
    return books.entry(*ways[(worker + number) % 3])


@pytest.mark.promise("However many give at once, nobody waits for ever")
def test_both_ways_between_the_same_two(books: Books) -> None:
    def work(worker: int, say: Say) -> None:
        say_each(say, (ledger.post(in_turn(books, worker, number)) for number in range(EACH)))
        say_each(say, ledger.post_many([in_turn(books, worker, number) for number in range(EACH)]))

    said = all_said([partial(work, worker) for worker in range(MANY)])
    assert {answer for each in said for answer in each} == {"done"}
    assert EntryRow.objects.count() == 2 * MANY * EACH
    assert ledger.verify()


@pytest.mark.only("postgresql", because="SQLite has one writer: it holds everything")
def test_whoever_locks_the_giver_first_waits_for_ever(books: Books) -> None:
    """The planted fault: in which order accounts are held is what the test above is about."""

    def work(worker: int, say: Say) -> None:
        for number in range(50):
            entry = in_turn(books, worker, number)
            with transaction.atomic():
                for posting in sorted(entry.postings, key=lambda posting: posting.amount.minor):
                    LedgerAccount.objects.select_for_update().get(pk=posting.account)
                ledger.post(entry)

    with pytest.raises(OperationalError, match="deadlock"):
        all_said([partial(work, worker) for worker in range(MANY)])


@pytest.mark.promise("A request has one effect, however often it is sent")
def test_the_same_request_from_many_at_once(books: Books) -> None:
    entries = [books.entry() for _ in range(EACH)]

    def work(say: Say) -> None:
        say_each(say, map(ledger.post, entries))

    answers = [answer for said in all_said([work] * MANY) for answer in said]
    assert answers.count("done") == EACH
    assert answers.count("again") == (MANY - 1) * EACH
    assert EntryRow.objects.count() == EACH
    assert books.balances() == [60 * EACH, -60 * EACH, 0]


def test_many_take_the_same_back_at_once(books: Books) -> None:
    entries = [books.entry() for _ in range(5)]
    ledger.post_many(entries)

    def work(say: Say) -> None:
        for entry in entries:
            answer = ledger.reverse(
                uuid4(), community=books.community.pk, of=entry.client_id, effective_on=TODAY, reason="wrong day"
            )
            say_each(say, [answer])

    said = all_said([work] * MANY)
    for place in range(5):
        assert sorted(each[place] for each in said) == ["ALREADY_REVERSED"] * (MANY - 1) + ["done"]
    assert books.balances() == [0, 0, 0]
    assert ledger.verify()
