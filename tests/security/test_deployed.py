"""On the open internet: Django's own list of what a site should not be without finds nothing to say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def checked(folder: Path, **said: str) -> subprocess.CompletedProcess[str]:
    """`check --deploy` of a site by its settings, where a warning is a failure."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("COPRODUCE_", "DJANGO_"))}
    environment = {**ours, "COPRODUCE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "coproduce.web.settings", **said}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )


@pytest.mark.promise("A site on the open internet is set as Django asks")
def test_a_public_site_is_set_as_it_should_be(tmp_path: Path) -> None:
    answer = checked(tmp_path, COPRODUCE_HOST="0.0.0.0", COPRODUCE_SITES="timebank.example")
    assert answer.returncode == 0, answer.stderr


def test_one_that_only_this_machine_sees_would_be_told(tmp_path: Path) -> None:
    """The same question has something to say where there is no TLS in front."""
    answer = checked(tmp_path)
    assert answer.returncode == 1
    assert "SECURE_SSL_REDIRECT" in answer.stderr
