"""Files of others: manifests in and out with every key, one broken on purpose; a history and whose it is."""

from typing import Any
from uuid import UUID

import pytest
from tests.fixtures.shared import real
from tests.fixtures.towns import Town, do

from coproduce.arenas.making.models import Change, Design
from coproduce.arenas.making.queries.designs import credit, named_elsewhere
from coproduce.arenas.making.queries.manifests import written
from coproduce.arenas.making.tests.shed import done, log, refused, stool
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent
from coproduce.interop.making.documents import read_toml, read_yaml
from coproduce.interop.making.manifests import read_manifest

pytestmark = pytest.mark.django_db

CHAIR = """title: Chair  # for the kitchen
version: v1
license:
  hardware: CERN-OHL-P-2.0
licensor:
  name: Zoe Elsewhere
x-local: kept
bom-atoms:
  - description: leg
  - description: seat
"""


def row_of(design: UUID) -> Design:
    return Design.objects.select_related("keeper", "community").get(public_id=design)


def test_a_manifest_comes_in_with_everything_and_goes_out_as_it_came(town: Town) -> None:
    found = done("making.bring_manifest", town, "Ana", text=CHAIR)
    row = row_of(found.design)
    assert (row.name, row.version, row.licence, row.parts, row.named) == (
        "Chair", "0", "CERN-OHL-P-2.0", "leg; 1\nseat; 1", ["Zoe Elsewhere"],
    )  # fmt: skip
    assert found.doubts == ("“v1” is not a version: write numbers with points, like 1.0.0.",)
    assert credit(row)[0].names == (row.keeper.name, "Zoe Elsewhere")
    assert written(row) == ("okh.yml", CHAIR), "comments and all"
    again = done("making.bring_manifest", town, "Ana", text=CHAIR.replace("kept", "kept too"))
    assert (again.is_new, again.design) == (False, found.design)
    assert "kept too" in written(row_of(found.design))[1]


def test_what_is_put_right_here_stands_in_the_file_and_all_else_stays(town: Town) -> None:
    row = row_of(done("making.bring_manifest", town, "Ana", text=CHAIR).design)
    row.licence, row.version = "CERN-OHL-S-2.0", "1.1.0"
    name, text = written(row)
    document = read_yaml(text.encode())
    assert name == "okh.yml"
    assert (document["version"], document["license"]["hardware"], document["x-local"]) == (
        "1.1.0",
        "CERN-OHL-S-2.0",
        "kept",
    )
    losh = read_toml(written(row, "toml")[1].encode())
    assert (losh["license"], losh["okh-v1"]["x-local"]) == ("CERN-OHL-S-2.0", "kept")


def test_a_design_of_here_goes_out_in_both_forms(town: Town) -> None:
    row = row_of(stool(town))
    name, text = written(row)
    found = read_manifest(text.encode(), name)
    assert (name, found.title, found.version, found.licence) == ("okh.toml", "Stool", "1.0.0", "CERN-OHL-P-2.0")
    assert found.parts == ("leg", "seat", "screw")
    as_yaml = read_yaml(written(row, "yaml")[1].encode())
    assert (as_yaml["title"], as_yaml["okh-losh"]["part"][0]["quantity"]) == ("Stool", "3")


def test_losh_comes_back_the_same(town: Town) -> None:
    text = 'okhv = "OKH-LOSHv1.0"\nname = "Lamp"\nversion = "2.0.0"\nlicense = "MIT"\n\n[own]\nkey = 1\n'
    row = row_of(done("making.bring_manifest", town, "Ana", text=text, file="okh.toml").design)
    assert written(row) == ("okh.toml", text)
    assert read_yaml(written(row, "yaml")[1].encode())["okh-losh"]["own"]["key"] == "1"


@pytest.mark.parametrize(
    ("text", "file", "says"),
    [
        ("title: Seat\n  version: 1", "okh.yml", "Line 2"),
        ("title = ", "okh.toml", "Line 1: This is not TOML: invalid value"),
        ("version: 1.0", "okh.yml", "title"), ("- a\n- b", "okh.yml", "one thing after another"),
        ("title: " + "x" * 81, "okh.yml", "80 letters"), (" ", "okh.yml", "Choose a file"),
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_refused_with_the_line(town: Town, text: str, file: str, says: str) -> None:
    outcome: Any = do("making.bring_manifest", town.actor("Ana"), text=text, file=file)
    assert (outcome.field, says in outcome.sentence) == ("text", True), outcome


def test_the_library_of_others_goes_through_it(town: Town) -> None:
    """Fourteen files of Helpful Engineering: one is broken on purpose, and keeps none of the others out."""
    refused_: list[str] = []
    for path in sorted(real("okh").glob("*/okh/*.yml")):
        outcome: Any = do("making.bring_manifest", town.actor("Ana"), text=path.read_text("utf-8"), file=path.name)
        if not isinstance(outcome, Done):
            refused_.append(outcome.sentence)
            continue
        row = row_of(outcome.value.design)
        before, after = read_yaml(row.manifest.encode()), read_yaml(written(row, "yaml")[1].encode())
        assert before == after, path.name
        assert read_toml(written(row, "toml")[1].encode())["okh-v1"].keys() <= before.keys(), path.name
    assert [one.partition(":")[0] for one in refused_] == ["okh-seat-helpful.yml"]
    assert "Line 3" in refused_[0]


def test_a_history_counts_for_whose_it_is_and_twice_changes_nothing(town: Town) -> None:
    design = stool(town)
    first = done("making.bring_history", town, "Ben", design=design, text=log(town))
    assert (first.added, first.known, first.of_members) == (3, 0, 0), "nobody is said to be somebody but by themselves"
    again = done("making.bring_history", town, "Ben", design=design, text=log(town))
    assert (again.added, again.known, Change.objects.count()) == (0, 3, 3)
    row = row_of(design)
    assert credit(row)[0].names == (row.keeper.name, "Ben Elsewhere", "Zoe Elsewhere")
    assert not Agent.objects.filter(name__contains="Elsewhere").exists(), "a name is no person"
    assert "zoe@" not in "".join(map(str, Change.objects.values_list())), "no address is kept"
    assert done("making.claim_changes", town, "Ben").changes == 1
    assert credit(row)[0].names == (row.keeper.name, "Zoe Elsewhere")
    assert refused("making.claim_changes", town, "Ana")[0] == "NOTHING_THERE"
    more = log(town).replace("commit 0f3a9c1", "commit 9f3a9c1")
    assert done("making.bring_history", town, "Ben", design=design, text=more).of_members == 1, "said once for all"


def test_who_asks_is_named_no_more_however_often_it_is_brought(town: Town) -> None:
    design = stool(town)
    done("making.bring_history", town, "Ben", design=design, text=log(town))
    assert refused("making.take_name_off", town, "Ana", design=design, name="Zoe Elsewhere")[0] == "NOT_FOUND"
    assert done("making.take_name_off", town, "Ben", design=design, name="Zoe Elsewhere").changes == 2
    assert refused("making.take_name_off", town, "Ben", design=design, name="Zoe Elsewhere") == ("NOT_FOUND", "name")
    done("making.bring_history", town, "Ben", design=design, text=log(town).replace("commit 1b2", "commit 2b2"))
    assert named_elsewhere(row_of(design)) == ["Ben Elsewhere"]
    assert Change.objects.count() == 4, "what they did stands"


def test_who_is_forgotten_is_named_no_more_and_the_chain_stands(town: Town) -> None:
    design = stool(town)
    done("making.bring_history", town, "Ben", design=design, text=log(town))
    done("making.claim_changes", town, "Ben")
    more = log(town).replace("commit 0f3a9c1", "commit 9f3a9c1")
    fork = done("making.fork_design", town, "Ana", design=design, name="Milking stool").design
    done("privacy.erase", town, "Ben", member=town.agents["Ben"])
    done("making.bring_history", town, "Cleo", design=design, text=more)
    lines = credit(row_of(fork))
    assert [(line.generation, line.design.name) for line in lines] == [(0, "Milking stool"), (1, "Stool")]
    assert lines[1].names == ("Somebody who left", "Zoe Elsewhere")


@pytest.mark.parametrize("text", ["", "commit 0f3a9c1\nno more", "x\ncommit 0f3a9c1"])
def test_what_is_no_history(town: Town, text: str) -> None:
    design = stool(town)
    assert refused("making.bring_history", town, "Ben", design=design, text=text) == ("NOT_A_HISTORY", "text")
    assert refused("making.bring_history", town, "Ana", design=design, text=log(town)) == ("NOT_FOUND", "design")
