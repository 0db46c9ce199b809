"""Backups are proved before they are trusted, migrations before they are made; on both databases."""

import json
import os
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.db import connection, transaction
from django.utils import timezone
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.cli.backup import copies, drills, passphrase
from coproduce.cli.tests.running import coproduce
from coproduce.community import ledger
from coproduce.community.base import restored
from coproduce.community.ledger import told
from coproduce.community.ledger.mark import mark
from coproduce.community.ledger.tests.books import Books
from coproduce.community.people.models import Agent, Upload
from coproduce.community.people.uploads import files

pytestmark = pytest.mark.django_db(databases=[])


@pytest.fixture
def backed_up(committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    """A few books in a database of their own, and a folder for its backups."""
    if connection.vendor == "postgresql":
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is not installed")
        url = os.environ["DATABASE_URL"]
        monkeypatch.setenv("DATABASE_URL", f"{url.rpartition('/')[0]}/{committed}")
    monkeypatch.setattr(live_settings, "DATA", tmp_path)
    books = Books()
    ledger.post(books.entry(60, -60))
    return books


@pytest.mark.promise("A backup is proved before it is trusted")
def test_a_backup_is_proved_and_restored(backed_up: Books, tmp_path: Path) -> None:
    done = coproduce("backup", "--to", tmp_path / "kept")
    assert done.exit_code == 0, done.output
    assert "it adds up" in done.output
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    ledger.post(backed_up.entry(30, -30))
    assert backed_up.balances() == [90, -90, 0]
    restored = coproduce("restore", tmp_path / "kept", "--yes")
    assert restored.exit_code == 0, restored.output
    assert backed_up.balances() == [60, -60, 0]
    before = re.search(r"What was there is in (\S+)\.\n", restored.output)
    assert before is not None
    assert coproduce("restore", before[1], "--yes").exit_code == 0
    assert backed_up.balances() == [90, -90, 0]
    assert ledger.verify()


@pytest.mark.only("postgresql", because="another's tables lie in its database")
def test_what_postgresql_would_not_take_is_said_and_nothing_is_changed(backed_up: Books, tmp_path: Path) -> None:
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    ledger.post(backed_up.entry(30, -30))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE somebodys (entry bigint REFERENCES ledger_entry (id))")
    refused = coproduce("restore", tmp_path / "kept", "--yes")
    assert refused.exit_code == 1
    assert "its tables are as they were" in refused.output
    assert "somebodys" in refused.output
    assert backed_up.balances() == [90, -90, 0]


@pytest.mark.promise("A backup holds the pictures, and is proved with them")
def test_pictures_are_in_a_backup_and_come_back(backed_up: Books, tmp_path: Path) -> None:
    row = a_picture(backed_up, b"as it was")
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    with transaction.atomic():
        files.remove([row])
    files.keep(b"handed in later")
    assert not files.place_of(row.name).exists()
    done = coproduce("restore", tmp_path / "kept", "--yes")
    assert done.exit_code == 0, done.output
    assert files.place_of(row.name).read_bytes() == b"as it was"
    assert files.place_of(row.name).stat().st_mode & 0o077 == 0
    assert not files.faults()


@pytest.mark.parametrize("fault", ["missing", "not as it was"])
def test_a_copy_without_its_pictures_is_not_trusted(backed_up: Books, tmp_path: Path, fault: str) -> None:
    row = a_picture(backed_up, b"as it was")
    place = files.place_of(row.name)
    place.unlink() if fault == "missing" else place.write_bytes(b"another")
    done = coproduce("backup", "--to", tmp_path / "kept")
    assert done.exit_code == 1
    assert fault in done.output + done.stderr


def test_while_a_backup_is_made_no_picture_is_thrown_away(backed_up: Books) -> None:
    row = a_picture(backed_up, b"as it was")
    with files.copying(), transaction.atomic():
        files.remove([row])
    with files.copying():
        files.throw_away([row.name])
        assert files.place_of(row.name).exists()


def a_picture(books: Books, content: bytes) -> Upload:
    agent = Agent.objects.create(community_id=books.community.pk, name="Ana")
    return Upload.objects.create(
        community_id=books.community.pk, agent=agent, kind="photo", name=files.keep(content), size=len(content),
        width=1, height=1, sha256=sha256(content).hexdigest(), made_by=agent, made_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.promise("A copy of a running database's file is not taken for a backup")
def test_a_copied_live_file_is_no_backup(backed_up: Books, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(connection.settings_dict["NAME"], tmp_path / "copied")
        said = "what was written last is missing"
    else:
        with zipfile.ZipFile(tmp_path / "copied", "w") as archive:
            archive.writestr("database.dump", b"PGDMP")
        said = "not made by `coproduce backup`"
    refused = coproduce("restore", tmp_path / "copied", "--yes")
    assert refused.exit_code == 1
    assert said in refused.output
    assert backed_up.balances() == [60, -60, 0]


def test_a_copy_holds_what_was_there_when_it_was_made(backed_up: Books, tmp_path: Path) -> None:
    """An entry that comes while the copy is made is in the copy and in its mark, or in neither."""
    held = copies.make(tmp_path / "kept")
    assert (held.entries, held.postings) == (1, 2)
    ledger.post(backed_up.entry(30, -30))
    assert held.difference(mark()) == "2 entries instead of 1"
    assert copies.read(tmp_path / "kept")[1] == held


def test_a_copy_that_lost_an_entry_is_not_trusted(backed_up: Books, tmp_path: Path) -> None:
    """It opens, and it balances: only the count tells."""
    copies.make(tmp_path / "whole")
    ledger.post(backed_up.entry(30, -30))
    copies.make(tmp_path / "later")
    said = copies.read(tmp_path / "later")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "whole")) as opened:
            words = json.dumps({"made_at": said[0].isoformat(), "mark": said[1].said()})
            opened.execute(f"UPDATE {copies.TABLE} SET said = ?", [words])
            opened.commit()
    else:
        with zipfile.ZipFile(tmp_path / "whole") as whole, zipfile.ZipFile(tmp_path / "later") as later:
            parts = {copies.DUMP: whole.read(copies.DUMP), copies.MARK: later.read(copies.MARK)}
        with zipfile.ZipFile(tmp_path / "whole", "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    refused = coproduce("restore", tmp_path / "whole", "--yes")
    assert refused.exit_code == 1
    assert "1 entries instead of 2" in refused.output


@pytest.mark.promise("A restored database catches up before anybody is served")
def test_rooms_do_again_what_must_not_come_back(
    backed_up: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[datetime] = []
    monkeypatch.setattr(told, "restored", heard.append, raising=False)
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    assert coproduce("restore", tmp_path / "kept", "--yes").exit_code == 0
    assert (restored.is_due(), heard) == (True, [])
    done = coproduce("migrate")
    assert done.exit_code == 0, (done.output, done.exception)
    assert (restored.is_due(), len(heard)) == (False, 1)
    coproduce("migrate")
    assert len(heard) == 1


def test_a_backup_that_does_not_add_up_is_not_trusted(backed_up: Books, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = 7")
    done = coproduce("backup", "--to", tmp_path / "kept")
    assert done.exit_code == 1
    assert "should not be trusted" in done.output
    assert not (tmp_path / "kept").exists()
    refused = coproduce("restore", tmp_path / "kept.part", "--yes")
    assert refused.exit_code == 1
    assert "was not restored" in refused.output


@pytest.mark.only("sqlite", because="on PostgreSQL one restores into a new database")
def test_a_damaged_database_is_put_aside_and_another_restored(backed_up: Books, tmp_path: Path) -> None:
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    place.write_bytes(b"not a database any more" * 500)
    done = coproduce("restore", tmp_path / "kept", "--yes")
    assert done.exit_code == 0, done.output
    assert backed_up.balances() == [60, -60, 0]
    [aside] = (tmp_path / "backups").glob("*.damaged")
    assert aside.read_bytes().startswith(b"not a database")


def test_a_backup_that_failed_leaves_the_one_before(backed_up: Books, tmp_path: Path) -> None:
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    before = (tmp_path / "kept").read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = 7")
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 1
    assert (tmp_path / "kept").read_bytes() == before


def test_a_file_that_is_no_backup(backed_up: Books, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Cleo")
    assert coproduce("restore", tmp_path / "letter", "--yes").exit_code == 1
    assert coproduce("restore", tmp_path / "nowhere", "--yes").exit_code == 1
    assert backed_up.balances() == [60, -60, 0]


WORDS = "four blue kettles sing"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A passphrase in a file of its own."""
    (tmp_path / "words").write_text(f"{WORDS}\n")
    return tmp_path / "words"


@pytest.mark.promise("A backup with a passphrase opens with it alone, and whole")
def test_a_locked_backup(backed_up: Books, tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_picture(backed_up, os.urandom(3 * passphrase.PIECE))
    done = coproduce("backup", "--to", tmp_path / "kept", "--passphrase-file", words)
    assert done.exit_code == 0, done.output
    assert b"ledger" not in (tmp_path / "kept").read_bytes()
    assert not [*(tmp_path / "backups").iterdir()], "nothing lies open"
    ledger.post(backed_up.entry(30, -30))
    (tmp_path / "other").write_text("four red kettles sing")
    whole = (tmp_path / "kept").read_bytes()
    last = (len(whole) - 42) // (passphrase.PIECE + passphrase.SEAL) * (passphrase.PIECE + passphrase.SEAL) + 42
    faults = {
        "another passphrase": (whole, tmp_path / "other", "does not open with this passphrase"),
        "the end is missing": (whole[:-9], words, "was cut or changed"),
        "its last piece is missing": (whole[:last], words, "was cut or changed"),
        "nothing but its beginning": (whole[:42], words, "does not open"),
        "one bit is another": (whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:], words, "was cut or changed"),
    }
    for why, (content, given, sentence) in faults.items():
        (tmp_path / "broken").write_bytes(content)
        refused = coproduce("restore", tmp_path / "broken", "--yes", "--passphrase-file", given)
        assert refused.exit_code == 1, why
        assert sentence in refused.output, why
        assert backed_up.balances() == [90, -90, 0], why
    restored = coproduce("restore", tmp_path / "kept", "--yes", "--passphrase-file", words)
    assert restored.exit_code == 0, restored.output
    assert backed_up.balances() == [60, -60, 0]
    [before] = (tmp_path / "backups").iterdir()
    monkeypatch.setenv(passphrase.FROM_ENVIRONMENT, WORDS)
    assert passphrase.is_locked(before)
    assert coproduce("restore", before, "--yes").exit_code == 0
    assert backed_up.balances() == [90, -90, 0]


def test_a_short_passphrase_is_none(backed_up: Books, tmp_path: Path) -> None:
    for said in ("", "kettle"):
        (tmp_path / "words").write_text(said)
        refused = coproduce("backup", "--to", tmp_path / "kept", "--passphrase-file", tmp_path / "words")
        assert refused.exit_code == 1
        assert "shorter than 12 letters" in refused.output
    assert not (tmp_path / "kept").exists()


def test_a_passphrase_is_asked_for(backed_up: Books, tmp_path: Path) -> None:
    typed = CliRunner().invoke(
        build([]), ["backup", "--to", str(tmp_path / "kept"), "--ask-passphrase"], f"{WORDS}\n" * 2
    )
    assert typed.exit_code == 0, typed.output
    assert WORDS not in typed.output
    drilled = CliRunner().invoke(build([]), ["drill", str(tmp_path / "kept")], f"{WORDS}\n")
    assert drilled.exit_code == 0, drilled.output


def test_what_is_backed_up_before_a_change_is_locked_too(
    backed_up: Books, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(passphrase.FROM_ENVIRONMENT, WORDS)
    settings.MIGRATION_MODULES = {"ledger": "coproduce.community.ledger.tests.rebuilding"}  # type: ignore[attr-defined]
    assert coproduce("migrate").exit_code == 0
    [made] = (tmp_path / "backups").iterdir()
    assert made.suffix == passphrase.ENDING
    assert passphrase.is_locked(made)


@pytest.mark.promise("A drill restores the newest backup and leaves everything as it is")
def test_a_drill(backed_up: Books, tmp_path: Path) -> None:
    nothing = coproduce("drill")
    assert nothing.exit_code == 1
    assert "There is no backup yet" in nothing.output
    assert coproduce("backup").exit_code == 0
    ledger.post(backed_up.entry(30, -30))
    there = scratch_places()
    first = coproduce("drill")
    assert first.exit_code == 0, first.output
    assert "the same 1 entries, balances and heads" in first.output
    assert "The last drill was on" in coproduce("drill").output
    assert backed_up.balances() == [90, -90, 0]
    assert not restored.is_due()
    assert scratch_places() == there
    assert "A backup was last restored" in coproduce("doctor").output
    assert "Nobody tried" not in coproduce("doctor").output


def test_a_drill_that_fails_counts_for_nothing(backed_up: Books, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = 7")
    copies.make(copies.name("backup"))
    failed = coproduce("drill")
    assert failed.exit_code == 1
    assert "could not be restored" in failed.output
    assert drills.last() is None


def test_the_doctor_asks_for_a_drill_after_three_months(backed_up: Books, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert not drills.is_due(now, None), "nothing happened here yet"
    assert drills.is_due(now, now - timedelta(days=93))
    (tmp_path / "drilled").write_text((now - timedelta(days=93)).isoformat())
    assert "Run: coproduce drill" in coproduce("doctor").output
    drills.note()
    assert "Run: coproduce drill" not in coproduce("doctor").output


def scratch_places() -> list[str]:
    """The databases on the server; on SQLite a scratch place is a folder, gone with its block."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'proof_%' ORDER BY datname")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.promise("An older program leaves a newer database alone")
def test_an_older_program_refuses_a_newer_database(backed_up: Books) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2026-11-17')"
        )
    done = coproduce("migrate")
    assert done.exit_code == 1
    assert "newer Coproduce (it has ledger 9999_later)" in done.output


def test_an_older_database_is_backed_up_before_it_is_changed(
    backed_up: Books, tmp_path: Path, settings: object
) -> None:
    settings.MIGRATION_MODULES = {"ledger": "coproduce.community.ledger.tests.rebuilding"}  # type: ignore[attr-defined]
    done = coproduce("migrate")
    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert coproduce("migrate").output == "The database is up to date.\n"


def test_a_lost_trigger_comes_back_at_the_next_start(backed_up: Books) -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON ledger_posting"
        cursor.execute(f"DROP TRIGGER ledger_posting_no_{'update' if connection.vendor == 'sqlite' else 'change'}{on}")
    assert "ledger/journal" in coproduce("doctor").output
    coproduce("migrate")
    assert "ledger/journal" not in coproduce("doctor").output
