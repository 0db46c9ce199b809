"""What an operator does: open, list, look over; and what is refused."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from tests.fixtures.towns import Town

from coproduce.cli import machine
from coproduce.cli.tests.running import alone, coproduce
from coproduce.community.people.models import Community, Membership

pytestmark = pytest.mark.django_db


def opening(*more: str) -> tuple[str, ...]:
    return ("community", "create", "cedar", "--name", "Cedar", "--broker-name", "Cleo", *more)


def test_a_community_is_opened_and_listed() -> None:
    done = coproduce(*opening("--broker-email", "cleo@cedar.example", "--area", "Mill Lane,51.746,-2.215", "--json"))
    assert done.exit_code == 0, done.output
    assert Membership.objects.get(community__slug="cedar").roles == ["broker", "member"]
    assert Community.objects.get().neighbourhoods.get().name == "Mill Lane"
    assert "cedar: Cedar" in coproduce("community", "list").output


def test_a_database_not_brought_up_yet_is_said_with_what_to_do(tmp_path: Path) -> None:
    said = alone(tmp_path, "demo", "load")
    assert said.returncode == 1
    assert "coproduce migrate" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--area", "Mill Lane"), "write it like"),
        (("--time-zone", "London"), "not a time zone"),
        (("--arena", "moon"), "no arena called moon"),
        (("--broker-email", "cleo"), "not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(more: tuple[str, ...], said: str) -> None:
    done = coproduce(*opening(*more))
    assert done.exit_code > 0
    assert said in done.output
    assert not Community.objects.exists()


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "new" / "data"
    assert coproduce("migrate").exit_code == 0
    assert settings.DATA.is_dir()


def test_operators_commands_show_no_members_content(town: Town) -> None:
    for words in (("community", "list"), ("verify",), ("doctor",)):
        said = coproduce(*words).output
        assert "Ana" not in said
        assert "We talked" not in said


def of_the_program(said: str) -> list[str]:
    """What the doctor found, but for what may be so of the machine the tests run on."""
    machine = ("is not encrypted", "MB are free", "is copied elsewhere", "All is well")
    return [line for line in said.splitlines() if not any(words in line for words in machine)]


@pytest.mark.parametrize(
    ("place", "layers", "said"),
    [
        ("/srv/cleo/var", ["ext4", "crypto_LUKS", "crypt", "disk"], ""),
        ("/srv/cleo/var", ["ext4", "part", "disk"], "is not encrypted"),
        ("/srv/cleo/var", None, ""),
    ],
)
def test_whoever_takes_the_disk(place: str, layers: list[str] | None, said: str) -> None:
    assert said in machine.disk_fault(Path(place), layers)
    assert bool(said) is bool(machine.disk_fault(Path(place), layers))


def test_a_folder_that_is_copied_while_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "quiet").mkdir()
    (tmp_path / "shared" / "var").mkdir(parents=True)
    assert machine.synced_fault(tmp_path / "quiet") == ""
    (tmp_path / "shared" / ".stfolder").mkdir()
    for place in (tmp_path / "shared" / "var", tmp_path / "OneDrive - Wenbrook" / "var"):
        assert "copied elsewhere" in machine.synced_fault(place)


def test_a_clock_that_is_wrong() -> None:
    now, minute = datetime(2026, 11, 17, 12, tzinfo=UTC), timedelta(minutes=1)
    assert machine.clock_fault(now, latest=now + minute, server=now - minute) == ""
    assert "the books go on to" in machine.clock_fault(now, latest=now + 60 * minute, server=None)
    assert "differ" in machine.clock_fault(now, latest=None, server=now - 60 * minute)


def test_a_letter_to_see_that_letters_arrive(town: Town, mailoutbox: list[EmailMessage], settings: Any) -> None:
    assert "was handed over" in coproduce("doctor", "--mail", "cleo@alder.example").output
    [letter] = mailoutbox
    assert (letter.to, town.canary in letter.body) == (["cleo@alder.example"], False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    done = coproduce("doctor")
    assert done.exit_code == 1
    assert "The mail server does not take letters (ConnectionRefusedError)" in done.output


def test_the_doctor_names_what_to_do(town: Town, settings: Any) -> None:
    assert of_the_program(coproduce("doctor").output) == []
    settings.EMAIL_BACKEND = "coproduce.web.outbox.OutboxBackend"
    assert "No mail server is named" in coproduce("doctor").output
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON base_auditrow"
        cursor.execute(f"DROP TRIGGER audit_no_{'update' if connection.vendor == 'sqlite' else 'change'}{on}")
        cursor.execute("UPDATE ledger_ledgeraccount SET balance = balance + 1")
    done = coproduce("doctor")
    assert done.exit_code == 1
    assert "base/audit" in done.output
    assert "does not add up" in done.output


def test_acting_as_nobody(town: Town) -> None:
    done = coproduce("exchange", "need", "--as", "nobody@x.org", "--community", "alder", "--needs", "[]")
    assert done.exit_code == 1
    assert "not a member" in done.output


def test_an_option_that_cannot_be_read_is_named(town: Town) -> None:
    for words in (("--needs", "{"), ("--needs", "@nowhere.json"), ("--needs", '[{"who": 1}]')):
        done = coproduce("exchange", "need", "--as", town.email("Cleo"), "--community", "alder", *words)
        assert done.exit_code == 2, done.output


def test_a_verb_without_the_web_edition_says_what_to_install() -> None:
    """In a Python that has no Django, as after `pip install coproduce`."""
    code = "import sys; sys.modules['django'] = None; import coproduce.__main__"
    command = [sys.executable, "-c", code, "timebank", "record-for"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == 'This needs the web edition: pip install "coproduce[web]"\n'
