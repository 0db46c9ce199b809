"""Writers are killed in the middle of work, or the database's server is: what was acknowledged stands, once.

A process dies in these tests, not the machine. Two writers post among three accounts near their floors; an answer takes
a moment on its way back, so that one is often killed between the two. Whoever comes after asks again what was not
answered. Four faults planted in the writer are each seen by the same cycles.
"""

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from coproduce.community import ledger
from coproduce.community.ledger.books import books_of
from coproduce.community.ledger.draft import draft
from coproduce.community.ledger.models import Entry as EntryRow, LedgerAccount, Posting as PostingRow
from coproduce.community.ledger.posting import engine
from coproduce.community.ledger.tests.books import Books
from coproduce.core.journal import Applied, Entry, Posting, Standing, apply, gives
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from tests import postgresql
from tests.fixtures.databases import everybody_uses
from tests.promises.workers import Say, at_work
from tests.sample import IS_LONG

pytestmark = pytest.mark.django_db(databases=[])

FLOOR = -90

#: Deaths of both writers, and of the server: 50 and 5 by default.
DEATHS = {"sqlite": 1000 if IS_LONG else 50, "postgresql": 150 if IS_LONG else 10}
SERVER_DEATHS = 25 if IS_LONG else 5

Write = Callable[[Entry], ledger.Posted | Refusal]


@dataclass
class Watched:
    """The books that are written to, and what the writers were told."""

    books: Books
    told: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> "Watched":
        books = Books()
        for place in range(3):
            books.limit(place, floor=FLOOR, mode="enforce")
        return cls(books)

    def entry(self, writer: int, request: int) -> Entry:
        """What a writer asks for: asked again, it is the same."""
        chance = Random(f"{writer} {request}")
        giver, receiver = chance.sample(self.books.accounts, 2)
        amount = HOURS(chance.randint(1, 60))
        return self.books.entry(
            client_id=uuid5(NAMESPACE_OID, f"{writer} {request}"),
            kind="gift",
            source_ref=f"{writer} {request}",
            postings=(Posting(giver, -amount), Posting(receiver, amount)),
        )

    def write(self, write: Write, writer: int, first: int, say: Say) -> None:
        """Ask for one after another, and pass on each answer once it is there."""
        chance = Random(f"{writer} {first}")
        for request in count(first):
            try:
                answer = write(self.entry(writer, request))
            except OperationalError as lost:  # the server is gone: whoever comes after asks again
                say(("lost", request, str(lost)))
                return
            time.sleep(chance.random() / 300)
            say((writer, request, "refused" if isinstance(answer, Refusal) else "done"))

    def cycle(
        self, write: Write, chance: Random, kill: Callable[[], None] | None = None, at_most: float = 0.025
    ) -> list[str]:
        """Two writers at work until they are killed, or the server; what they said of trouble. `at_most` in seconds."""
        firsts = [1 + max((request for who, request in self.told if who == writer), default=0) for writer in (0, 1)]
        works = [partial(self.write, write, writer, first) for writer, first in enumerate(firsts)]
        with at_work(works) as workers:
            for worker in workers:
                worker.hear()
            time.sleep(chance.random() * at_most)
            for victim in [kill] if kill else [worker.kill for worker in workers]:
                victim()
            said = [one for worker in workers for one in worker.hear_all()]
        trouble = []
        for one in said:
            if isinstance(one, tuple) and one[0] != "lost":
                self.told[one[:2]] = one[2]
            else:
                trouble.append(str(one))
        return trouble

    def faults(self) -> list[str]:
        """What is not as the writers were told, or does not add up."""
        stands = Counter(tuple(map(int, ref.split())) for ref in EntryRow.objects.values_list("source_ref", flat=True))
        found = [f"{asked} stands {stands[asked]} times: {said}" for asked, said in self.told.items()
                 if stands[asked] != (said == "done")]  # fmt: skip
        for writer in (0, 1):
            unanswered = [asked for asked in stands.elements() if asked[0] == writer and asked not in self.told]
            if len(unanswered) > 1:
                found.append(f"more than one was asked for and never answered: {unanswered}")
        accounts = LedgerAccount.objects.annotate(added=Coalesce(Sum("postings__amount"), 0))
        found += [
            f"account {one.pk} holds {one.balance}, not {one.added}" for one in accounts.exclude(balance=F("added"))
        ]
        below = PostingRow.objects.filter(amount__lt=0, balance_after__lt=FLOOR).count()
        return [*found, *([f"{below} postings went below the floor"] if below else [])]


def alone() -> None:
    """Until the server has ended what it did for those who were killed."""
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for _ in range(500):
                cursor.execute(others)
                if not cursor.fetchall():
                    return
                time.sleep(0.02)


@pytest.mark.promise("What was acknowledged stands, once, whatever dies")
def test_writers_are_killed(committed: str) -> None:
    watched, chance = Watched.begin(), Random(4)
    for _ in range(DEATHS[connection.vendor]):
        assert watched.cycle(ledger.post, chance) == []
        alone()
        assert watched.faults() == []
    assert len(watched.told) >= 2 * DEATHS[connection.vendor]
    assert {"done", "refused"} == set(watched.told.values())
    assert ledger.verify()


@contextmanager
def server_of_its_own(name: str) -> Iterator[postgresql.Server]:
    """The database of the test, on a server that may be killed."""
    programs = postgresql.binaries()
    if programs is None:
        pytest.skip("no PostgreSQL to start")
    said = connection.settings_dict
    connection.close()
    there = ["-h", said["HOST"], "-p", str(said["PORT"] or 5432), "-U", said["USER"]]
    with postgresql.started(programs, postgresql.TO_BE_KILLED) as server:
        dump = subprocess.run(
            [programs / "pg_dump", *there, name], check=True, capture_output=True, env={"PGPASSWORD": said["PASSWORD"]}
        )
        here = ["-q", "-h", str(server.folder), "-U", "coproduce", "-v", "ON_ERROR_STOP=1", "coproduce"]
        subprocess.run([programs / "psql", *here], check=True, input=dump.stdout, stdout=subprocess.DEVNULL)
        with everybody_uses(HOST=str(server.folder), PORT="5432", USER="coproduce", PASSWORD="", NAME="coproduce"):
            yield server


@pytest.mark.only("postgresql", because="SQLite has no server")
def test_the_server_is_killed(committed: str) -> None:
    watched, chance = Watched.begin(), Random(5)
    with server_of_its_own(committed) as server:
        for _ in range(SERVER_DEATHS):
            assert watched.cycle(ledger.post, chance, server.kill), "the writers did not notice"
            server.start()
            assert watched.faults() == []
        assert len(watched.told) >= 2 * SERVER_DEATHS
        assert ledger.verify()


def standings(entry: Entry) -> dict[int, Standing]:
    """As anybody may read them: nobody is kept from changing them the next moment."""
    rows = LedgerAccount.objects.filter(pk__in=[posting.account for posting in entry.postings])
    return {row.pk: row.standing for row in rows}


def decided(entry: Entry) -> Applied | Refusal | None:
    """What the rule says to what was read; None for what stands already. A page takes its time over it."""
    if EntryRow.objects.filter(client_id=entry.client_id).exists():
        return None
    applied = apply(entry, standings(entry), books_of(entry.community))
    time.sleep(0.008)
    return applied


def after(entry: Entry, applied: Applied) -> dict[int, Standing]:
    before = standings(entry)
    return {
        posting.account: before[posting.account].after(balance, gives(entry, posting.amount.minor))
        for posting, balance in zip(entry.postings, applied.balances, strict=True)
    }


def no_transaction(entry: Entry) -> Any:
    """What each account holds is written at once, the entry a moment later."""
    applied = decided(entry)
    if not isinstance(applied, Applied):
        return applied
    for account, standing in after(entry, applied).items():
        LedgerAccount.objects.filter(pk=account).update(balance=standing.balance)
    with transaction.atomic():
        engine().write_many([(draft(entry), applied)], {})
    return applied


def no_idempotency(entry: Entry) -> Any:
    """Each time it is asked it is another request."""
    return ledger.post(replace(entry, client_id=uuid4()))


def check_then_act(entry: Entry) -> Any:
    """The limit is looked at first, and what is posted then is not looked at again."""
    applied = decided(entry)
    return applied if isinstance(applied, Refusal) else ledger.post_many([entry], limits=False)[0]


def unlocked_balance(entry: Entry) -> Any:
    """What an account will hold is reckoned from what was read before anything was locked."""
    applied = decided(entry)
    if isinstance(applied, Applied):
        with transaction.atomic():
            engine().write_many([(draft(entry), applied)], after(entry, applied))
    return applied


@pytest.mark.parametrize("write", [no_transaction, no_idempotency, check_then_act, unlocked_balance])
@pytest.mark.promise("A writer with a fault would not pass for a sound one")
def test_a_planted_fault_is_seen(committed: str, write: Any) -> None:
    watched, chance = Watched.begin(), Random(6)
    for _ in range(60):
        assert watched.cycle(write, chance, at_most=0.25) == []
        alone()
        if watched.faults():
            return
    raise AssertionError("sixty cycles, and nobody saw it")
