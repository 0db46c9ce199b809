"""On which address the site is how open, and what `up` says of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
import json
from coproduce.web import settings
names = ("IS_PUBLIC", "HAS_TLS", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "ALLAUTH_TRUSTED_PROXY_COUNT")
print(json.dumps([*(getattr(settings, name) for name in names), settings.HOST in settings.ALLOWED_HOSTS]))
"""

SAID = """
import sys
import django
django.setup()
from coproduce.cli.serving import _without_passkeys
print(_without_passkeys(sys.argv[1]))
"""


def asked(folder: Path, program: str, host: str, sites: str) -> str:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("COPRODUCE_", "DJANGO_"))}
    said = {"COPRODUCE_DATA": str(folder), "COPRODUCE_HOST": host, "DJANGO_SETTINGS_MODULE": "coproduce.web.settings"}
    if sites:
        said["COPRODUCE_SITES"] = sites
    command = [sys.executable, "-W", "ignore", "-c", program, host]
    done = subprocess.run(command, env={**ours, **said}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("host", "sites", "expected"),
    [
        ("127.0.0.1", "", [False, False, False, False, 0, True]),
        ("127.0.0.1", "help.example.org", [True, True, True, True, 1, True]),
        ("0.0.0.0", "help.example.org", [True, True, True, True, 1, False]),
        ("0.0.0.0", "", [True, True, True, True, 0, False]),
        ("192.168.1.20", "", [True, False, False, False, 0, True]),
        ("192.168.1.20", "help.home.arpa", [True, True, True, True, 1, True]),
    ],
)
def test_how_open_it_is(tmp_path: Path, host: str, sites: str, expected: list[object]) -> None:
    """Public where others reach it; plain only on a bare number in a house."""
    assert json.loads(asked(tmp_path, ASKED, host, sites)) == expected


@pytest.mark.parametrize(
    ("host", "sites", "says"),
    [
        ("127.0.0.1", "", False),
        ("192.168.1.20", "", True),
        ("0.0.0.0", "", True),
        ("192.168.1.20", "help.home.arpa", False),
    ],
)
def test_up_says_where_passkeys_cannot_be(tmp_path: Path, host: str, sites: str, says: bool) -> None:
    assert ("https.md" in asked(tmp_path, SAID, host, sites)) is says
