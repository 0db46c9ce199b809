"""What we say about each requirement of OWASP ASVS 5.0 is whole, and every test it names is there."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent.parent

#: How many requirements of levels 1 and 2 each section has that has any, numbered from 1.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip

ROWS = tomllib.loads((Path(__file__).parent / "asvs.toml").read_text(encoding="utf-8"))["rows"]


def every_id() -> list[str]:
    return [f"{section}.{number + 1}" for section, many in SECTIONS.items() for number in range(many)]


def ids_of(row: dict) -> Iterator[str]:  # type: ignore[type-arg]
    """The requirements a row is about; a chapter is all of its own."""
    yield from row.get("ids", ())
    yield from (one for one in every_id() if one.partition(".")[0] in row.get("chapters", ()))


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def test_each_requirement_has_one_answer() -> None:
    assert len(every_id()) == 253
    assert sorted(one for row in ROWS for one in ids_of(row)) == sorted(every_id())


def test_each_answer_is_proved_or_says_why_not() -> None:
    for row in ROWS:
        assert bool(row.get("says") and row.get("tests")) is not bool(row.get("why")), row


def test_every_test_that_is_named_is_there() -> None:
    for row in ROWS:
        for named in row.get("tests", ()):
            place, _, name = named.partition("::")
            assert (ROOT / place).is_file(), named
            assert name in names_in(ROOT / place), named


def test_a_test_that_is_gone_would_be_missed() -> None:
    assert "test_that_nobody_wrote" not in names_in(Path(__file__))
    assert "test_each_requirement_has_one_answer" in names_in(Path(__file__))


@pytest.mark.django_db
def test_no_page_answers_a_trace(client: Client) -> None:
    """What a request carried is sent back to nobody."""
    for address in ("/", "/sign-in/", "/health/"):
        assert client.trace(address).status_code == 405
