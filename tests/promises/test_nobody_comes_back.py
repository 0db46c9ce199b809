"""A copy of an earlier day brings nobody back who was forgotten since."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as live_settings
from django.db import connection

from coproduce.cli.backup import copies
from coproduce.cli.tests.running import coproduce
from coproduce.community import ledger
from coproduce.community.base import restored
from coproduce.community.people.models import SOMEBODY, Account, Agent, Membership
from coproduce.community.privacy import erasure_log
from coproduce.community.privacy.tests.test_erasing import tables_with
from tests.fixtures import towns
from tests.fixtures.towns import Town, do

pytestmark = pytest.mark.django_db(databases=[])


@pytest.fixture
def town(committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town in a database of its own, and a data folder for its backups and its log."""
    if connection.vendor == "postgresql":
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is not installed")
        monkeypatch.setenv("DATABASE_URL", f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{committed}")
    monkeypatch.setattr(live_settings, "DATA", tmp_path)
    return towns.build("alder", "kanari")


def forget(town: Town, whom: str) -> None:
    do("privacy.erase", town.actor(whom), member=town.agents[whom])


@pytest.mark.promise("Whoever was forgotten does not come back with a restored backup")
def test_nobody_comes_back(town: Town, tmp_path: Path) -> None:
    forget(town, "Kim")
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    forget(town, "Ben")
    assert not tables_with(town.email("Ben"))
    assert coproduce("restore", tmp_path / "kept", "--yes").exit_code == 0
    assert tables_with(town.email("Ben")), "the copy is of a day before"
    restored.catch_up()
    assert not tables_with(town.email("Ben"), f"Ben {town.canary}")
    assert Agent.objects.get(public_id=town.agents["Ben"]).name == SOMEBODY
    assert Membership.objects.get(agent__public_id=town.agents["Ana"]).state == Membership.ACTIVE
    assert ledger.verify()


def test_a_drill_forgets_again_too(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert coproduce("backup").exit_code == 0
    forget(town, "Ben")
    done = coproduce("drill")
    assert done.exit_code == 0, done.output
    monkeypatch.setattr(restored, "NAME", "no-note-that-it-is-to-catch-up")
    lost = coproduce("drill")
    assert lost.exit_code == 1
    assert "1 people are there again who were forgotten" in lost.output


def test_the_log_names_nobody_and_goes_with_the_backup(town: Town, tmp_path: Path) -> None:
    forget(town, "Ben")
    [line] = erasure_log.lines()
    assert line.split()[:2] == [str(town.community.pk), str(town.agents["Ben"])]
    assert erasure_log.place().stat().st_mode & 0o077 == 0
    copies.make(tmp_path / "kept")
    erasure_log.place().unlink()
    said = coproduce("restore", tmp_path / "kept", "--yes").output
    assert "nobody was forgotten here yet, or the file was lost" in said
    assert erasure_log.lines() == [line], "the copy carried it"


def test_a_line_that_was_left_out_is_written_later(town: Town) -> None:
    forget(town, "Ben")
    erasure_log.place().unlink()
    erasure_log.complete()
    [line] = erasure_log.lines()
    assert line.split()[:2] == [str(town.community.pk), str(town.agents["Ben"])]
    erasure_log.complete()
    assert erasure_log.lines() == [line]


def test_who_was_forgotten_before_the_copy_is_left_alone(town: Town) -> None:
    erasure_log.add(
        [erasure_log.Forgotten(town.community.pk, town.agents["Ben"], datetime(2020, 1, 1, tzinfo=UTC)).line()]
    )
    erasure_log.add([erasure_log.Forgotten(town.community.pk, uuid4(), datetime.now(UTC)).line()])
    restored.note(datetime(2021, 1, 1, tzinfo=UTC))
    restored.catch_up()
    assert Account.objects.filter(email=town.email("Ben")).exists()
