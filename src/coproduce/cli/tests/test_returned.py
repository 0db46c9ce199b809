"""A mail server's pipe: reports of letters that came back, handed to a command."""

from pathlib import Path

import pytest
from tests.fixtures.towns import Town

from coproduce.cli.tests.running import coproduce
from coproduce.community.notices.tests.test_returned import is_lost, letter_to_ana, report

pytestmark = pytest.mark.django_db


def test_a_mail_server_hands_reports_to_a_command(town: Town, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(report(letter_to_ana(town)))
    (tmp_path / "two").write_text("Dear Cleo, thank you for the bread.")
    done = coproduce("returned", tmp_path / "two", tmp_path / "one")
    assert (done.exit_code, done.output) == (0, "Letters of ours that came back: 1.\n")
    assert is_lost(town)
    assert coproduce("returned", tmp_path / "nowhere").exit_code == 1
