"""How fast a history is posted: python -m tests.bench.posting [ENTRIES]

Three ways in one run, interleaved: `post` in a loop in one transaction, `post_many` in batches, and the same
finished rows written bare, with no rule and no search for what is there already. Entries are between two of 400
members, under limits, each with a note. Runs on SQLite, then on PostgreSQL where there is one.
"""

import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median
from uuid import UUID

from tests.bench.both import run_on_both

ENTRIES = 20_000
BATCH = 10_000
ROUNDS = 3
#: The loop is slow: a part of the history says how slow.
SHARE_OF_THE_LOOP = 10


def measure(count: int) -> None:
    """One database: the one the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from coproduce.community import ledger
    from coproduce.community.ledger.draft import draft
    from coproduce.community.ledger.posting import engine
    from coproduce.community.people.models import Agent, Community
    from coproduce.core.journal import Applied, Entry, Limit, Posting
    from coproduce.core.quantity import HOURS

    call_command("migrate", verbosity=0)
    here = Community.objects.create(
        slug="bench", name="Bench", time_zone="Europe/London", language="en-gb", currency="GBP",
        since_on=date(2020, 1, 1),
    )  # fmt: skip
    agents = [Agent.objects.create(community=here, name=f"Member {n}") for n in range(400)]
    accounts = list(ledger.member_accounts(here.pk, [agent.pk for agent in agents], HOURS).values())
    for account in accounts:
        ledger.change_limit(account, Limit(-(10**9), 10**9, "enforce"), actor=None, why="bench")
    chance = Random(7)

    def history(entries: int) -> list[Entry]:
        made = []
        for number in range(entries):
            giver, receiver = chance.sample(accounts, 2)
            minutes = HOURS(15 * chance.randint(1, 12))
            made.append(
                Entry(
                    UUID(int=chance.getrandbits(128)), here.pk, "exchange", "company", date(2026, 4, number % 28 + 1),
                    (Posting(giver, minutes), Posting(receiver, -minutes)), actor=1, arena="timebank",
                    source_ref=f"row {number}", note=f"Shopping, and a long talk about the {number}th garden",
                )
            )  # fmt: skip
        return made

    def loop(entries: list[Entry]) -> None:
        with transaction.atomic():
            for entry in entries:
                assert isinstance(ledger.post(entry), ledger.Posted)

    def many(entries: list[Entry]) -> None:
        for start in range(0, len(entries), BATCH):
            answers = ledger.post_many(entries[start : start + BATCH])
            assert all(isinstance(answer, ledger.Posted) for answer in answers)

    def bare(entries: list[Entry]) -> Callable[[], None]:
        held = {account: ledger.balance(account).minor for account in accounts}
        rows = []
        for entry in entries:
            for posting in entry.postings:
                held[posting.account] += posting.amount.minor
            rows.append((draft(entry), Applied(tuple(held[posting.account] for posting in entry.postings))))

        def write() -> None:
            with transaction.atomic():
                engine().write_many(rows, held, {})

        return write

    took: dict[str, list[float]] = {"loop": [], "post_many": [], "bare": []}

    def timed(way: str, entries: int, call: Callable[[], None]) -> None:
        began = time.perf_counter()
        call()
        took[way].append((time.perf_counter() - began) / entries)

    for _ in range(ROUNDS):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # else each way is planned for the empty tables it first met
        few, lot = history(count // SHARE_OF_THE_LOOP), history(count)
        timed("loop", len(few), lambda few=few: loop(few))  # type: ignore[misc]
        timed("post_many", count, lambda lot=lot: many(lot))  # type: ignore[misc]
        timed("bare", count, bare(history(count)))
    assert ledger.verify()
    each = {way: median(times) for way, times in took.items()}
    print(
        f"{connection.vendor}: post in a loop {1 / each['loop']:,.0f} entries/s, post_many {1 / each['post_many']:,.0f}"
        f" ({each['loop'] / each['post_many']:.1f} × the loop), bare rows {1 / each['bare']:,.0f}"
        f" (post_many {each['bare'] / each['post_many']:.2f} of them)",
        flush=True,
    )


if __name__ == "__main__":
    run_on_both("tests.bench.posting", measure, ENTRIES)
