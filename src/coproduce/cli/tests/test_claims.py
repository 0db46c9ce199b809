"""The claims page: its shape, its honesty about made-up people, and that the same town makes the same page."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures.towns import TODAY, Town, do
from typer.testing import CliRunner

from coproduce.arenas import ARENAS
from coproduce.arenas.timebank.claims import CLAIMS
from coproduce.arenas.timebank.queries.claims import MEASURES
from coproduce.cli import build
from coproduce.core.quantity import HOURS
from coproduce.core.stats.figure import DESIGNS

ROOT = Path(__file__).resolve().parents[4]
PARTS = ("Said by", "What would have to be true", "What the demo shows", "Design", "Verdict")


def run(*words: str) -> Any:
    return CliRunner().invoke(build(["claims"]), ["claims", *words])


def in_json(town: Town) -> dict[str, Any]:
    done = run("timebank", "--community", town.slug, "--on", str(TODAY), "--json")
    assert done.exit_code == 0, done.output
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_every_measure_is_declared_and_every_claim_can_be_judged() -> None:
    assert {claim.measure for claim in CLAIMS if claim.measure} == set(MEASURES)
    assert {claim.needs for claim in CLAIMS} <= set(DESIGNS)
    assert len({claim.slug for claim in CLAIMS}) == len(CLAIMS)


@pytest.mark.django_db
def test_a_few_people_tell_nothing(town: Town) -> None:
    said = in_json(town)
    assert not said["is_demo"]
    assert [one["claim"] for one in said["claims"]] == [claim.slug for claim in CLAIMS]
    assert {one["verdict"] for one in said["claims"]} == {"cannot tell"}
    assert all(one["why"] for one in said["claims"])
    assert not any(one["n"] for one in said["claims"])  # one exchange is not shown


@pytest.mark.django_db
def test_what_was_counted_decides_and_in_a_demo_it_does_not(town: Town) -> None:
    """Twenty exchanges, each written down by the desk: the line of one half is not reached."""
    for ago in range(1, 21):
        do("timebank.record_for", town.actor("Cleo"), **town.help(time=HOURS(60), done_on=TODAY - timedelta(days=ago)))
    one = next(one for one in in_json(town)["claims"] if one["claim"] == "facilitate")
    assert (one["n"], one["share"], one["verdict"]) == (21, 0.0, "not")
    assert one["high"] < 0.5
    place = town.community
    place.is_demo = True
    place.save()
    said = in_json(town)
    assert said["is_demo"]
    assert {one["verdict"] for one in said["claims"]} == {"cannot tell"}


@pytest.mark.django_db
def test_the_page_of_real_books_does_not_say_demo(town: Town, tmp_path: Path) -> None:
    assert run("timebank", "--community", town.slug, "--on", str(TODAY), "--out", str(tmp_path)).exit_code == 0
    text = (tmp_path / "timebank.md").read_text()
    assert "demo" not in text
    assert text.count("\n## ") == len(CLAIMS)


@pytest.mark.django_db
def test_every_arena_has_its_page_where_none_is_named(town: Town, tmp_path: Path) -> None:
    assert run("--community", town.slug, "--on", str(TODAY), "--out", str(tmp_path)).exit_code == 0
    assert {page.stem for page in tmp_path.iterdir()} == set(ARENAS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere", "--demo"), "no arena called nowhere"),
        (("timebank",), "Say whose books"),
        (("timebank", "--demo", "--community", "alder"), "Say whose books"),
        (("timebank", "--community", "nowhere"), "no community called nowhere"),
        (("timebank", "--community", "alder", "--on", "tomorrow"), "not a day"),
    ],
)
def test_what_cannot_be_counted(town: Town, words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.exit_code != 0
    assert says in done.output


@pytest.mark.parametrize("arena", ARENAS)
def test_the_page_that_is_published_has_its_shape(arena: str) -> None:
    """Made on a demo town, it says so in every heading, and no verdict on it says more than that it cannot tell."""
    text = (ROOT / "docs" / "claims" / f"{arena}.md").read_text()
    claims = import_module(f"coproduce.arenas.{arena}.claims").CLAIMS
    headings = re.findall(r"^#+ .*$", text, re.MULTILINE)
    assert len(headings) == len(claims) + 1
    assert all(heading.endswith("(demo)") for heading in headings)
    for claim in claims:
        assert (f"“{claim.words}”" if claim.is_quoted else claim.words) in text
        assert claim.would_have_to_be_true in text
    for part in PARTS:
        assert text.count(f"- **{part}**: ") == len(claims), part
    assert set(re.findall(r"\*\*Verdict\*\*: \*([^*]+)\*", text)) == {"cannot tell"}
    assert "a sum" in text or "could be" in text


@pytest.mark.long
def test_the_same_town_makes_the_same_page(tmp_path: Path) -> None:
    """The command that stands on the page makes the page again, letter by letter."""
    text = (ROOT / "docs" / "claims" / "timebank.md").read_text()
    found = re.search(r"`coproduce (claims [^`]+)`", text)
    assert found
    subprocess.run(
        [sys.executable, "-m", "coproduce", *found[1].split(), "--out", str(tmp_path)],
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "coproduce.web.settings", "DATABASE_URL": ""},
    )
    assert (tmp_path / "timebank.md").read_text() == text
