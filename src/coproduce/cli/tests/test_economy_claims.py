"""The pages of what is claimed of the economy: their shape, their honesty, and the same page for the same size."""

import json
import re
from pathlib import Path

import pytest

from coproduce.cli.tests.running import coproduce
from coproduce.economy.claims import PAGES

ROOT = Path(__file__).resolve().parents[4]
PARTS = (
    "Said by", "What would have to be true", "Compared", "In the model", "What would refute it", "Design", "Verdict",
)  # fmt: skip

SMALL = ("--people", 40, "--years", 0.2)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_that_is_published_has_its_shape(page: str) -> None:
    """Everybody on it is simulated: every heading says so, and of the world it cannot tell."""
    text = (ROOT / "docs" / "claims" / f"economy-{page}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ .*$", text, re.MULTILINE)
    hypotheses = PAGES[page][1]
    assert len(headings) == len(hypotheses) + 1
    assert all(heading.endswith("(simulated)") for heading in headings)
    for one in hypotheses:
        words = f"“{one.claim.words}”" if one.claim.is_quoted else one.claim.words
        for said in (words, one.claim.would_have_to_be_true, one.compared, one.refuted_by, one.unit, one.put_in):
            assert said in text
    for part in PARTS:
        assert text.count(f"- **{part}**: ") == len(hypotheses), part
    assert set(re.findall(r"\*\*Verdict\*\*: \*([^*]+)\*", text)) == {"cannot tell"}
    assert set(re.findall(r"\*\*In the model\*\*: \*([^*]+)\*", text)) <= {"follows", "does not follow", "cannot tell"}
    assert text.count("nine of ten draws") > len(hypotheses)


def test_a_page_is_written_and_the_same_again(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        done = coproduce("economy", "claims", "--page", "workforce", "--out", tmp_path / folder, *SMALL)
        assert done.exit_code == 0, done.output
    one, other = ((tmp_path / folder / "economy-workforce.md").read_text() for folder in ("one", "other"))
    assert one == other and "--people 40 --years 0.2 --seed 1 --draws 30" in one
    more = coproduce("economy", "claims", "--page", "workforce", "--out", tmp_path, "--seed", 2, *SMALL)
    assert more.exit_code == 0
    assert (tmp_path / "economy-workforce.md").read_text() != one, "another seed, other numbers"


def test_the_page_says_what_was_found() -> None:
    """Each number of a small page is that of its draws."""
    rows = json.loads(coproduce("economy", "claims", "--page", "workforce", "--json", *SMALL).stdout)["workforce"]
    assert [row["claim"] for row in rows] == [one.claim.slug for one in PAGES["workforce"][1]]
    for row in rows:
        assert row["verdict"] == "cannot tell"
        for ends in row["settings"].values():
            assert ends["low"] <= ends["middle"] <= ends["high"]


def test_a_page_nobody_wrote() -> None:
    done = coproduce("economy", "claims", "--page", "hope")
    assert done.exit_code == 2 and "Nothing is claimed of hope" in done.output


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_the_command_on_the_page_makes_it_again(page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "claims" / f"economy-{page}.md").read_text(encoding="utf-8")
    found = re.search(r"`coproduce (economy claims [^`]+)`", text)
    assert found
    done = coproduce(*found[1].split(), "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert (tmp_path / f"economy-{page}.md").read_text(encoding="utf-8") == text
