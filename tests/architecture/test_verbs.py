"""Every verb of every room has a policy row, a page or an operation, a command, a test and a page of the docs."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coproduce.cli import build
from coproduce.community.base.actor import OPERATOR
from coproduce.community.base.policy import every_row
from coproduce.community.base.rooms import every_room, verbs

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "coproduce"


def is_operators(verb: str) -> bool:
    return {row.role for row in every_row() if row.verb == verb} == {OPERATOR}


def has_policy_row(verb: str) -> bool:
    return any(row.verb == verb for row in every_row())


def has_page_or_operation(verb: str) -> bool:
    """An operator's verb has no address: it is typed on the machine itself."""
    from coproduce.web.api import api

    operations = {item[method]["operationId"] for item in api.get_openapi_schema()["paths"].values() for method in item}
    return verb in operations or is_operators(verb)


def has_command(verb: str) -> bool:
    if is_operators(verb):
        return (SOURCE / "cli" / "communities.py").read_text().count(verb.partition(".")[2]) > 0
    room, _, word = verb.partition(".")
    group = next(group for group in build([room]).registered_groups if group.name == room)
    return word.replace("_", "-") in {command.name for command in group.typer_instance.registered_commands}  # type: ignore[union-attr]


def has_test(verb: str) -> bool:
    files = [
        path for name, _ in every_room() for path in (ROOT / "src" / Path(*name.split("."))).glob("tests/test_*.py")
    ]
    """By its full name, or by the word a file of tests hands to a helper of its own."""
    room, _, word = verb.partition(".")
    return any(
        verb in (text := path.read_text()) or (f"{room}.{{verb}}" in text and f'"{word}"' in text) for path in files
    )


def has_doc(verb: str) -> bool:
    return any(re.search(rf"`{re.escape(verb)}`", path.read_text()) for path in (ROOT / "docs" / "how-to").glob("*.md"))


NEEDS: tuple[Callable[[str], bool], ...] = (has_policy_row, has_page_or_operation, has_command, has_test, has_doc)


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb(verb: str, need: Callable[[str], bool]) -> None:
    assert need(verb), f"{verb}: {need.__name__}"


@pytest.mark.parametrize("need", NEEDS)
def test_the_walk_sees_a_verb_that_has_nothing(need: Callable[[str], bool]) -> None:
    with pytest.raises((AssertionError, StopIteration)):
        assert need("people.invented")


def test_verbs_are_named_after_their_room() -> None:
    for package, room in every_room():
        for dotted in room.verbs:
            assert dotted.startswith(package), dotted
        for name in (verb for verb in verbs() if verb.partition(".")[0] == room.slug):
            assert name.partition(".")[2] == verbs()[name].__wrapped__.__name__  # type: ignore[attr-defined]


def test_receipts_tell_nothing_personal() -> None:
    """A receipt is kept for ever: ids, numbers, days, addresses of pages; never a name or words."""
    telling = {"name", "words", "email", "phone", "note", "title"}
    for name, verb in verbs().items():
        fields: dict[str, Any] = verb.receipt.__dataclass_fields__
        assert not telling & set(fields), name
