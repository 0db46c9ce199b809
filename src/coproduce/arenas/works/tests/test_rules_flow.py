"""Water in a pipe: printed vectors, what holds whatever the numbers, and what SWMM finds for the same lane."""

from math import inf, nan, pi
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.works.rules import WorksError
from coproduce.arenas.works.rules.flow import capacity, circle, design_flow, diameter, hydraulics, least_gradient, users

FLOWS = st.floats(1.5, 200)
GRADIENTS = st.floats(1 / 500, 1 / 20)


@pytest.mark.parametrize(("depth_ratio", "ka", "kr"), [(0.2, 0.1118, 0.1206), (0.8, 0.6736, 0.3042), (1, pi / 4, 0.25)])
def test_a_pipe_that_is_not_full(depth_ratio: float, ka: float, kr: float) -> None:
    assert circle(depth_ratio) == pytest.approx((ka, kr), abs=5e-5)


@pytest.mark.parametrize(("flow", "one_in"), [(1.5, 213.9), (2.2, 255.2)])
def test_the_least_gradient(flow: float, one_in: float) -> None:
    assert 1 / least_gradient(flow) == pytest.approx(one_in, abs=0.05)
    assert least_gradient(flow) == pytest.approx(5.64e-3 * flow ** (-6 / 13), rel=1e-3), "as it is printed"


def test_the_least_gradient_of_brazil() -> None:
    assert 1 / least_gradient(1.5, "brazil") == pytest.approx(220, abs=0.5)


def test_how_many_a_pipe_is_enough_for() -> None:
    carried = capacity(100, 1 / 200)
    assert carried == pytest.approx(3.57, abs=0.005)
    assert users(carried, 60, 1.8, 1) == pytest.approx(2_856, abs=3)
    assert design_flow(2_000, 60, 1.8, 1) == pytest.approx(2.5)
    assert design_flow(30 * 6, 100) == 1.5, "the least flow"
    assert design_flow(0, 100) == 1.5


def test_a_pipe_flowing_full() -> None:
    assert capacity(100, 1 / 200, 1) == pytest.approx(1000 / 0.013 * pi / 4 * 0.01 * 0.025 ** (2 / 3) * 200**-0.5)
    assert hydraulics(capacity(100, 1 / 200, 1), 100, 1 / 200).depth_ratio == pytest.approx(0.82, abs=0.001)


def test_a_brimming_pipe_carries_as_much_as_it_can() -> None:
    water = hydraulics(capacity(100, 1 / 200, 0.94), 100, 1 / 200)
    assert 0.93 < water.depth_ratio <= 0.94, "so full, the last of it changes nothing"


@given(FLOWS, GRADIENTS)
def test_what_a_pipe_is_chosen_for_it_carries(flow: float, gradient: float) -> None:
    wide = diameter(flow, gradient)
    assert capacity(wide, gradient) == pytest.approx(flow)
    water = hydraulics(flow, wide, gradient)
    assert water.depth_ratio == pytest.approx(0.8, abs=1e-6)
    assert water.velocity_m_s * circle(water.depth_ratio).ka * (wide / 1000) ** 2 * 1000 == pytest.approx(flow)
    assert water.tension_pa == pytest.approx(9_810 * circle(0.8).kr * wide / 1000 * gradient)


@given(FLOWS)
def test_the_least_gradient_sweeps_with_one_pascal(flow: float) -> None:
    gradient = least_gradient(flow)
    wide = diameter(flow, gradient, fullest=0.2)
    assert hydraulics(flow, wide, gradient).tension_pa == pytest.approx(1, rel=1e-6)
    assert hydraulics(flow, diameter(flow, gradient), gradient).tension_pa >= 1
    assert least_gradient(flow * 1.01) < gradient


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_more_people_never_mean_less_water(people: int, litres: int) -> None:
    flow = design_flow(people, litres)
    assert 1.5 <= flow <= design_flow(people + 1, litres)
    if flow > 1.5:
        assert users(flow, litres) == pytest.approx(people)


@pytest.mark.parametrize(
    ("reckon", "code", "field"),
    [
        (lambda: circle(0), "NOT_A_SHARE", "depth_ratio"),
        (lambda: circle(1.01), "NOT_A_SHARE", "depth_ratio"),
        (lambda: design_flow(-1, 100), "NEGATIVE", "people"),
        (lambda: design_flow(10, -1), "NEGATIVE", "litres_day"),
        (lambda: design_flow(10, inf), "NEGATIVE", "litres_day"),
        (lambda: design_flow(10, nan), "NEGATIVE", "litres_day"),
        (lambda: design_flow(10, 100, 0), "NOT_POSITIVE", "peak"),
        (lambda: design_flow(10, 100, 1.8, 0), "NOT_A_SHARE", "return_share"),
        (lambda: design_flow(10, 100, 1.8, 1.1), "NOT_A_SHARE", "return_share"),
        (lambda: users(0, 100), "NOT_POSITIVE", "flow_l_s"),
        (lambda: least_gradient(0), "NOT_POSITIVE", "flow_l_s"),
        (lambda: diameter(1.5, 0), "ADVERSE_SLOPE", "gradient"),
        (lambda: diameter(1.5, -0.01), "ADVERSE_SLOPE", "gradient"),
        (lambda: hydraulics(1.5, 100, 200), "NOT_A_SHARE", "gradient"),
        (lambda: capacity(100, nan), "ADVERSE_SLOPE", "gradient"),
        (lambda: hydraulics(1.5, 0, 0.01), "NOT_POSITIVE", "diameter_mm"),
        (lambda: hydraulics(1.5, 100, inf), "ADVERSE_SLOPE", "gradient"),
        (lambda: hydraulics(4.5, 100, 1 / 200), "PIPE_TOO_SMALL", "diameter_mm"),
    ],
)
def test_numbers_that_cannot_be_built_on(reckon: Any, code: str, field: str) -> None:
    with pytest.raises(WorksError) as wrong:
        reckon()
    assert (wrong.value.code, wrong.value.field) == (code, field)
    assert str(wrong.value).endswith(".")


SWMM = """[OPTIONS]
FLOW_UNITS LPS
FLOW_ROUTING KINWAVE
LINK_OFFSETS DEPTH
START_DATE 01/01/2026
START_TIME 00:00:00
REPORT_START_DATE 01/01/2026
REPORT_START_TIME 00:00:00
END_DATE 01/01/2026
END_TIME 02:00:00
REPORT_STEP 00:05:00
ROUTING_STEP 1
[JUNCTIONS]
{junctions}
[OUTFALLS]
out {outfall} FREE NO
[CONDUITS]
{conduits}
[XSECTIONS]
{sections}
[INFLOWS]
{inflows}
[REPORT]
LINKS ALL
"""


def test_swmm_finds_the_same_water_at_the_outlet_of_a_lane(tmp_path: Path) -> None:
    """Thirty houses 6 m apart, each with its part of the flow, routed for two hours: depth and speed within 3 %."""
    solver = pytest.importorskip("swmm.toolkit.solver", reason="swmm-toolkit stands in requirements-oracles.lock")
    flow, gradient, houses = 2.4, 1 / 150, 30
    falls = [10 - 6 * gradient * place for place in range(houses + 1)]
    sheet = SWMM.format(
        junctions="\n".join(f"j{at} {falls[at]:.6f} 2 0 0 0" for at in range(houses)),
        outfall=f"{falls[houses]:.6f}",
        conduits="\n".join(
            f"c{at} j{at} {'out' if at == houses - 1 else f'j{at + 1}'} 6 0.013 0 0 0 0" for at in range(houses)
        ),
        sections="\n".join(f"c{at} CIRCULAR 0.1 0 0 0 1" for at in range(houses)),
        inflows="\n".join(f'j{at} FLOW "" FLOW 1.0 1.0 {flow / houses:.6f}' for at in range(houses)),
    )
    paths = [tmp_path / name for name in ("lane.inp", "lane.rpt", "lane.out")]
    paths[0].write_text(sheet, encoding="utf-8")
    solver.swmm_run(*map(str, paths))
    report = paths[1].read_text(encoding="utf-8")
    last = report[report.index("Link Flow Summary") :]
    row = next(line.split() for line in last.splitlines() if line.startswith("  c29 "))
    most, fastest, depth = float(row[2]), float(row[5]), float(row[7])
    ours = hydraulics(flow, 100, gradient)
    assert most == pytest.approx(flow, rel=0.02)
    assert fastest == pytest.approx(ours.velocity_m_s, rel=0.03)
    assert depth == pytest.approx(ours.depth_ratio, rel=0.03)
