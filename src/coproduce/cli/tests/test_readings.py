"""A text that stands in a file, packed or not, and a command of a room's own, by the command line."""

import gzip
import json
from pathlib import Path

import pytest
from tests.fixtures.towns import Town

from coproduce.arenas.energy.tests.street import HOME, MAY, days_of, point
from coproduce.cli.tests.running import coproduce
from coproduce.community.people.models import Community

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_as_it_lies_on_the_disk(town: Town, tmp_path: Path) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "energy"])
    point(town, HOME)
    plain, packed = tmp_path / "may.csv", tmp_path / "may.csv.gz"
    plain.write_text("\ufeff" + days_of({"H1": 300}), encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    said = ("energy", "bring-readings", "--as", town.email("Tom"), "--community", town.slug, "--from-on", MAY,
            "--until-on", "2026-05-31", "--shape", "days", "--unit", "Wh", "--step-minutes", 60, "--json")  # fmt: skip
    first, again = (json.loads(coproduce(*said, "--text", f"@{file}").stdout) for file in (plain, packed))
    assert (first["new"], again["new"], again["known"]) == (2976, 0, 2976)
    lost = coproduce(*said, "--text", f"@{tmp_path / 'june.csv'}")
    assert lost.exit_code == 2
    assert "This file cannot be read as text" in lost.output


def test_a_fault_that_was_expected_ends_with_its_sentence(tmp_path: Path) -> None:
    said = coproduce("energy", "try-keys", tmp_path)
    assert said.exit_code == 1
    assert "holds no data set known here" in said.output
