"""Manifests of designs, and histories of them, as others write them: what is wrong is said, nothing is lost."""

import tomllib
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st
from tests.fixtures.shared import real

from coproduce.interop.making.documents import DEEPEST, LARGEST, MOST, read_toml, read_yaml, write_toml, write_yaml
from coproduce.interop.making.faults import ManifestError
from coproduce.interop.making.history import read_history
from coproduce.interop.making.manifests import as_losh, read_manifest, write_manifest

CHAIR = """
title: Chair
description: for someone to sit on
license:
  hardware: CERN-OHL-P-2.0
  documentation: CC-BY-4.0
licensor:
  name: Ana Lima
manifest-author: {name: Ben Okafor}
version: 1.10
bom: legs, seat , back
x-local:
  shelf: 3b
making-instructions:
  - path: build/steps.md
"""

STOOL = """
okhv = "OKH-LOSHv1.0"
name = "Stool"
version = "2.0.1"
license = "CERN-OHL-S-2.0"
licensor = ["Ana Lima", { name = "Ben Okafor", email = "ben@example.org" }]
function = "To sit on"
tsdc = ["CNC", "ASM"]
x-local.shelf = 3

[[part]]
name = "leg"
mass = 410.5
tsdc = "CNC"

[[part]]
name = "seat"
"""


def test_a_manifest_in_yaml() -> None:
    found = read_manifest(CHAIR.encode())
    assert (found.standard, found.title, found.version) == ("okh-1", "Chair", "1.10"), "a version is no number"
    assert (found.licence, found.licensor) == ("CERN-OHL-P-2.0 AND CC-BY-4.0", "Ana Lima")
    assert (found.made_by, found.parts) == (("Ana Lima", "Ben Okafor"), ("legs", "seat", "back"))
    assert not found.faults
    again = read_manifest(write_manifest(found).encode())
    assert again == found, "nothing is lost"
    assert again.document["x-local"] == {"shelf": "3b"}


def test_a_manifest_in_toml() -> None:
    found = read_manifest(STOOL.encode(), "okh.toml")
    assert (found.standard, found.title, found.version, found.licence) == (
        "okh-losh",
        "Stool",
        "2.0.1",
        "CERN-OHL-S-2.0",
    )
    assert (found.made_by, found.parts, found.words) == (("Ana Lima", "Ben Okafor"), ("leg", "seat"), "To sit on")
    assert read_manifest(write_manifest(found).encode(), "okh.toml") == found
    assert as_losh(found) is found


def test_one_as_the_other_keeps_every_key() -> None:
    chair = read_manifest(CHAIR.encode())
    losh = read_manifest(write_manifest(as_losh(chair)).encode(), "okh.toml")
    assert (losh.title, losh.version, losh.licence, losh.licensor) == (chair.title, "1.10", chair.licence, "Ana Lima")
    assert losh.document["okh-v1"]["x-local"] == {"shelf": "3b"}


@pytest.mark.parametrize(
    ("content", "name", "says", "line"),
    [
        (b"title: Chair\n  bad: here: twice", "okh.yml", "This is not YAML", 2),
        (b"- a\n- b", "okh.yml", "one thing after another", None),
        (b"a: &x [1]\nb: *x", "okh.yml", "*x", 2),
        (b"title: a\ntitle: b", "okh.yml", "“title” is said twice", 2),
        (b"title: !!python/object/apply:os.system [ls]", "okh.yml", "This is not YAML", 1),
        (b"title: \x00", "okh.yml", "This is not YAML", None),
        (b"version: 1.0.0", "okh.yml", "What it is called is missing", None),
        (b"\xff\xfe", "okh.yml", "UTF-8", None),
        (b"a: " + b"[" * (DEEPEST + 5) + b"]" * (DEEPEST + 5), "okh.yml", "too deep", 1),
        (b"a: [" + b"1," * (MOST + 1) + b"]", "okh.yml", "too much", 1),
        (b"x" * (LARGEST + 1), "okh.yml", "512 kB", None),
        (b'name = "a"\nname = "b"', "okh.toml", "This is not TOML", 2),
        (b"name = ", "okh.toml", "This is not TOML", 1),
        (b"a = " + b"[" * (DEEPEST + 5) + b"]" * (DEEPEST + 5), "okh.toml", "too deep", None),
        (b"a = [" + b"1," * (MOST + 1) + b"]", "okh.toml", "too much", None),
        (b"a = 1", "okh.toml", "write “name”", None),
    ],
)
def test_what_cannot_be_read_says_where(content: bytes, name: str, says: str, line: int | None) -> None:
    with pytest.raises(ManifestError) as refused:
        read_manifest(content, name)
    assert says in str(refused.value)
    assert refused.value.fault.line == line


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ("version: v1", "version"),
        ("license: MIT", "version"),
        ("version: 1.0.0", "license"),
        ("version: 1.0.0\nlicense: MIT\nimage: ../../etc/passwd", "image"),
        ("version: 1.0.0\nlicense: MIT\nimage: C:\\pictures\\me.png", "image"),
        ("version: 1.0.0\nlicense: MIT\nmaking-instructions:\n- path: ok.md\n- path: /etc/passwd",
         "making-instructions.2.path"),
        ("version: 1.0.0\nlicense: MIT\nschematics:\n- 'a\\..\\b'", "schematics.1"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_said_and_the_rest_is_read(more: str, field: str) -> None:
    found = read_manifest(f"title: Chair\n{more}".encode())
    assert field in [one.field for one in found.faults]
    assert found.title == "Chair"


def test_a_manifest_in_json_is_read_too_whatever_stands_between_its_words() -> None:
    found = read_manifest(b'{\n\t"title": "Chair",\n\t"version": "1.0.0",\n\t"license": "MIT"\n}', "okh.json")
    assert (found.title, found.version, found.licence, found.faults) == ("Chair", "1.0.0", "MIT", ())


def test_names_and_numbers_that_were_swapped() -> None:
    said = {"title": "a", "bom-atoms": [{"identifier": "nail", "description": "Q37077"}, {"description": "saw"}, "x"]}
    assert read_manifest(yaml.safe_dump(said).encode()).parts == ("nail", "saw")


def test_the_files_people_wrote() -> None:
    """Open hardware manifests of Helpful Engineering (Apache-2.0)."""
    read, broken = {}, {}
    for file in sorted(real("okh").glob("*/okh/*.yml")):
        try:
            read[file.name] = read_manifest(file.read_bytes())
        except ManifestError as wrong:
            broken[file.name] = wrong.fault
    assert list(broken) == ["okh-seat-helpful.yml"]
    assert broken["okh-seat-helpful.yml"].line == 3
    assert len(read) == 13
    assert all(one.title for one in read.values())
    for one in read.values():
        assert read_manifest(write_manifest(one).encode()).document == one.document
        assert as_losh(one).document["okh-v1"] == one.document


#: Without the three ends of lines that YAML knows and nobody writes.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x85\u2028\u2029"), max_size=12)
PLAIN = st.one_of(WORDS, st.booleans())
NESTED = st.recursive(
    PLAIN, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=3), max_leaves=8
)


@given(st.dictionaries(WORDS, st.one_of(NESTED, st.integers(-(2**40), 2**40), st.dates()), max_size=4))
def test_toml_comes_back_as_it_went(document: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(document)) == document


@given(st.dictionaries(WORDS.filter(str.strip), NESTED, max_size=4))
def test_yaml_comes_back_as_it_went(document: dict[str, Any]) -> None:
    assert yaml.safe_load(write_yaml(document)) == document


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (read_yaml, read_toml):
        with suppress(ManifestError):
            assert isinstance(read(content), dict)


LOG = """commit 3f1c2ab4de
Author: Ben Okafor <Ben@Example.org>
Date:   Tue Nov 17 09:30:00 2026 +0200

    Wider seat

12\t4\tseat.scad
-\t-\tseat.png

commit 11aa22bb33
Merge: 0aa 1bb
Author: Ana Lima <ana@example.org>
Date:   Mon Nov 16 13:00:00 2026 +0000

    Merge branch 'seat'

commit 0f3a9c1 (HEAD -> main)
Author: Ana Lima <ana@example.org>
Date:   2026-11-16 12:00:00 +0000

    First chair

    Co-authored-by: Cleo Hart <cleo@example.org>

3\t0\tleg.scad
"""


def test_a_history_as_git_writes_it() -> None:
    first, second = read_history(LOG)
    assert [(one.name, one.email) for one in first.people] == [
        ("Ana Lima", "ana@example.org"),
        ("Cleo Hart", "cleo@example.org"),
    ]
    assert (first.id, first.words, first.added, first.files) == ("0f3a9c1", "First chair", 3, ("leg.scad",))
    assert (second.added, second.removed, second.files) == (12, 4, ("seat.scad", "seat.png"))
    assert second.at == datetime(2026, 11, 17, 7, 30, tzinfo=UTC)
    assert second.people[0].email == "ben@example.org"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no change"),
        ("hello\n" + LOG, "begins with"),
        (LOG + LOG, "twice"),
        (LOG.replace("2026-11-16 12:00:00 +0000", "some day"), "some day"),
        (LOG.replace("Date:   Tue Nov 17 09:30:00 2026 +0200\n", ""), "missing"),
        (LOG.replace("Author: Ben Okafor <Ben@Example.org>\n", ""), "missing"),
        ("x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_what_is_no_history_says_so(text: str, says: str) -> None:
    with pytest.raises(ManifestError, match=says):
        read_history(text)
