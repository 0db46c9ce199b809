"""A long history: read from a file, added up again, and read a page at a time."""

import csv
import io
import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any
from uuid import UUID

from django.db import connection

from coproduce.community import ledger
from tests.bench.ledger.world import Side, World

BATCH = 10_000
#: One account in so many entries is always the same: a pot.
POT = 20
READS = 200


def big(world: World) -> dict[str, Side]:
    """By name."""

    def load(count: int) -> Any:
        lines = csv.writer(file := io.StringIO())
        chance, pot = world.chance, world.accounts[0]
        for number in range(count):
            giver, receiver = chance.sample(world.accounts[1:], 2)
            lines.writerow((f"{chance.getrandbits(128):032x}", giver, receiver if number % POT else pot, 60))
        file.seek(0)

        def run() -> dict[str, float]:
            began = time.perf_counter()
            batch: list[Any] = []
            for client_id, giver, receiver, minutes in csv.reader(file):
                entry = world.entry(int(giver), int(receiver), int(minutes), UUID(client_id))
                batch.append(entry)
                if len(batch) == BATCH:
                    post(batch)
            post(batch)
            took = time.perf_counter() - began
            return {"took": took, "count": count}

        return run

    def post(batch: list[Any]) -> None:
        assert all(isinstance(answer, ledger.Posted) for answer in ledger.post_many(batch))
        batch.clear()

    def seal(_: int) -> Any:
        def run() -> dict[str, float]:
            began = time.perf_counter()
            size = ledger.seal(world.community).size
            return {"took": time.perf_counter() - began, "count": size}

        return run

    def verify(_: int) -> Any:
        def run() -> dict[str, float]:
            spent = {"hashing": 0.0, "adding": 0.0}

            def timed(execute: Any, sql: str, *rest: Any) -> Any:
                before = time.perf_counter()
                answer = execute(sql, *rest)
                spent["hashing" if "sha256(" in sql else "adding"] += time.perf_counter() - before
                return answer

            began = time.perf_counter()
            with connection.execute_wrapper(timed):
                proved = ledger.verify(world.community)
            assert proved, proved.faults[:3]
            took = time.perf_counter() - began
            return {"took": took, "count": proved.entries, "postings": proved.postings, **spent}

        return run

    def reading(read: Callable[[int], object]) -> Side:
        """p95 of what the database needs until the last row is there, in ms: the pot and anybody, turn about."""

        def ready(_: int) -> Any:
            def run() -> dict[str, float]:
                spent: list[float] = []
                for number in range(READS):
                    asked: list[tuple[str, Any]] = []

                    def noted(execute: Any, sql: str, values: Any, *rest: Any, asked: list[Any] = asked) -> Any:
                        asked.append((sql, values))
                        return execute(sql, values, *rest)

                    with connection.execute_wrapper(noted):
                        read(world.accounts[0] if number % 2 else world.chance.choice(world.accounts))
                    with connection.cursor() as cursor:
                        began = time.perf_counter()
                        for sql, values in asked:
                            cursor.execute(sql, values)
                            cursor.fetchall()
                        spent.append(1000 * (time.perf_counter() - began))
                return {"p95": quantiles(spent, n=20)[-1]}

            return run

        return ready

    return {
        "load": load,
        "seal": seal,
        "verify": verify,
        "balance": reading(ledger.balance),
        "statement": reading(lambda account: ledger.statement(account, limit=50)),
    }
