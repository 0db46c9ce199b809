"""The papers a site fills in say what the program does today."""

import pytest

from coproduce.arenas.care.queries.papers import FOLDER, PART, PARTS, fresh

PAPERS = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_what_is_made_is_fresh(paper: object) -> None:
    text = paper.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text == fresh(text), "run python -m coproduce.arenas.care.queries.papers"


def test_every_part_stands_somewhere_and_none_is_empty() -> None:
    found = [match for paper in PAPERS for match in PART.finditer(paper.read_text(encoding="utf-8"))]
    assert {match[2] for match in found} == set(PARTS)
    assert all(match[3].count("\n") > 3 for match in found)


def test_a_stale_paper_is_found() -> None:
    text = (FOLDER / "intended-use.md").read_text(encoding="utf-8")
    assert text != fresh(text) or text.replace("not done here", "done") != fresh(text.replace("not done here", "done"))
