"""A lane's water main: what pressure is left at every tap, and the narrowest pipe that leaves enough.

One pipe from a source down the lane, with taps along it; what is lost on the way by Hazen and Williams, in the metric
form EPANET reckons with. Floats: nature, not money.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.arenas.works.rules.flow import SECONDS_A_DAY
from coproduce.arenas.works.rules.lane import House
from coproduce.arenas.works.rules.sets import STANDARD, Rules
from coproduce.arenas.works.rules.survey import Ground, along, level_at
from coproduce.core.arena import told_as

#: Smooth plastic, new; old iron has 100 or less.
SMOOTHNESS = 140.0
COEFFICIENT, OF_FLOW, OF_WIDTH = 10.667, 1.852, 4.871


@dataclass(frozen=True, slots=True)
class Tap:
    """A place along the main: how far from the source, how high, and what is drawn there at the busiest time."""

    chainage_m: float
    level_m: float
    draw_l_s: float


@dataclass(frozen=True, slots=True)
class Main:
    """A main of one width: how high the water stands at its source, and its taps from there on."""

    head_m: float
    diameter_mm: float
    taps: tuple[Tap, ...]
    smoothness: float = SMOOTHNESS


def loss_m(flow_l_s: float, diameter_mm: float, length_m: float, smoothness: float = SMOOTHNESS) -> float:
    """Metres of pressure lost on a length of pipe (Hazen and Williams).

    >>> round(loss_m(1, 50, 100), 3)
    0.683
    """
    for name, number in (("diameter_mm", diameter_mm), ("smoothness", smoothness)):
        if not 0 < number < inf:
            raise WorksError("NOT_POSITIVE", name, f"{name} is {number}: write more than 0.")
    for name, number in (("flow_l_s", flow_l_s), ("length_m", length_m)):
        if not 0 <= number < inf:
            raise WorksError("NEGATIVE", name, f"{name} is {number}: write 0 or more.")
    wide, q = diameter_mm / 1000, flow_l_s / 1000
    return float(COEFFICIENT * length_m * q**OF_FLOW / (smoothness**OF_FLOW * wide**OF_WIDTH))


def pressures(main: Main | Mapping[str, Any]) -> tuple[float, ...]:
    """Metres of water over each tap, in their order. WorksError for a main without taps, or taps out of order.

    >>> [round(one, 2) for one in pressures(Main(30, 50, (Tap(50, 10, 0.5), Tap(100, 9, 0.5))))]
    [19.66, 20.56]
    """
    main = told_as(Main, main)
    taps = [told_as(Tap, tap) for tap in main.taps]
    if not taps:
        raise WorksError("TOO_FEW", "taps", "A main leads to a tap: write down one at least.")
    if any(tap.draw_l_s < 0 for tap in taps):
        raise WorksError("NEGATIVE", "draw_l_s", "A tap draws 0 or more.")
    head, at, flow = main.head_m, 0.0, sum(tap.draw_l_s for tap in taps)
    found = []
    for tap in taps:
        if tap.chainage_m < at:
            raise WorksError("OUT_OF_ORDER", "taps", f"The tap at {tap.chainage_m:g} m stands after one further on.")
        head -= loss_m(flow, main.diameter_mm, tap.chainage_m - at, main.smoothness)
        found.append(head - tap.level_m)
        at, flow = tap.chainage_m, max(0.0, flow - tap.draw_l_s)
    return tuple(found)


def main_for(main: Main | Mapping[str, Any], sizes_mm: Sequence[int], least_head_m: float) -> Main:
    """The main with the narrowest pipe of these that leaves every tap its pressure. WorksError where none does.

    >>> main_for(Main(30, 0, (Tap(50, 10, 0.5), Tap(100, 9, 0.5))), (25, 32, 50), 15).diameter_mm
    32
    """
    main = told_as(Main, main)
    for size in sorted(sizes_mm):
        tried = replace(main, diameter_mm=size)
        if min(pressures(tried)) >= least_head_m:
            return tried
    raise WorksError(
        "TOO_LITTLE_PRESSURE",
        "head_m",
        f"No pipe on the list leaves every tap {least_head_m:g} m of water: raise the tank, or take a wider pipe.",
    )


def main_of(
    houses: Sequence[House], ground: Sequence[Ground], head_mm: int, rules: Rules | Mapping[str, Any] = STANDARD
) -> Main:
    """The water main of a lane, from its upper end: a tap for each house, drawn from as it is at the busiest time.

    WorksError where a house stands outside what was surveyed, or no pipe on the list leaves pressure enough.

    >>> houses = [House(str(number), 6, 6_000 * number) for number in range(1, 31)]
    >>> main_of(houses, [Ground(0, 12_000), Ground(180_000, 10_900)], 30_000).diameter_mm
    25
    """
    rules = told_as(Rules, rules)
    places = along(ground)
    first = places[0].chainage_mm
    taps = tuple(
        Tap((one.chainage_mm - first) / 1000, level_at(places, one.chainage_mm) / 1000,
            one.people * rules.day_litres * float(rules.peak_times) / SECONDS_A_DAY)
        for one in sorted(houses, key=lambda one: (one.chainage_mm, one.plot))
    )  # fmt: skip
    return main_for(Main(head_mm / 1000, 0, taps), rules.mains_mm, rules.least_head_metres)
