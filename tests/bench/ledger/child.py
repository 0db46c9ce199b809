"""One process on one database: told a side and how many, it answers how long that took."""

import json
import sys
import time
from typing import Any


def main(members: int) -> None:
    """Until there is nothing more to read."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.ledger.big import big
    from tests.bench.ledger.sides import sides
    from tests.bench.ledger.world import World

    call_command("migrate", verbosity=0)
    # What pgbench posts has no true digests: it stands apart from what is added up again.
    by_pgbench, world = World("by-pgbench", members), World("bench", members)
    known = {**sides(world), **big(world)}
    answer({"community": by_pgbench.community, "first": by_pgbench.accounts[0]})
    for line in sys.stdin:
        name, count, commit = json.loads(line)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
                cursor.execute(f"SET synchronous_commit = {commit}")
        answer(timed(known[name], count))


def timed(side: Any, count: int) -> Any:
    """Seconds by the clock and of this process; or what the side has to say by itself."""
    run = side(count)
    began, worked = time.perf_counter(), time.process_time()
    said = run()
    return said or {"took": time.perf_counter() - began, "worked": time.process_time() - worked, "count": count}


def answer(value: Any) -> None:
    """One line for whoever asked."""
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
