"""A key for a script, made on the machine itself."""

import json

import pytest
from django.test import Client
from tests.fixtures.towns import Town
from typer.testing import CliRunner

from coproduce.cli import build

pytestmark = pytest.mark.django_db


def test_a_key_made_on_the_machine_opens_what_it_may(town: Town) -> None:
    words = ["token", "--as", town.email("Ana"), "--community", town.slug, "--may", "read"]
    code = CliRunner().invoke(build(words), words).stdout.strip()
    headers = {"Authorization": f"Bearer {code}"}
    assert Client().get(f"/api/{town.slug}/people/members", headers=headers).status_code == 200
    assert Client().get(f"/api/{town.slug}/people/members").status_code == 401
    done = CliRunner().invoke(build(words), [*words, "--json"])
    assert json.loads(done.stdout)["code"].startswith("cop_")
    wrong = [*words[:-1], "everything"]
    assert "nothing a key may do" in CliRunner().invoke(build(wrong), wrong).output
    nobody = ["token", "--as", "nobody@x.org", "--community", town.slug]
    assert CliRunner().invoke(build(nobody), nobody).exit_code == 1
