"""How fast the books of a bank come in: python -m tests.bench.histories [ROWS]

A file of 200,000 contributions among 10,000 members, made on the spot, through everything `coproduce import` does:
read, matched, every row looked at, posted in batches. Beside it the same finished rows written bare, with no rule and
no search for what is there already; how long the lock is held, and how much memory is in use at the most. Runs on
SQLite, then on PostgreSQL where there is one.
"""

import resource
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import uuid4

from tests.bench.both import run_on_both

ROWS = 200_000
MEMBERS = 10_000
#: Rows a second, on either database.
GOAL = 5_000
#: Rows of one call, as the import sends them.
BATCH = 1000
#: Bare rows written to compare with.
BARE = 20_000


def made(rows: int, members: int) -> bytes:
    """The file: the same for the same numbers."""
    chance = Random(11)
    lines = ["nr,giver,receiver,minutes,date,kind,notes"]
    kinds = ("Car share", "Gardening", "Dog walking", "Knot tying", "Cooking")
    for number in range(rows):
        giver, receiver = chance.sample(range(members), 2)
        day = f"{2015 + number * 10 // rows}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        lines.append(
            f"{number},{giver},{receiver},{15 * chance.randint(1, 12)},{day},{kinds[number % 5]},help {number}"
        )
    return "\n".join(lines).encode()


class Lock:
    """How long each batch kept others from writing: SQLite from its BEGIN, PostgreSQL from the
    accounts it locked, or the call that locks and writes."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.since: float | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked = time.perf_counter()
        answer = execute(sql, params, many, context)
        if sql.startswith("BEGIN IMMEDIATE") or "FOR UPDATE" in sql:
            self.since = time.perf_counter()
        elif "FROM ledger_post(" in sql:
            self.since = asked
        return answer

    def released(self) -> None:
        """The batch was written for good a moment ago."""
        if self.since is not None:
            self.longest = max(self.longest, time.perf_counter() - self.since)
        self.since = None


def bare(community: int, members: list[int], category: int) -> float:
    """Finished rows a second, a thousand at a time, as `record_history` writes them: entries and contributions."""
    from datetime import UTC, date, datetime

    from django.db import transaction

    from coproduce.community import ledger
    from coproduce.community.base.bulk import put_many
    from coproduce.community.exchange.models import Contribution
    from coproduce.community.ledger.draft import drafts
    from coproduce.community.ledger.models import LedgerAccount
    from coproduce.community.ledger.posting import engine
    from coproduce.core.journal import Applied, Entry, Posting
    from coproduce.core.quantity import HOURS

    chance, day, now = Random(12), date(2025, 6, 1), datetime.now(UTC)
    accounts = ledger.member_accounts(community, members, HOURS)
    held = {row.pk: row.standing for row in LedgerAccount.objects.filter(pk__among=set(accounts.values()))}
    shared = {"community": community, "unit": HOURS.code, "recorded_at": now, "recorded_by": 0, "is_by_desk": True,
              "thanks": "", "arena": "timebank", "category": category, "effective_on": day}  # fmt: skip
    took = 0.0
    for _ in range(0, BARE, BATCH):
        pairs = [chance.sample(members, 2) for _ in range(BATCH)]
        entries = [
            Entry(uuid4(), community, "gift", "Gardening", day, arena="timebank", source_ref="bare", note="help",
                  postings=(Posting(accounts[giver], HOURS(60)), Posting(accounts[receiver], HOURS(-60))))
            for giver, receiver in pairs
        ]  # fmt: skip
        written, moved = [], {}
        for draft in drafts(entries):
            for posting in draft.entry.postings:
                before = held[posting.account]
                moved[posting.account] = held[posting.account] = before.after(before.balance + posting.amount.minor, 0)
            written.append((draft, Applied(tuple(held[posting.account].balance for posting in draft.entry.postings))))
        rows = [(uuid4(), *pair, 60, entry.client_id) for pair, entry in zip(pairs, entries, strict=True)]
        began = time.perf_counter()
        with transaction.atomic():
            engine().write_many(written, moved)
            put_many(Contribution, shared, ("public_id", "giver", "receiver", "amount", "entry"), rows)
        took += time.perf_counter() - began
    return BARE / took


def measure(rows: int) -> None:
    """One database: the one the environment names."""
    from coproduce.cli.saying import django_ready

    django_ready()
    from django.core.management import call_command
    from django.db import connection

    from coproduce.community import ledger
    from coproduce.community.base import bringing, rooms
    from coproduce.community.base.actor import operator
    from coproduce.community.base.done import Done
    from coproduce.community.base.sheets import guess, sort_rows
    from coproduce.community.exchange.models import Contribution
    from coproduce.community.people.models import Account, Agent, Community
    from coproduce.community.people.queries import actor_for
    from coproduce.community.people.rules import NewMember
    from coproduce.interop.sheets_reading import read_sheet

    call_command("migrate", verbosity=0)
    verbs = rooms.verbs()
    verbs["people.open_community"](
        operator(), slug="bench", name="Bench", time_zone="Europe/London", language="en-gb", currency="GBP",
        broker_name="Cleo", broker_email="cleo@bench.example", request_id=uuid4(),
    )  # fmt: skip
    cleo = actor_for(Account.objects.get(email="cleo@bench.example"), "bench", "import")
    assert cleo is not None
    here = Community.objects.get(slug="bench")
    for start in range(0, MEMBERS, BATCH):
        some = tuple(NewMember(f"Member {n}", source_ref=f"members:{n}") for n in range(start, start + BATCH))
        assert isinstance(verbs["people.welcome"](cleo, members=some, request_id=uuid4()), Done)
    content = made(rows, MEMBERS)

    began, worked = time.perf_counter(), time.process_time()
    sheet = read_sheet(content)
    by = guess(sheet, "bench", bringing.listings())
    taken = sort_rows(sheet, by, bringing.setting_in(here))
    assert not taken.bad, taken.bad[:3]
    looked = time.perf_counter() - began
    lock = Lock()
    with connection.execute_wrapper(lock):
        for batch in bringing.batches(by.listing, taken):
            outcome = bringing.send(cleo, by.listing, batch)
            lock.released()
            assert isinstance(outcome, Done), outcome
    took, worked = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "linux" else 1024**2)
    assert Contribution.objects.count() == rows
    members = list(Agent.objects.filter(community=here, source_ref__startswith="members:").values_list("pk", flat=True))
    kind = Contribution.objects.values_list("category", flat=True)[0]
    raw = bare(here.pk, members, kind)
    print(
        f"{connection.vendor}: {rows:,} rows, {rows / took:,.0f} rows/s (goal {GOAL:,}), {rows / took / raw:.2f} of "
        f"bare rows ({raw:,.0f}/s); looked at in {looked:.1f} s, posted in {took - looked:.1f} s, this process worked "
        f"for {worked:.1f} s; lock held at most {lock.longest:.2f} s; {peak} MB at most",
        flush=True,
    )
    assert ledger.verify(here.pk)


if __name__ == "__main__":
    run_on_both("tests.bench.histories", measure, ROWS)
