"""Once a matter is sealed nothing of it is found: not in the database, its files, logs, exports or a backup."""

import io
import logging
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection

from coproduce.arenas.justice.jobs import seal_what_is_due
from coproduce.arenas.justice.models import AgreedPart, Matter, Seat
from coproduce.arenas.justice.tests.circle import closed, harm, switched_on
from coproduce.cli.tests.running import coproduce
from coproduce.community.base import audit, clock, engine_sqlite, restored
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.exchange.models import Ask
from coproduce.community.notices.jobs import deliver
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import Agent
from coproduce.community.privacy.tests.test_erasing import tables_with
from coproduce.core.refusal import Refusal
from tests.fixtures import towns
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

pytestmark = pytest.mark.django_db(databases=[])

#: Stands in every word of the matter, and in nothing else.
CANARY = "zinnober"


@pytest.fixture
def town(committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A town in a database of its own whose matters are full of the canary, and a data folder for backup and seals."""
    if connection.vendor == "postgresql":
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is not installed")
        monkeypatch.setenv("DATABASE_URL", f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{committed}")
    monkeypatch.setattr(live_settings, "DATA", tmp_path)
    with clock.at(NOON):
        made = towns.build("alder", "kanari")
        switched_on(made)
        made.canary = CANARY
        yield made


def traces(town: Town) -> list[str]:
    """Where anything of a matter is found, or that somebody had a part in one."""
    ids = [Agent.objects.get(public_id=town.agents[who]).pk for who in ("Ana", "Ben")]
    found = sorted(tables_with(CANARY))
    found += [model.__name__ for model in (Matter, AgreedPart, Seat) if model.objects.exists()]
    rows = AuditRow.objects.filter(verb__startswith="justice.")
    found += [f"record: {row.verb}" for row in rows if row.about or row.agent_id in ids or set(ids) & set(row.subjects)]
    found += ["notices" for model in (Outbox, Notice) if model.objects.filter(link__contains="/justice/").exists()]
    asked = list(Ask.objects.filter(arena="justice"))
    found += ["asked alone"] if asked and len(asked) < 8 else []
    return found


def files(folder: Path) -> list[str]:
    """Files in whose bytes the canary stands; the database's own are looked for beside its name."""
    place = Path(str(connection.settings_dict["NAME"]))
    own = list(place.parent.glob(f"{place.name}*")) if connection.vendor == "sqlite" else []
    every = [*own, *(one for one in folder.rglob("*") if one.is_file())]
    return sorted(one.name for one in every if CANARY.encode() in one.read_bytes())


def exports(town: Town) -> str:
    """All that those it is about, and whoever leads it, can take along or look at."""
    said = ""
    for who in ("Ana", "Ben", "Cleo"):
        client = signed_in(town, who)
        for path in ("justice/", "justice/figures/?as=csv", "", "notices/", "privacy/looked/"):
            answer = client.get(f"/{town.slug}/{path}")
            assert answer.status_code == 200, path
            said += b"".join(getattr(answer, "streaming_content", [answer.content])).decode()
        archive = client.post(f"/{town.slug}/privacy/{town.agents[who]}/archive/", {"as": "files"})
        with zipfile.ZipFile(io.BytesIO(archive.content)) as file:
            said += "".join(file.read(name).decode("utf-8-sig") for name in file.namelist())
    return said


def lived(town: Town) -> Any:
    """A matter from what is reported to what is closed, looked at on the way, and letters about it handed out."""
    assert isinstance(do("justice.report", town.actor("Ana"), **harm(town, signs=("weapon",))), Refusal)
    matter = closed(town)
    for who in ("Ana", "Ben", "Cleo"):
        assert signed_in(town, who).get(f"/{town.slug}/justice/{matter}/").status_code == 200
    deliver(NOON)
    return matter


@pytest.mark.promise("Once a matter is sealed, nothing of it is found: in the database, logs, exports or a backup")
def test_nothing_of_what_is_sealed_is_found(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    matter = lived(town)
    assert {"Matter", "justice_matter", "notices"} <= set(traces(town)), "the search sees what there is"
    assert CANARY in exports(town)
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    with monkeypatch.context() as leak:
        leak.setattr(audit, "let_go", lambda *_: None)
        leak.setattr(engine_sqlite, "empty_journal", lambda: None)
        seal_what_is_due(NOON)
    assert any(one.startswith("record: justice.accept") for one in traces(town)), "a planted leak is seen"
    assert connection.vendor != "sqlite" or set(files(tmp_path)) - {"kept"}, "pages of before lie in the journal"
    audit.let_go(town.community.pk, matter)
    seal_what_is_due(NOON)
    assert (traces(town), CANARY in exports(town), CANARY in caplog.text) == ([], False, False)
    assert signed_in(town, "Ben").get(f"/{town.slug}/justice/{matter}/").status_code == 404
    assert [one for one in files(tmp_path) if one != "kept"] == []

    assert coproduce("restore", tmp_path / "kept", "--yes").exit_code == 0
    assert "Matter" in traces(town), "the copy is of a day before"
    read = coproduce("justice", "matters", "--as", town.email("Ben"), "--community", town.slug)
    assert (read.exit_code, "coproduce migrate" in read.output) == (1, True), "and nobody is served from it"
    assert coproduce("worker").exit_code == 1
    restored.catch_up()
    assert (traces(town), CANARY in exports(town)) == ([], False)
    assert [one for one in files(tmp_path) if one != "kept"] == []
