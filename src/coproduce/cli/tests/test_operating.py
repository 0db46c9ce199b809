"""What an operator does: open, list, look over; and what is refused."""

import subprocess
import sys

import pytest
from django.db import connection
from tests.fixtures.towns import Town

from coproduce.cli.tests.running import coproduce
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


def test_operators_commands_show_no_members_content(town: Town) -> None:
    for words in (("community", "list"), ("verify",), ("doctor",)):
        said = coproduce(*words).output
        assert "Ana" not in said
        assert "We talked" not in said


def test_the_doctor_names_what_to_do(town: Town, settings: object) -> None:
    assert coproduce("doctor").output == "All is well.\n"
    settings.EMAIL_BACKEND = "coproduce.web.outbox.OutboxBackend"  # type: ignore[attr-defined]
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
