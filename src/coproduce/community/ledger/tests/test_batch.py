"""Many at once is the same as one by one: the same answers in order, the same books. On both databases."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings as hypothesis_settings, strategies as st
from hypothesis.extra.django import TestCase
from tests.fixtures.towns import TODAY

from coproduce.community import ledger
from coproduce.community.ledger.draft import draft
from coproduce.community.ledger.models import (
    Closing,
    Entry as EntryRow,
    EntryNote,
    Hold,
    LedgerAccount,
    Posting as PostingRow,
)
from coproduce.community.ledger.posting import engine
from coproduce.community.ledger.seals.witnessing import ACCOUNT, CLOSING, HOLD, witness_rows
from coproduce.community.ledger.tests.books import Books
from coproduce.community.people.models import Agent
from coproduce.core.journal import Applied, Entry, Posting
from coproduce.core.quantity import HOURS, KG, KWH
from coproduce.core.refusal import Refusal

Answer = ledger.Posted | Refusal


@pytest.fixture
def books() -> Books:
    return Books()


def codes(answers: Sequence[Answer]) -> list[str]:
    return [
        answer.code if isinstance(answer, Refusal) else "again" if answer.is_repeat else "done" for answer in answers
    ]


def rows() -> list[object]:
    """Everything that stands, but for salts, times and numbers of rows."""
    entries = EntryRow.objects.order_by("pk").select_related("note").prefetch_related("postings")
    return [
        (
            row.client_id, bytes(row.body_hash), row.reverses, getattr(row, "note", None) and row.note.words,
            sorted((p.account_id, p.amount, p.balance_after) for p in row.postings.all()),
        )
        for row in entries
    ]  # fmt: skip


def undone(work: Callable[[], Sequence[Answer]]) -> tuple[Sequence[Answer], list[object], list[int]]:
    """What a way of posting answers and leaves behind, and then takes back."""
    with transaction.atomic():
        answers = work()
        left = rows(), list(LedgerAccount.objects.order_by("pk").values_list("balance", flat=True))
        assert ledger.verify()
        transaction.set_rollback(True)
    return answers, *left


def keep_back(books: Books, place: int, amount: int) -> None:
    """So much of what this one has is agreed on already, or nothing."""
    account, to = books.accounts[place], books.accounts[place - 1]
    now = datetime.now(UTC)
    if amount:
        row = Hold.objects.create(
            community=books.community, client_id=uuid4(), account_id=account, to_id=to, amount=amount, held_at=now,
            expires_at=now,
        )  # fmt: skip
        witness_rows(HOLD, [row])
        LedgerAccount.objects.filter(pk=account).update(held=amount)


#: No limits, and hours that were "taken back" before they were given.
FREE = [(0, 0, "off", 0, 0)] * 3
TAKEN_BACK_FIRST = [("backwards", (-1, 1, 0), 1, 2, ""), ("exchange", (1, -1, 0), 2, 0, "")]


class AnyHistory(TestCase):
    """Random batches over three accounts with limits that grow and hours held, a closed account and a closed period, an
    account elsewhere, one that counts kWh, and two of a unit that is not passed on.
    """

    amounts = st.tuples(*[st.integers(-90, 90)] * 2, st.sampled_from([0, 0, 0, 7])).map(
        lambda given: (given[0], given[1], given[2] - given[0] - given[1])
    )
    kinds = st.sampled_from(
        ["exchange"] * 5 + ["gift", "care"] + ["backwards"] * 3
        + ["closed", "elsewhere", "kWh", "nowhere", "early", "both units", "passed on"]
    )  # fmt: skip
    step = st.tuples(kinds, amounts, st.integers(0, 12), st.integers(0, 2), st.sampled_from(["", "", "thanks", "x"]))
    limits = st.tuples(
        *[
            st.tuples(
                st.integers(-150, 0), st.integers(0, 150), st.sampled_from(["enforce", "warn", "off"]),
                st.sampled_from([0, 0, 40]), st.sampled_from([0, 0, 30]),
            )
        ] * 3
    )  # fmt: skip

    @hypothesis_settings(max_examples=60, deadline=None)
    @example(limits=FREE, before=[], steps=TAKEN_BACK_FIRST)
    @given(limits=limits, before=st.lists(step, max_size=5), steps=st.lists(step, min_size=1, max_size=30))
    def test_batch_is_one_by_one(self, limits: Sequence, before: Sequence, steps: Sequence) -> None:
        books, other = Books(), Books("other")
        for place, (floor, ceiling, mode, grows_by, held) in enumerate(limits):
            books.limit(place, floor=floor, ceiling=ceiling, mode=mode, grows_by=grows_by)
            keep_back(books, place, held)
        agent, *others = books.community.agents.order_by("pk").values_list("pk", flat=True)
        kept = [
            LedgerAccount.objects.create(
                community=books.community, unit=KG.code, agent_id=other, is_transferable=False, is_convertible=True
            )
            for other in others
        ]
        witness_rows(ACCOUNT, kept)
        witness_rows(CLOSING, [Closing.objects.create(community=books.community, through=TODAY - timedelta(days=9))])
        more = {
            "elsewhere": other.accounts[0],
            "kWh": ledger.member_account(books.community.pk, agent, KWH),
            "closed": ledger.issuing_account(books.community.pk, HOURS, "closed"),
            "nowhere": 10**9,
        }
        LedgerAccount.objects.filter(pk=more["closed"]).update(closed_on=TODAY)
        ids = [UUID(int=number + 1) for number in range(13)]

        def entry(kind: str, amounts: tuple[int, ...], id_: int, of: int, note: str) -> Entry:
            made = books.entry(*amounts, client_id=ids[id_], note=note)
            passed = Posting(kept[0].pk, KG(5)), Posting(kept[1].pk, KG(-5))
            if kind == "backwards":
                return replace(made, kind="reversal", reverses=ids[of])
            if kind in ("gift", "care"):
                return replace(made, kind=kind)
            if kind == "early":
                return replace(made, effective_on=TODAY - timedelta(days=10))
            if kind in ("both units", "passed on"):
                return replace(made, postings=(*made.postings, *passed) if kind == "both units" else passed)
            if kind in more:
                made = replace(made, postings=(*made.postings[:1], Posting(more[kind], HOURS(-amounts[0] or 1))))
            return made

        for early in before:
            ledger.post(entry(*early))
        batch = [entry(*each) for each in steps]
        one_by_one = undone(lambda: [ledger.post(each) for each in batch])
        together = undone(lambda: list(ledger.post_many(each for each in batch)))
        assert together == one_by_one
        whole, left, _ = undone(lambda: list(ledger.post_many(batch, all_or_nothing=True)))
        assert whole == one_by_one[0]
        assert left == (rows() if any(isinstance(answer, Refusal) for answer in whole) else one_by_one[1])


@pytest.mark.django_db
def test_each_kind_of_answer_at_its_place(books: Books) -> None:
    books.limit(1, floor=-100, mode="enforce")
    early = books.entry(0, 10, -10)
    ledger.post(early)
    first, repeated = books.entry(60, -60, note="We talked"), uuid4()
    back = first.negated(uuid4(), TODAY, actor=None, reason="wrong day")
    batch = [
        early,
        first,
        first,
        replace(first, note="Other words"),
        books.entry(60, -60, client_id=repeated),  # past the floor here, though not once the batch is through
        back,
        first.negated(uuid4(), TODAY, actor=None, reason="again"),
        books.entry(60, -60, client_id=repeated),  # a refused id is free
        books.entry(60, -59),
        replace(books.entry(), postings=(Posting(books.accounts[0], KWH(1)), Posting(books.accounts[1], KWH(-1)))),
    ]
    answers = ledger.post_many(batch)
    assert codes(answers) == [
        "again", "done", "again", "CONFLICTS_WITH_EARLIER", "LIMIT_FLOOR", "done", "ALREADY_REVERSED", "done",
        "NOT_ZERO_SUM", "UNIT_MISMATCH",
    ]  # fmt: skip
    assert books.balances() == [60, -50, -10]
    assert [note.words for note in EntryNote.objects.order_by("pk")] == ["We talked", "wrong day"]
    assert ledger.verify()


@pytest.mark.django_db
def test_all_or_nothing_names_everything_that_is_wrong(books: Books) -> None:
    batch = [books.entry(), books.entry(1, -2), books.entry(5, -5), books.entry(3, -1)]
    answers = ledger.post_many(batch, all_or_nothing=True)
    assert codes(answers) == ["done", "NOT_ZERO_SUM", "done", "NOT_ZERO_SUM"]
    assert not EntryRow.objects.exists()
    assert books.balances() == [0, 0, 0]
    assert codes(ledger.post_many(batch[::2], all_or_nothing=True)) == ["done", "done"]
    assert codes(ledger.post_many(batch[::2], all_or_nothing=True)) == ["again", "again"]
    assert books.balances() == [65, -65, 0]


@pytest.mark.django_db
def test_a_history_is_not_stopped_by_todays_limits(books: Books) -> None:
    books.limit(1, floor=-30, mode="enforce")
    books.limit(2, floor=-30, mode="off")
    batch = [books.entry(60, -60), books.entry(60, 0, -60), books.entry(-60, 60)]
    assert codes(ledger.post_many(batch)) == ["LIMIT_FLOOR", "done", "done"]
    ledger.post_many([books.entry(60, -60)])
    answers = ledger.post_many([replace(each, client_id=uuid4()) for each in batch], limits=False)
    assert codes(answers) == ["done"] * 3
    assert [getattr(answer, "outside", None) for answer in answers] == [(books.accounts[1],), (), ()]
    assert books.balances()[2] == -120


@pytest.mark.django_db
def test_the_one_that_breaks_a_limit_is_named(books: Books) -> None:
    """Not the batch as a whole, nor the last: what comes after it counts no more than it does one by one."""
    books.limit(1, floor=-100, mode="enforce")
    amounts = [(40, -40), (60, -60), (1, -1), (-30, 30), (30, -30), (1, -1)]
    answers = ledger.post_many([books.entry(*each) for each in amounts])
    assert codes(answers) == ["done", "done", "LIMIT_FLOOR", "done", "done", "LIMIT_FLOOR"]
    assert [answer.balances for answer in answers if isinstance(answer, ledger.Posted)] == [
        (40, -40), (100, -100), (70, -70), (100, -100),
    ]  # fmt: skip
    assert ledger.verify()


@pytest.mark.django_db
def test_a_limit_grows_within_the_batch(books: Books) -> None:
    books.limit(0, floor=0, mode="enforce", grows_by=50)
    amounts = [(30, -30), (-60, 60), (-1, 1), (30, -30), (-40, 40), (-10, 10)]
    answers = ledger.post_many([books.entry(*each) for each in amounts])
    assert codes(answers) == ["done", "done", "LIMIT_FLOOR", "done", "done", "done"]
    assert codes([ledger.post(books.entry(-1, 1))]) == ["LIMIT_FLOOR"]
    assert LedgerAccount.objects.get(pk=books.accounts[0]).given == 60


@pytest.mark.django_db
def test_a_whole_batch_that_passes_names_those_beyond_a_limit(books: Books) -> None:
    books.limit(1, floor=-50, mode="warn")
    answers = ledger.post_many(
        [books.entry(40, -40, note='"Tea", \\ and {cake}'), books.entry(0, 40, -40), books.entry(90, -90)]
    )
    assert [answer.outside for answer in answers if isinstance(answer, ledger.Posted)] == [(), (), (books.accounts[1],)]
    assert EntryNote.objects.get().words == '"Tea", \\ and {cake}'


@pytest.mark.django_db
def test_communities_in_one_batch_stay_apart(books: Books) -> None:
    other = Books("other")
    same = uuid4()
    batch = [
        books.entry(client_id=same),
        other.entry(client_id=same),
        replace(books.entry(), community=other.community.pk),
    ]
    assert codes(ledger.post_many(batch)) == ["done", "done", "NOT_FOUND"]
    assert ledger.verify()


@pytest.mark.django_db
def test_few_statements_for_many(books: Books) -> None:
    batch = [books.entry(minutes, -minutes, note="We talked") for minutes in range(1, 201)]
    with CaptureQueriesContext(connection) as queries:
        assert codes(ledger.post_many(batch)) == ["done"] * 200
    assert len(queries) <= (3 if connection.vendor == "postgresql" else 13)
    assert ledger.post_many([]) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("amounts", [(60, -59), (60,)])
def test_a_planted_mistake_is_refused_by_the_database(books: Books, amounts: tuple[int, ...]) -> None:
    """Were the rule wrong, the headers' trigger would still look at every sum of the batch."""
    good, wrong = draft(books.entry()), draft(books.entry(*amounts))
    with pytest.raises(IntegrityError), transaction.atomic():
        engine().write_many([(good, Applied((60, -60))), (wrong, Applied(amounts))], {})
    assert not PostingRow.objects.exists()


@pytest.mark.django_db
def test_accounts_opened_together(books: Books) -> None:
    agents = [*books.community.agents.order_by("pk").values_list("pk", flat=True)]
    agents.append(Agent.objects.create(community=books.community, name="Dee").pk)
    opened = ledger.member_accounts(books.community.pk, (agent for agent in [*agents, agents[0]]), HOURS)
    assert list(opened) == agents
    assert list(opened.values())[:3] == books.accounts
    assert all(ledger.member_account(books.community.pk, agent, HOURS) == account for agent, account in opened.items())
    assert ledger.member_accounts(books.community.pk, agents, HOURS) == opened
    assert ledger.member_accounts(books.community.pk, [], HOURS) == {}


def in_another_session(work: Callable[[], Sequence[Answer]]) -> tuple[threading.Thread, list[Sequence[Answer]]]:
    answers: list[Sequence[Answer]] = []

    def run() -> None:
        try:
            answers.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize("same_accounts", [True, False])
@pytest.mark.only("postgresql", because="SQLite has one writer: a second session waits before it reads anything")
def test_two_sessions_with_the_same_ids(committed: str, same_accounts: bool) -> None:
    """Whoever comes second waits, then is told what the first was told, or what differs."""
    books = Books()
    batch = [books.entry(minutes, -minutes, note="We talked") for minutes in range(1, 31)]
    second, wanted = batch, "again"
    if not same_accounts:
        extra = [ledger.issuing_account(books.community.pk, HOURS, name) for name in ("one", "two")]
        second = [replace(each, postings=(Posting(extra[0], HOURS(5)), Posting(extra[1], HOURS(-5)))) for each in batch]
        wanted = "CONFLICTS_WITH_EARLIER"
    more = books.entry(7, -7)
    with transaction.atomic():
        assert codes(ledger.post_many(batch)) == ["done"] * 30
        thread, answers = in_another_session(lambda: ledger.post_many([*second, more]))
        thread.join(0.7)
        assert thread.is_alive(), "the second did not wait for the first"
    thread.join(20)
    assert codes(answers[0]) == [*[wanted] * 30, "done"]
    assert books.balances() == [sum(range(31)) + 7, -sum(range(31)) - 7, 0]
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
def test_sessions_racing_with_batches_that_overlap(committed: str) -> None:
    books = Books()
    books.limit(1, floor=-700, mode="enforce")
    batch = [books.entry(20, -20) if number % 2 else books.entry(0, 20, -20) for number in range(120)]
    racing = []
    for number in range(4):
        mine = Random(number).sample(batch, len(batch))
        racing.append(in_another_session(lambda mine=mine: ledger.post_many(mine)))  # type: ignore[misc]
    for thread, _ in racing:
        thread.join(60)
    answers = [each for _, said in racing for each in said]
    assert len(answers) == 4
    fresh = [code for each in answers for code in codes(each)].count("done")
    assert fresh == EntryRow.objects.count() <= 130
    assert books.balances()[1] >= -700
    assert ledger.verify()


#: How the call begins that decides and writes a whole batch.
ONE_CALL = "SELECT code"

KILLED = """
import sys
import django
django.setup()
from coproduce.community import ledger
from coproduce.community.ledger.tests.books import Books
from coproduce.community.people.models import Community
from tests.fixtures.breaking import breaking

class Again(Books):
    def __init__(self, community):
        from coproduce.community.ledger.models import LedgerAccount
        from coproduce.core.quantity import HOURS
        self.unit, self.community = HOURS, community
        self.accounts = list(LedgerAccount.objects.order_by("pk").values_list("pk", flat=True))

books = Again(Community.objects.get(slug="books"))
with breaking(sys.argv[1]):
    batch = [books.entry(n, -n, note="We talked") for n in range(1, 2001)]
    # One that is there twice is decided one by one; all that pass go in by one call on PostgreSQL.
    ledger.post_many(batch if sys.argv[1].startswith("SELECT") else [*batch, batch[0]])
"""


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize(
    "after",
    [
        "INSERT INTO ledger_posting",
        "INSERT INTO ledger_entry ",
        "INSERT INTO ledger_entrynote",
        "UPDATE",
        ONE_CALL,
        "never",
    ],
)
def test_killed_in_the_middle_leaves_nothing(committed: str, after: str, tmp_path: Path) -> None:
    if after == ONE_CALL and connection.vendor != "postgresql":
        pytest.skip("on SQLite each row has a statement of its own")
    books = Books()
    ledger.post(books.entry())
    connection.close()
    if connection.vendor == "sqlite":
        (tmp_path / "coproduce.sqlite3").symlink_to(committed)
        where = {"DATABASE_URL": ""}
    else:
        said = connection.settings_dict
        where = {"DATABASE_URL": f"postgres://{said['USER']}@:{said['PORT'] or 5432}/{said['HOST']}/{committed}"}
    environment = {**os.environ, **where, "COPRODUCE_DATA": str(tmp_path), "COPRODUCE_SECRET": "not a secret"}
    child = subprocess.run(
        [sys.executable, "-c", KILLED, after],
        check=False,
        cwd=Path.cwd(),
        env=environment | {"DJANGO_SETTINGS_MODULE": "coproduce.web.settings"},
    )
    assert child.returncode == (0 if after == "never" else -signal.SIGKILL)
    assert EntryRow.objects.count() == PostingRow.objects.count() // 2 == (2001 if after == "never" else 1)
    assert EntryNote.objects.count() == (2000 if after == "never" else 0)
    assert ledger.verify()
