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


def test_a_room_with_commands_of_its_own_alone_is_asked_by_its_name(tmp_path: Path) -> None:
    levels, houses = tmp_path / "levels.csv", tmp_path / "houses.csv"
    levels.write_text("chainage,level\n0,12.00\n60,11.50\n", encoding="utf-8")
    houses.write_text("plot,people,chainage\n1,6,20\n2,4,60\n", encoding="utf-8")
    said = coproduce("works", "reckon", levels, houses, "--outlet", "10.0", "--title", "Lane 4")
    assert (said.exit_code, said.stdout.startswith("# Lane 4\n")) == (0, True)
    refused = coproduce("works", "draw", levels, houses)
    assert refused.exit_code == 1
    assert "There is nothing to run into yet" in refused.output
