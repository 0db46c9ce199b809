"""A lane from its sheets to paper: drawn on A3, reckoned to the last coin; what a sheet has wrong is said by row."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coproduce.arenas.works.commands import draw, reckon
from coproduce.arenas.works.queries.section import ENGINEER
from coproduce.arenas.works.rules import WorksError

LEVELS = "chainage,level\n0,12.00\n90,11.50\n180,10.90\n"
WALK = "where,chainage,back,between,fore\nwell,,1.5,,\ntop,0,,1.0,\nturn,90,1.2,,1.8\noutlet,180,,1.7,\nwell,,,,0.9\n"
HOUSES = "plot,people,chainage,frontage,waived\n" + "".join(
    f"{number},6,{6 * number},6,{'yes' if number == 7 else ''}\n" for number in range(1, 31)
)


@pytest.fixture
def sheets(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path, LEVELS, HOUSES)


def written(folder: Path, levels: str, houses: str) -> tuple[Path, Path]:
    paths = folder / "levels.csv", folder / "houses.csv"
    for path, text in zip(paths, (levels, houses), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_a_lane_is_drawn_on_a3(sheets: tuple[Path, Path]) -> None:
    drawn = draw(*sheets, outlet="10.0", title="Lane 4 <north>")
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    said = [one.text for one in root.iter() if one.text and one.tag.endswith("text")]
    assert {"Lane 4 <north>", ENGINEER, "chainage m", "180.00", "10.90"} <= set(said)
    assert any("Heights are drawn" in one for one in said) and any("above the outlet" in one for one in said)
    assert "a pipe of 230 mm" in draw(*sheets, outlet="10.0", pipe=230)


def test_a_lane_is_reckoned_to_the_last_coin(sheets: tuple[Path, Path]) -> None:
    page = reckon(*sheets, outlet="10.0", fund="Lane fund")
    assert all(word in page for word in (ENGINEER, "| by the lane | 100 |", "| officially | 230 |", "no price"))
    rows = [line.strip("| ").split(" | ") for line in page.partition("What each house pays")[2].splitlines()]
    shares = {row[0]: row[1] for row in rows if len(row) == 2}
    assert shares["7"] == "waived"
    pounds = {name: float(said[1:].replace(",", "")) for name, said in shares.items() if said.startswith("£")}
    whole = pounds.pop("**Together**")
    assert len(pounds) == 30 and round(sum(pounds.values()), 2) == whole
    assert "Lane fund" not in reckon(*sheets, outlet="10.0", rules="brazil")


def test_a_walk_on_a_hand_sheet_gives_the_same_ground(tmp_path: Path) -> None:
    assert "missed +0 mm of 14 mm" in reckon(*written(tmp_path, WALK, HOUSES), outlet="8.0", start="10.0")


@pytest.mark.parametrize(
    ("levels", "houses", "more", "says"),
    [
        (LEVELS, HOUSES, {}, "There is nothing to run into yet"),
        (LEVELS.replace("11.50", "11.50 ft"), HOUSES, {"outlet": "10"}, "Row 3, level: is in ft"),
        (LEVELS.replace("11.50", "high"), HOUSES, {"outlet": "10"}, "Row 3, level: “high” is no length"),
        (LEVELS.replace("level", "height"), HOUSES, {"outlet": "10"}, "no column “level”"),
        (LEVELS, HOUSES.replace("4,6,24", "4,six,24"), {"outlet": "10"}, "Row 5, people: write how many"),
        (LEVELS, HOUSES.replace("\n4,", "\n3,"), {"outlet": "10"}, "Plot 3 stands there twice"),
        (LEVELS, HOUSES, {"outlet": "11.9"}, "falls away from the outlet"),
        (WALK, HOUSES, {"outlet": "8"}, "A walk begins from a known level"),
        (WALK.replace("0.9", "0.8"), HOUSES, {"outlet": "8", "start": "10"}, "The walk ends +100 mm"),
        (LEVELS, HOUSES, {"outlet": "10", "rules": "nobody"}, "Choose from: simplified, brazil."),
    ],
)
def test_what_a_sheet_has_wrong_is_said(
    tmp_path: Path, levels: str, houses: str, more: dict[str, str], says: str
) -> None:
    with pytest.raises(WorksError, match=re.escape(says)):
        draw(*written(tmp_path, levels, houses), **more)
