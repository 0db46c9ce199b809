"""The program fetches nothing that anybody names: it sends letters to its mail server, and that is all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "coproduce"

#: What reaches out over a network, by the beginning of its name.
REACHES = (
    "urllib.request", "http.client", "socket", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3",
    "xmlrpc", "telnetlib", "imaplib", "asyncio.open_connection", "django.core.validators.URLValidator",
)  # fmt: skip

#: What only names things.
CONSTANTS = {"http.client.responses", "smtplib.SMTPRecipientsRefused"}

#: Who may, and why.
MAY = {
    "cli/serving.py": "looks whether the port of `up` is free on this machine",
    "community/notices/returned/mailbox.py": "reads the mailbox that whoever runs the machine named, for letters back",
}


def reaching(text: str) -> Iterator[str]:
    """The modules a file imports that reach out."""
    if not any(one.rpartition(".")[2] in text for one in REACHES):
        return
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (
            name
            for name in names
            if name not in CONSTANTS and any(name == one or name.startswith(f"{one}.") for one in REACHES)
        )


@pytest.mark.promise("The program fetches nothing that anybody names")
def test_nothing_reaches_out() -> None:
    found = {
        str(path.relative_to(SOURCE)): names
        for path in SOURCE.rglob("*.py")
        if (names := list(reaching(path.read_text(encoding="utf-8"))))
    }
    assert {place: names for place, names in found.items() if place not in MAY} == {}
    assert set(MAY) <= set(found), "who reaches out no more is taken off"


@pytest.mark.parametrize(
    "planted", ["import urllib.request", "from urllib import request", "from http import client", "import httpx as h"]
)
def test_a_planted_one_is_seen(planted: str) -> None:
    assert list(reaching(planted))
    assert not list(reaching("from urllib.parse import urlsplit\nimport http"))
