"""How fast the books of a bank come in, and how long the write lock is held: python -m tests.bench.histories [ROWS]

A file of 200,000 contributions among 10,000 members, made on the spot, through everything `coproduce import` does:
read, matched, every row looked at, posted in batches. Runs on SQLite, then on PostgreSQL where there is one.
"""

import time
from random import Random
from uuid import uuid4

from tests.bench.both import run_on_both

ROWS = 200_000
MEMBERS = 10_000
#: Rows a second, on either database.
GOAL = 5_000


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


def measure(rows: int) -> None:
    """One database: the one the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from coproduce.community import ledger
    from coproduce.community.base import clock, rooms
    from coproduce.community.base.actor import operator
    from coproduce.community.base.bringing import CHUNK
    from coproduce.community.base.done import Done
    from coproduce.community.base.sheets import Setting, guess, sort_rows
    from coproduce.community.base.sheets_reading import read_sheet
    from coproduce.community.exchange.models import Contribution
    from coproduce.community.people.models import Account, Community
    from coproduce.community.people.queries import actor_for
    from coproduce.community.people.rules import NewMember

    call_command("migrate", verbosity=0)
    verbs = rooms.verbs()
    verbs["people.open_community"](
        operator(), slug="bench", name="Bench", time_zone="Europe/London", language="en-gb", currency="GBP",
        broker_name="Cleo", broker_email="cleo@bench.example", request_id=uuid4(),
    )  # fmt: skip
    cleo = actor_for(Account.objects.get(email="cleo@bench.example"), "bench", "import")
    assert cleo is not None
    here = Community.objects.get(slug="bench")
    for start in range(0, MEMBERS, CHUNK):
        some = tuple(NewMember(f"Member {n}", source_ref=f"members:{n}") for n in range(start, start + CHUNK))
        assert isinstance(verbs["people.welcome"](cleo, members=some, request_id=uuid4()), Done)
    content = made(rows, MEMBERS)

    began = time.perf_counter()
    listings = [listing for room in rooms.with_file("imports") for listing in room.LISTINGS]
    sheet = read_sheet(content)
    by = guess(sheet, "bench", listings)
    taken = sort_rows(sheet, by, Setting(here.pk, clock.today(here.time_zone), here.time_zone))
    assert not taken.bad, taken.bad[:3]
    looked = time.perf_counter() - began
    held = 0.0
    for start in range(0, rows, CHUNK):
        locked = time.perf_counter()
        outcome = by.listing.send(cleo, taken.good[start : start + CHUNK], uuid4())
        assert isinstance(outcome, Done), outcome
        held = max(held, time.perf_counter() - locked)
    took = time.perf_counter() - began
    assert Contribution.objects.count() == rows
    assert ledger.verify(here.pk)
    print(
        f"{connection.vendor}: {rows:,} rows, {rows / took:,.0f} rows/s (goal {GOAL:,}), looked at in {looked:.1f} s, "
        f"posted in {took - looked:.1f} s; lock held at most {held:.2f} s",
        flush=True,
    )


if __name__ == "__main__":
    run_on_both("tests.bench.histories", measure, ROWS)
