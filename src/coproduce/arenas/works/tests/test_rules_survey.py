"""A walk with the level closes or is refused; what it misses by little is shared; lengths are never of two units."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from coproduce.arenas.works.rules import WorksError
from coproduce.arenas.works.rules.lengths import LONGEST_MM, millimetres
from coproduce.arenas.works.rules.survey import Ground, Sight, Walk, allowed_mm, along, ground_of, level_at, walk

SHEET = (
    Sight("well", None, 1_500),
    Sight("top", 0, between_mm=1_000),
    Sight("turn", 90_000, 1_200, None, 1_800),
    Sight("outlet", 180_000, between_mm=1_700),
    Sight("well", fore_mm=900),
)


def test_a_walk_that_closes() -> None:
    found = walk(SHEET, 10_000)
    assert found == Walk((10_000, 10_500, 9_700, 9_200, 10_000), 0, 14)
    assert [row.level_mm for row in ground_of(SHEET, found.levels_mm)] == [10_500, 9_700, 9_200]


@pytest.mark.parametrize(("missed", "turn", "outlet"), [(3, 9_698, 9_198), (-3, 9_701, 9_201), (14, 9_693, 9_193)])
def test_what_is_missed_by_little_is_shared_along_the_stands(missed: int, turn: int, outlet: int) -> None:
    found = walk([*SHEET[:-1], replace(SHEET[-1], fore_mm=900 - missed)], 10_000)
    assert (found.misclosure_mm, found.levels_mm[-1]) == (missed, 10_000)
    assert (found.levels_mm[2], found.levels_mm[3]) == pytest.approx((turn, outlet), abs=1)


def test_a_walk_to_another_known_level() -> None:
    assert walk(SHEET, 10_000, 9_990).misclosure_mm == 10
    assert walk(SHEET[::4], 10_000, 10_600, length_mm=0) == Walk((10_000, 10_600), 0, 5)
    assert walk(SHEET[::4], 10_000, 10_600).allowed_mm == 5


@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)), min_size=1, max_size=9), st.integers(-5, 5))
def test_a_walk_ends_where_it_should(stands: list[tuple[int, int]], missed: int) -> None:
    rises = sum(back - fore for back, fore in stands)
    assume(stands[-1][1] + rises - missed >= 0)
    sights = [Sight("start", 0, stands[0][0])]
    sights += [Sight("turn", None, back, None, fore) for (_, fore), (back, _) in pairwise(stands)]
    sights.append(Sight("end", None, fore_mm=stands[-1][1] + rises - missed))
    found = walk(sights, 50_000)
    assert found.misclosure_mm == missed and found.levels_mm[-1] == 50_000
    assert allowed_mm(0) == 5


@pytest.mark.parametrize(
    ("sights", "code", "field"),
    [
        ([*SHEET[:-1], replace(SHEET[-1], fore_mm=885)], "MISCLOSURE", "sights"),
        ([*SHEET[:-1], replace(SHEET[-1], fore_mm=915)], "MISCLOSURE", "sights"),
        (SHEET[:1], "TOO_FEW", "sights"),
        ([replace(SHEET[0], fore_mm=3), *SHEET[1:]], "NOT_A_WALK", "row 1"),
        (SHEET[1:], "NOT_A_WALK", "row 1"),
        (SHEET[:4], "NOT_A_WALK", "row 4"),
        ([SHEET[0], replace(SHEET[1], back_mm=3), *SHEET[2:]], "NOT_A_WALK", "row 2"),
        ([SHEET[0], Sight("nothing"), *SHEET[2:]], "NOT_A_WALK", "row 2"),
        ([SHEET[0], replace(SHEET[1], between_mm=-1), *SHEET[2:]], "NEGATIVE", "row 2"),
    ],
)
def test_a_sheet_that_is_no_walk(sights: Any, code: str, field: str) -> None:
    with pytest.raises(WorksError) as wrong:
        walk(sights, 10_000)
    assert (wrong.value.code, wrong.value.field) == (code, field)


@pytest.mark.parametrize(
    ("texts", "unit", "code", "field"),
    [
        (["12.5 m", "10 ft"], "", "MIXED_UNITS", "row 2"),
        (["10 ft"], "m", "MIXED_UNITS", "row 1"),
        (["10"], "", "MIXED_UNITS", "unit"),
        (["10"], "yd", "UNKNOWN_UNIT", "unit"),
        (["ten"], "m", "NOT_A_LENGTH", "row 1"),
        (["999999"], "m", "TOO_LARGE", "row 1"),
    ],
)
def test_two_units_are_never_mixed(texts: list[str], unit: str, code: str, field: str) -> None:
    with pytest.raises(WorksError) as wrong:
        millimetres(texts, unit)
    assert (wrong.value.code, wrong.value.field) == (code, field)


def test_lengths_as_people_write_them() -> None:
    assert millimetres(["12,5", " -0.25 ", "−1", "3 M"], "m") == (12_500, -250, -1_000, 3_000)
    assert millimetres(["1", "2 in"], "in") == (25, 51)
    assert millimetres([]) == ()


GROUND = (Ground(0, 12_000), Ground(90_000, 11_500), Ground(180_000, 10_900))


@pytest.mark.parametrize(("chainage", "level"), [(0, 12_000), (45_000, 11_750), (90_000, 11_500), (180_000, 10_900)])
def test_the_ground_between_two_levels(chainage: int, level: int) -> None:
    assert level_at(GROUND, chainage) == level
    assert level_at(GROUND[:2], min(chainage, 90_000)) == max(level, 11_500)


@pytest.mark.parametrize("chainage", [-1, 180_001])
def test_outside_the_lane_there_is_no_level(chainage: int) -> None:
    with pytest.raises(WorksError) as wrong:
        level_at(GROUND, chainage)
    assert (wrong.value.code, wrong.value.field) == ("OUT_OF_LANE", "chainage_mm")


@pytest.mark.parametrize(
    ("ground", "code"), [(GROUND[:1], "TOO_FEW"), ((), "TOO_FEW"), ([Ground(0, 1), Ground(0, 2)], "TWICE")]
)
def test_a_lane_has_one_level_at_each_of_two_places_at_least(ground: Any, code: str) -> None:
    with pytest.raises(WorksError) as wrong:
        along(ground)
    assert wrong.value.code == code
    assert along(GROUND[1::-1]) == GROUND[:2]


def test_a_sheet_names_what_to_mend() -> None:
    for missed, said in ((20, r"\+20"), (-20, "-20")):
        with pytest.raises(WorksError, match=f"ends {said} mm from where it should, and 14 mm"):
            walk([*SHEET[:-1], replace(SHEET[-1], fore_mm=900 - missed)], 10_000)
    for sheet, says in ((SHEET[1:], "begins looking back"), (SHEET[:4], "ends looking forwards")):
        with pytest.raises(WorksError, match=says):
            walk(sheet, 10_000)
    assert millimetres([str(LONGEST_MM)], "mm") == (LONGEST_MM,)
    with pytest.raises(WorksError, match="Row 1: no lane is 100 km long"):
        millimetres([str(LONGEST_MM + 1)], "mm")
    assert walk(SHEET[::4], 10_000, 10_595, length_mm=0).misclosure_mm == 5, "the border of what is little"
    assert walk([Sight("a", None, 0), Sight("b", fore_mm=0)], 1).levels_mm == (1, 1), "a staff may be read at 0"
