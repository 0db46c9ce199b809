"""How fast a list comes in, and how long it holds the write lock: python -m tests.bench.lists [ROWS]

Against the floor of the same database in the same run: the finished rows written bare, in one statement after
another, with no rule, no record of who did it and no search for what is there already. Runs on SQLite, then on
PostgreSQL where there is one.
"""

import time
from uuid import uuid4

from tests.bench.both import run_on_both

ROWS = 30_000


def measure(rows: int) -> None:
    """One database: the one the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from coproduce.community.base import rooms
    from coproduce.community.base.actor import operator
    from coproduce.community.base.bringing import CHUNK
    from coproduce.community.base.cells import Setting
    from coproduce.community.base.sheets import guess, sort_rows
    from coproduce.community.exchange.models import Need
    from coproduce.community.people.models import Account, Community
    from coproduce.community.people.queries import actor_for
    from coproduce.interop.sheets_reading import read_sheet

    call_command("migrate", verbosity=0)
    rooms.verbs()["people.open_community"](
        operator(), slug="bench", name="Bench", time_zone="Europe/London", language="en-gb", currency="GBP",
        broker_name="Cleo", broker_email="cleo@bench.example", request_id=uuid4(),
    )  # fmt: skip
    cleo = actor_for(Account.objects.get(email="cleo@bench.example"), "bench", "import")
    assert cleo is not None
    here = Community.objects.get(slug="bench")
    lines = [
        "rec_id,ppe,qty,date",
        *(f"ward {n % 900},masks,{n % 500 + 1},2026-04-{n % 28 + 1:02d}" for n in range(rows)),
    ]
    content = "\n".join(lines).encode()

    began = time.perf_counter()
    listings = [listing for room in rooms.with_file("imports") for listing in room.LISTINGS]
    sheet = read_sheet(content)
    by = guess(sheet, "bench", listings)
    from coproduce.community.base import clock

    taken = sort_rows(sheet, by, Setting(here.pk, clock.today(here.time_zone), here.time_zone))
    held = 0.0
    for start in range(0, len(taken.good), CHUNK):
        locked = time.perf_counter()
        by.listing.send(cleo, taken.good[start : start + CHUNK], uuid4())
        held = max(held, time.perf_counter() - locked)
    took = time.perf_counter() - began
    assert Need.objects.count() == rows

    bare = [
        Need(
            community_id=row.community_id, agent_id=row.agent_id, category_id=row.category_id, words=row.words,
            quantity=row.quantity, said_on=row.said_on, source_ref=f"bare {row.pk}",
        )
        for row in Need.objects.all()
    ]  # fmt: skip
    began = time.perf_counter()
    for start in range(0, rows, CHUNK):
        with transaction.atomic():
            Need.objects.bulk_create(bare[start : start + CHUNK])
    floor = time.perf_counter() - began
    print(
        f"{connection.vendor}: {rows / took:,.0f} rows/s, bare rows {rows / floor:,.0f}/s, ratio {floor / took:.2f}; "
        f"lock held at most {held:.2f} s",
        flush=True,
    )


if __name__ == "__main__":
    run_on_both("tests.bench.lists", measure, ROWS)
