"""Every list of the API is a command too, and answers the same."""

import json

import pytest
from django.test import Client
from tests.fixtures.towns import Town
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.web.api import api

pytestmark = pytest.mark.django_db


def reads() -> list[tuple[str, str]]:
    """(path, operation id) of everything that is read without an id."""
    paths = api.get_openapi_schema()["paths"]
    return [(path, item["get"]["operationId"]) for path, item in paths.items() if "get" in item and "{id}" not in path]


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_every_list_answers_as_the_api_does(town: Town, who: str) -> None:
    headers = {"Authorization": f"Bearer {town.key(who)}"}
    for path, name in reads():
        said = Client().get(path.replace("{community}", town.slug), headers=headers)
        room, _, word = name.partition(".read_")
        words = [room, word.replace("_", "-"), "--as", town.email(who), "--community", town.slug]
        done = CliRunner().invoke(build(words), [*words, "--json"])
        assert (done.exit_code == 0) is (said.status_code == 200), (path, done.output)
        if said.status_code == 200 and word != "keys":  # a key is used by asking
            assert json.loads(done.stdout) == said.json(), path
        assert (CliRunner().invoke(build(words), words).exit_code == 0) is (said.status_code == 200)


def test_one_thread_and_what_is_not_there(town: Town) -> None:
    words = ["exchange", "thread", "--as", town.email("Ana"), "--community", town.slug, "--id"]
    for said, code in ((str(town.needs[0]), 1), ("nothing", 2)):
        assert CliRunner().invoke(build(words), [*words, said]).exit_code == code
