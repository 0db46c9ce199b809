"""Every list of the API is a command too, and answers the same."""

import json
from pathlib import Path

import pytest
from django.test import Client
from tests.fixtures.towns import Town
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.community.exchange.models import Need, Offer
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
        if said.streaming:  # a file comes as it is, line for line
            assert done.stdout.splitlines() == b"".join(said).decode().splitlines(), path
        elif said.status_code == 200 and word != "keys":  # a key is used by asking
            assert json.loads(done.stdout) == said.json(), path
        assert (CliRunner().invoke(build(words), words).exit_code == 0) is (said.status_code == 200)


def test_one_thread_and_what_is_not_there(town: Town) -> None:
    words = ["exchange", "thread", "--as", town.email("Ana"), "--community", town.slug, "--id"]
    for said, code in ((str(town.needs[0]), 1), ("nothing", 2)):
        assert CliRunner().invoke(build(words), [*words, said]).exit_code == code


def test_a_paste_is_read_from_a_file_and_kept_nowhere(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    file.write_text("Ben: I can mend lamps and radios, any evening\nSomebody: hello", encoding="utf-8")
    needs_and_offers = Need.objects.count() + Offer.objects.count()
    headers = {"Authorization": f"Bearer {town.key('Cleo')}"}
    address = f"/api/{town.slug}/exchange/read-paste"
    said = Client().post(address, {"text": file.read_text()}, content_type="application/json", headers=headers)
    words = ["exchange", "read-paste", str(file), "--community", town.slug, "--as"]
    done = CliRunner().invoke(build(words), [*words, town.email("Cleo"), "--json"])
    assert json.loads(done.stdout) == said.json()
    lines = CliRunner().invoke(build(words), [*words, town.email("Cleo")]).stdout.splitlines()
    assert len(lines) == len(said.json()["items"]) > 0
    piped = [*words[:2], "-", *words[3:], town.email("Cleo"), "--json"]
    assert json.loads(CliRunner().invoke(build(piped), piped, input=file.read_text()).stdout) == said.json()
    assert Need.objects.count() + Offer.objects.count() == needs_and_offers


@pytest.mark.parametrize(("who", "more", "code"), [("Ana", [], 1), ("Cleo", ["--since", "once"], 2)])
def test_a_paste_that_is_not_read(town: Town, tmp_path: Path, who: str, more: list[str], code: int) -> None:
    file = tmp_path / "chat.txt"
    file.write_text("Ben: I can mend lamps", encoding="utf-8")
    words = ["exchange", "read-paste", str(file), "--community", town.slug, "--as", town.email(who), *more]
    assert CliRunner().invoke(build(words), words).exit_code == code
    words[2] = str(tmp_path / "nowhere.txt")
    assert CliRunner().invoke(build(words), words).exit_code == 2
