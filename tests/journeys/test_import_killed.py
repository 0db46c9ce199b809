"""Books come in by command, or by the page and the worker, and are killed in the middle: the next ends as unbroken."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from coproduce.community import ledger
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.ledger.models import Entry, EntryNote, LedgerAccount
from coproduce.community.people.bringing import files as people_brought
from coproduce.community.people.models import BroughtFile
from tests.fixtures.towns import Town, build
from tests.sample import IS_LONG, some

#: Rows of the file: three batches, the last one short.
ROWS = 2_100

CHILD = """
import sys
import django
django.setup()
from coproduce.cli.imports import command
from coproduce.community.people.bringing.files import go_on
from pathlib import Path
from tests.fixtures.breaking import breaking

with breaking(sys.argv[3], int(sys.argv[4])):
    if sys.argv[5] == "command":
        command([Path(sys.argv[2])], community=sys.argv[1], as_json=True)
    else:
        go_on()
"""


def file(folder: Path, town: Town) -> Path:
    """The books of another bank."""
    names = ["Ana", "Ben", "Cleo", "Dee"]
    lines = ["nr,giver,receiver,minutes,date,kind,notes"]
    for number in range(ROWS):
        giver, receiver = names[number % 4], names[(number + 1 + number // 4 % 3) % 4]
        lines.append(
            f"{number},{town.agents[giver]},{town.agents[receiver]},{15 + number % 90},2020-0{1 + number % 9}-11,"
            f"Sewing,hem {number}"
        )
    place = folder / f"{town.community.slug}.csv"
    place.write_text("\n".join(lines))
    return place


def brought(
    town: Town, database: str, folder: Path, dies_at: tuple[str, int] = ("never", -1), by: str = "command"
) -> int:
    """How a process of its own ended that brought the file in: the command, or the worker."""
    connection.close()
    if connection.vendor == "sqlite":
        link = folder / "coproduce.sqlite3"
        link.unlink(missing_ok=True)
        link.symlink_to(database)
        where = {"DATABASE_URL": ""}
    else:
        said = connection.settings_dict
        where = {"DATABASE_URL": f"postgres://{said['USER']}@:{said['PORT'] or 5432}/{said['HOST']}/{database}"}
    environment = {**os.environ, **where, "COPRODUCE_DATA": str(folder), "COPRODUCE_SECRET": "not a secret"}
    sql, times = dies_at
    return subprocess.run(
        [sys.executable, "-c", CHILD, town.community.slug, file(folder, town), sql, str(times), by],
        check=False,
        env=environment | {"DJANGO_SETTINGS_MODULE": "coproduce.web.settings"},
    ).returncode


def stands(town: Town) -> tuple[Any, ...]:
    """Everything that came in, by what tells nobody's number or hour."""
    here = town.community
    people = {pk: name for name, pk in _numbers(town).items()}
    entries = Entry.objects.filter(community=here, source_ref__startswith=here.slug).order_by("pk")
    notes = dict(EntryNote.objects.filter(entry__community=here).values_list("entry", "words"))
    balances = LedgerAccount.objects.filter(community=here, agent__in=people).values_list("agent", "balance")
    return (
        {people[agent]: balance for agent, balance in balances},
        [(row.source_ref.partition(":")[2], row.kind, row.effective_on, notes.get(row.pk)) for row in entries],
        [
            (people[giver], people[receiver], amount)
            for giver, receiver, amount in Contribution.objects.filter(community=here)
            .order_by("pk")
            .values_list("giver", "receiver", "amount")
        ],
        sorted((people[who], on) for who, on in Ask.objects.filter(community=here).values_list("agent", "helped_on")),
    )


def _numbers(town: Town) -> dict[str, int]:
    from coproduce.community.people.models import Agent

    pks = dict(Agent.objects.filter(community=town.community).values_list("public_id", "pk"))
    return {name: pks[public_id] for name, public_id in town.agents.items()}


#: The statement at which the program is killed, and at the how manieth: that batch does not stand, those before do.
#: One of them a day; all with `--long`.
#: PostgreSQL writes all that a batch leaves in the ledger in one call.
DEATHS = {
    "sqlite": (
        ("INSERT INTO ledger_entry ", 2),
        ('INSERT INTO "exchange_contribution"', 3),
        ("UPDATE ledger_ledgeraccount", 1),
    ),
    "postgresql": (
        ("SELECT code, line, balances", 2),
        ('INSERT INTO "exchange_contribution"', 3),
        ("SELECT code, line, balances", 1),
    ),
}


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("An import that was killed ends where an unbroken one does")
def test_a_killed_import_ends_where_an_unbroken_one_does(committed: str, tmp_path: Path) -> None:
    whole, deaths = build("whole", "x0"), DEATHS[connection.vendor]
    assert brought(whole, committed, tmp_path) == 0
    for number, dies_at in enumerate(deaths if IS_LONG else some(deaths, 1), start=1):
        broken = build(f"broken-{number}", f"x{number}")
        before = Entry.objects.filter(community=broken.community).count()
        assert brought(broken, committed, tmp_path, dies_at) == -signal.SIGKILL
        standing = Entry.objects.filter(community=broken.community).count() - before
        assert standing == (dies_at[1] - 1) * 1000, "half a batch stands"
        assert Contribution.objects.filter(community=broken.community).count() - before == standing
        assert brought(broken, committed, tmp_path) == 0
        assert stands(broken) == stands(whole)
        again = AuditRow.objects.filter(community_id=broken.community.pk, verb="exchange.record_history").count()
        assert again >= 3
    assert brought(broken, committed, tmp_path) == 0
    assert stands(broken) == stands(whole)
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("An import that was killed ends where an unbroken one does")
def test_a_killed_worker_ends_where_an_unbroken_one_does(committed: str, tmp_path: Path) -> None:
    """What a page left to it. It dies when a second batch is sent and not counted yet: neither stands."""
    broken, whole = build("broken", "x1"), build("whole", "x2")
    left = confirmed(broken, tmp_path)
    dies_at = ('UPDATE "people_broughtfile"', 2)
    assert brought(broken, committed, tmp_path, dies_at, by="worker") == -signal.SIGKILL
    left.refresh_from_db()
    standing = Contribution.objects.filter(community=broken.community, entry__in=_brought_entries(broken)).count()
    assert (left.state, left.added, standing) == (BroughtFile.TAKING, 1000, 1000), (
        "a batch and its count stand together"
    )
    whole_one = confirmed(whole, tmp_path)
    assert brought(broken, committed, tmp_path, by="worker") == 0
    for row in (left, whole_one):
        row.refresh_from_db()
        assert (row.state, row.added, row.known, bytes(row.content)) == (BroughtFile.TAKEN, ROWS, 0, b"")
    assert stands(broken) == stands(whole)
    assert ledger.verify()


def confirmed(town: Town, folder: Path) -> BroughtFile:
    """The file, chosen on the page and looked at; the broker has said yes."""
    place = file(folder, town)
    row = people_brought.keep(town.actor("Cleo"), place.name, place.read_bytes(), is_closing=False, request_id=uuid4())
    assert isinstance(row, BroughtFile), row
    people_brought.look(row)
    people_brought.begin(row)
    assert row.state == BroughtFile.TAKING
    return row


def _brought_entries(town: Town) -> list[UUID]:
    here = town.community
    return list(
        Entry.objects.filter(community=here, source_ref__startswith=here.slug).values_list("client_id", flat=True)
    )
