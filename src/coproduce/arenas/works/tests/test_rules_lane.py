"""A lane surveyed and designed: it closes, falls and is covered; what it takes adds up; what cannot be is refused."""

from dataclasses import asdict, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.works.rules import WorksError
from coproduce.arenas.works.rules.flow import least_gradient
from coproduce.arenas.works.rules.lane import (
    Chamber,
    Flag,
    House,
    Lane,
    Line,
    chambers_at,
    design,
    in_one_lane,
    registered,
)
from coproduce.arenas.works.rules.quantities import Quantities, alternatives, bill, quantities, weeks
from coproduce.arenas.works.rules.sets import STANDARD, RateBook
from coproduce.arenas.works.rules.survey import Ground, along, level_at

HOUSES = tuple(House(str(number), 6, 6_000 * number, 6_000) for number in range(1, 31))
GROUND = (Ground(0, 12_000), Ground(90_000, 11_500), Ground(180_000, 10_900))
LANE = Lane(HOUSES, GROUND, 10_000)


@given(
    st.lists(st.integers(-150, 400), min_size=2, max_size=12),
    st.integers(1, 60),
    st.sampled_from([None, 100, 150, 230]),
)
def test_a_line_falls_all_the_way_and_is_covered_everywhere(falls: list[int], people: int, pipe: int | None) -> None:
    levels = [Ground(15_000 * place, 20_000 - sum(falls[:place])) for place in range(len(falls) + 1)]
    ends = levels[-1].chainage_mm
    lane = Lane((House("1", people, 0), House("2", people, ends)), tuple(levels), 0)
    line = design(lane, STANDARD, pipe)
    assert line.least_cover_mm >= STANDARD.cover_mm
    for (one, other), reach in zip(pairwise(line.chambers), line.reaches, strict=True):
        gradient = (one.invert_mm - other.invert_mm) / (other.chainage_mm - one.chainage_mm)
        assert gradient >= least_gradient(reach.flow_l_s)
        assert reach.fall_mm == one.invert_mm - other.invert_mm
        assert reach.water.depth_ratio <= 0.8
        assert 0 < other.chainage_mm - one.chainage_mm <= STANDARD.chamber_spacing_mm
    for row in levels:
        above, below = next(
            (one, other)
            for one, other in pairwise(line.chambers)
            if one.chainage_mm <= row.chainage_mm <= other.chainage_mm
        )
        part = Fraction(row.chainage_mm - above.chainage_mm, below.chainage_mm - above.chainage_mm)
        bed = above.invert_mm + part * (below.invert_mm - above.invert_mm)
        assert row.level_mm - bed - line.diameter_mm >= line.least_cover_mm
    assert line.reaches[-1].people == 2 * people
    assert sum(one.houses for one in line.chambers) == 2
    assert line.chambers[0].chainage_mm == 0 and line.chambers[-1].chainage_mm == ends


@given(st.lists(st.integers(-150, 400), min_size=1, max_size=8), st.integers(1, 100))
def test_what_a_line_takes_grows_with_its_depth(falls: list[int], deeper: int) -> None:
    levels = tuple(Ground(15_000 * place, 20_000 - sum(falls[:place])) for place in range(len(falls) + 1))
    line = design(Lane((House("1", 4),), levels, 0))
    sunk = replace(line, chambers=tuple(replace(one, invert_mm=one.invert_mm - deeper) for one in line.chambers))
    taken, more = quantities(line), quantities(sunk)
    assert (taken.pipe_m, taken.chambers, taken.cement_kg) == (more.pipe_m, more.chambers, more.cement_kg)
    way, width = levels[-1].chainage_mm, STANDARD.trench_mm + line.diameter_mm
    pits = len(line.chambers) * STANDARD.chamber_mm**2
    assert more.digging_m3 - taken.digging_m3 == Fraction(deeper * (width * way + pits), 10**9)
    assert bill(taken, STANDARD.official_book).total_minor <= bill(more, STANDARD.official_book).total_minor


def test_a_lane_of_thirty_houses() -> None:
    line = design(LANE)
    assert (line.diameter_mm, len(line.chambers), line.reaches[-1].people) == (100, 13, 180)
    assert {flag.code for flag in line.flags} == {"LEAST_FLOW", "DROP"}
    assert Flag("DROP", 180_000, line.chambers[-1].invert_mm - 10_000) in line.flags
    said = {one.name: getattr(STANDARD, one.name) for one in fields(STANDARD)}
    assert design(asdict(LANE), said) == line, "plain mappings with the same names"
    assert quantities(asdict(line)) == quantities(line)
    ways = alternatives(LANE)
    assert [(way.by, way.pipe_mm) for way in ways] == [("lane", 100), ("lane", 150), ("lane", 230), ("office", 230)]
    assert [way.total_minor for way in ways] == sorted(way.total_minor for way in ways)
    assert ways[0].weeks < ways[-1].weeks


def test_what_is_looked_at_twice() -> None:
    steep = design(Lane((House("1", 4),), (Ground(0, 40_000), Ground(30_000, 30_000)), 29_000))
    assert {flag.code for flag in steep.flags} == {"LEAST_FLOW", "DROP"}
    rules = replace(STANDARD, fastest_second_mm=1_000, longest_run_mm=10_000, deep_mm=400)
    strict = design(Lane((House("1", 4),), (Ground(0, 40_000), Ground(30_000, 30_000)), 29_600), rules)
    assert {flag.code for flag in strict.flags} == {"LEAST_FLOW", "FAST", "LONG_RUN"}
    sunk = design(Lane((House("1", 4),), (Ground(0, 10_000), Ground(30_000, 10_400)), 9_000), rules, 230)
    assert {"TENSION_LOW", "DEEP"} <= {flag.code for flag in sunk.flags}


def test_what_arrives_from_above_is_carried_on() -> None:
    alone = design(LANE)
    joined = design(replace(LANE, people_above=1_000, arrives_mm=11_300, outlet_mm=9_000))
    assert joined.reaches[0].people == 1_000 + alone.reaches[0].people
    assert joined.chambers[0].invert_mm == 11_300 < alone.chambers[0].invert_mm
    assert "LEAST_FLOW" not in {flag.code for flag in joined.flags}


def test_a_dip_has_a_chamber_and_a_sag_lies_deeper() -> None:
    dip = (Ground(0, 9_000), Ground(20_000, 8_500), Ground(40_000, 8_600))
    assert 20_000 in chambers_at(dip, 16_000)
    sagging = (Ground(0, 9_000), Ground(5_000, 8_700), Ground(12_000, 8_650))
    line = design(Lane((House("1", 4),), sagging, 0))
    assert line.least_cover_mm >= STANDARD.cover_mm
    straight = design(Lane((House("1", 4),), (sagging[0], sagging[-1]), 0))
    assert line.chambers[0].invert_mm < straight.chambers[0].invert_mm


@pytest.mark.parametrize(
    ("reckon", "code", "field"),
    [
        (lambda: design(replace(LANE, houses=())), "NO_HOUSES", "houses"),
        (lambda: design(replace(LANE, houses=(*HOUSES, HOUSES[3]))), "TWICE", "4"),
        (lambda: registered([House("4", 2), House("4 ", 3)]), "TWICE", "4 "),
        (lambda: registered([House("4", 2), House(" ", 3)]), "MISSING", "plot"),
        (lambda: design(replace(LANE, houses=(House("4", -1),))), "NEGATIVE", "4"),
        (lambda: design(replace(LANE, houses=(House("4", 1, 0, -1),))), "NEGATIVE", "4"),
        (lambda: design(replace(LANE, houses=(House("4", 1, 180_001),))), "OUT_OF_LANE", "4"),
        (lambda: design(replace(LANE, outlet_mm=None)), "NO_OUTLET", "outlet_mm"),
        (lambda: design(replace(LANE, outlet_mm=10_800)), "TOO_FLAT", "outlet_mm"),
        (lambda: design(replace(LANE, outlet_mm=11_900)), "ADVERSE_SLOPE", "outlet_mm"),
        (lambda: design(Lane(HOUSES, (Ground(0, 10_000), Ground(180_000, 10_500)), 9_900)), "ADVERSE_SLOPE",
         "outlet_mm"),
        (lambda: design(LANE, replace(STANDARD, cover_mm=299)), "COVER_TOO_THIN", "cover_mm"),
        (lambda: design(LANE, replace(STANDARD, pipes_mm=(50,))), "PIPE_TOO_SMALL", "diameter_mm"),
        (lambda: design(LANE, STANDARD, 50), "PIPE_TOO_SMALL", "diameter_mm"),
        (lambda: chambers_at(GROUND, 999), "NOT_POSITIVE", "spacing_mm"),
        (lambda: along([Ground(0, 1)]), "TOO_FEW", "ground"),
        (lambda: along([Ground(0, 1), Ground(0, 2)]), "TWICE", "ground"),
        (lambda: level_at(GROUND, 180_001), "OUT_OF_LANE", "chainage_mm"),
        (lambda: in_one_lane({"Lane 4": ["12", "14"], "Lane 5": ["14"]}), "IN_TWO_LANES", "14"),
        (lambda: quantities(Line(100, (Chamber(0, 1, 0, 0),), (), 300)), "TOO_FEW", "chambers"),
        (lambda: quantities(Line(100, (Chamber(0, 1, 0, 0), Chamber(0, 1, 0, 0)), (), 300)), "NEGATIVE", "chambers"),
        (lambda: quantities(Line(100, (Chamber(0, 1, 2, 0), Chamber(9, 1, 0, 0)), (), 300)), "NEGATIVE", "chambers"),
        (lambda: bill(TAKEN, replace(BOOK, pipe_minor_by_mm={150: 1})), "NO_RATE", "pipe_minor_by_mm"),
        (lambda: bill(TAKEN, replace(BOOK, sand_minor=-1)), "NEGATIVE", "sand_m3"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused(reckon: Any, code: str, field: str) -> None:
    with pytest.raises(WorksError) as wrong:
        reckon()
    assert (wrong.value.code, wrong.value.field) == (code, field)
    assert str(wrong.value).endswith(".")


def test_a_thin_cover_is_enough_where_nothing_drives() -> None:
    assert design(replace(LANE, has_traffic=False), replace(STANDARD, cover_mm=200)).least_cover_mm >= 200
    assert design(LANE, replace(STANDARD, cover_mm=300)).least_cover_mm >= 300


TAKEN = Quantities(100, Fraction(16), Fraction(4), 2, 4, 120, Fraction(1, 2), 2, (), 0)
BOOK = RateBook(date(2026, 1, 1), {100: 450}, 100, 15, 3_000, 1_800, 600, Fraction(1, 10))


def test_a_bill_by_a_dated_book() -> None:
    cost = bill(TAKEN, BOOK)
    assert [item.minor for item in cost.items] == [7_200, 400, 1_800, 1_500, 3_600, 2_400]
    assert (cost.from_on, cost.added_minor, cost.total_minor) == (date(2026, 1, 1), 1_690, 18_590)
    odd = bill(replace(TAKEN, pipe_m=Fraction(1, 3), sand_m3=Fraction(1, 2000)), replace(BOOK, sand_minor=1_000))
    assert [item.minor for item in odd.items][0::3] == [150, 1], "a half upwards"
    assert weeks(8 * 720, STANDARD.pace) == 3
    assert weeks(8 * 720 + 1, STANDARD.pace) == 4


def test_a_house_stands_once() -> None:
    assert [one.people for one in registered([{"plot": "4", "people": 6}])] == [6]
    in_one_lane({"Lane 4": ["12", "12a"], "Lane 5": []})


def test_a_border_is_on_the_right_side() -> None:
    """What is just enough is enough: the narrowest pipe that carries it, and flags that begin past their numbers."""
    assert registered([House("1", 0, 0, 0)])[0].people == 0
    assert len(chambers_at(GROUND, 1_000)) == 181
    for levels in ((9_000, 9_000, 9_100), (9_100, 9_000, 9_000)):
        flat = [Ground(20_000 * place, level) for place, level in enumerate(levels)]
        assert chambers_at(flat, 50_000) == (0, 40_000), "level ground is no dip"
    narrowest = next(size for size in range(60, 100) if carries(size))
    assert design(LANE, replace(STANDARD, pipes_mm=(narrowest - 1, narrowest))).diameter_mm == narrowest
    line = design(LANE)
    first, water = line.reaches[0], line.reaches[0].water
    exact = replace(
        STANDARD, least_tension_pa=Decimal(repr(min(one.water.tension_pa for one in line.reaches))),
        fastest_second_mm=int(max(one.water.velocity_m_s for one in line.reaches) * 1000),
        longest_run_mm=max(one.length_mm for one in line.reaches), deep_mm=max(one.depth_mm for one in line.chambers),
    )  # fmt: skip
    assert water.tension_pa > 0 and first.length_mm > 0
    assert {flag.code for flag in design(LANE, exact).flags} == {"LEAST_FLOW", "DROP"}
    assert "DROP" not in {flag.code for flag in design(replace(LANE, outlet_mm=line.chambers[-1].invert_mm)).flags}
    assert quantities(Line(100, (Chamber(0, 1, 1, 0), Chamber(9, 1, 1, 0)), (), 300)).pipe_mm == 100


def carries(size: int) -> bool:
    try:
        return design(LANE, STANDARD, size).diameter_mm == size
    except WorksError:
        return False


@pytest.mark.parametrize(
    "lane",
    [
        replace(LANE, outlet_mm=design(LANE).chambers[0].invert_mm),
        Lane(HOUSES, (Ground(0, 10_000), Ground(180_000, 10_000)), 9_000),
    ],
)
def test_a_lane_that_lies_level_with_its_outlet_falls_away_from_it(lane: Lane) -> None:
    with pytest.raises(WorksError) as wrong:
        design(lane)
    assert wrong.value.code == "ADVERSE_SLOPE"
