"""A sewer for a lane: where its chambers are, how deep it lies, how wide it is, and what to look at twice.

The pipe follows the ground at the least cover, and lies steeper than the ground only where water would not clean it.
Chambers stand about every 16 m and where the ground dips; rods of bamboo clear about 25 m, so no run is longer than 30.
Source: Mara, Low-Cost Sewerage, pp. 44-49. A qualified engineer checks any real design.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil
from typing import Any, NamedTuple

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.arenas.works.rules.flow import Hydraulics, design_flow, diameter, hydraulics, least_gradient
from coproduce.arenas.works.rules.sets import STANDARD, Rules
from coproduce.arenas.works.rules.survey import Ground, along, level_at
from coproduce.core.arena import told_as

#: Less earth than this over a pipe, and a wheel breaks it.
LEAST_COVER_MM = 300


@dataclass(frozen=True, slots=True)
class House:
    """A house of a lane: its plot, how many live there, where it joins the sewer, and its width at the lane."""

    plot: str
    people: int
    chainage_mm: int = 0
    frontage_mm: int = 0
    is_waived: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """What is known of a lane before anything is dug; chainage runs from its upper end down to the outlet.

    `outlet_mm` is the level of the bed of what it runs into; None as long as there is nothing to run into.
    """

    houses: tuple[House, ...]
    ground: tuple[Ground, ...]
    outlet_mm: int | None
    #: People of lanes that run into the upper end of this one.
    people_above: int = 0
    #: The bed of what arrives there; None where nothing does.
    arrives_mm: int | None = None
    has_traffic: bool = True


class Flag(NamedTuple):
    """Something to look at twice: a code, where, and a number that says how much."""

    code: str
    chainage_mm: int
    number: int


@dataclass(frozen=True, slots=True)
class Chamber:
    """A chamber: where, the level of the ground and of the bed, and how many houses join there."""

    chainage_mm: int
    ground_mm: int
    invert_mm: int
    houses: int

    @property
    def depth_mm(self) -> int:
        return self.ground_mm - self.invert_mm


class Reach(NamedTuple):
    """The pipe from one chamber to the next."""

    length_mm: int
    fall_mm: int
    people: int
    flow_l_s: float
    water: Hydraulics


@dataclass(frozen=True, slots=True)
class Line:
    """A sewer as it would be laid: its pipe, chambers, the reaches between them, and what to look at twice."""

    diameter_mm: int
    chambers: tuple[Chamber, ...]
    reaches: tuple[Reach, ...]
    least_cover_mm: int
    flags: tuple[Flag, ...] = ()


def design(
    lane: Lane | Mapping[str, Any], rules: Rules | Mapping[str, Any] = STANDARD, diameter_mm: int | None = None
) -> Line:
    """The sewer of a lane, with the smallest pipe on the list that carries it, or with the one asked for.

    WorksError, with what to mend: no houses, one plot twice, no outlet, a lane that falls away from it, too little fall
    to clean itself, earth too thin over the pipe, a pipe that does not carry it.

    >>> houses = tuple(House(str(number), 6, 6_000 * number) for number in range(1, 31))
    >>> line = design(Lane(houses, (Ground(0, 12_000), Ground(180_000, 10_900)), 10_000))
    >>> line.diameter_mm, len(line.chambers), line.chambers[0].depth_mm, line.reaches[-1].people
    (100, 13, 400, 180)
    """
    lane, rules = told_as(Lane, lane), told_as(Rules, rules)
    houses = registered(lane.houses)
    ground = along(lane.ground)
    if lane.outlet_mm is None:
        raise WorksError(
            "NO_OUTLET", "outlet_mm", "There is nothing to run into yet: find the missing link before anything is dug."
        )
    if lane.has_traffic and rules.cover_mm < LEAST_COVER_MM:
        raise WorksError(
            "COVER_TOO_THIN",
            "cover_mm",
            f"{rules.cover_mm} mm of earth over a pipe under wheels breaks it: {LEAST_COVER_MM} mm at least.",
        )
    places = chambers_at(ground, rules.chamber_spacing_mm)
    joins = _joins(houses, places)
    # A reach carries everybody down to its lower end: a house may join along the way.
    people = [lane.people_above + count for count in accumulate(sum(one.people for one in there) for there in joins)][
        1:
    ]
    flows = [_flow(count, rules) for count in people]
    steep = [least_gradient(flow, rules.gradient_by) for flow in flows]
    wide = _pipe(flows, steep, rules, diameter_mm)
    inverts = _inverts(lane, ground, places, steep, wide + rules.cover_mm)
    _arrives(lane, places, inverts, ground)
    chambers = tuple(
        Chamber(place, level_at(ground, place), invert, len(joined))
        for place, invert, joined in zip(places, inverts, joins, strict=True)
    )
    reaches = tuple(
        _reach(one, other, count, flow, wide)
        for (one, other), count, flow in zip(pairwise(chambers), people, flows, strict=True)
    )
    covers = [row.level_mm - _bed_at(chambers, row.chainage_mm) for row in ground]
    cover = min(*covers, *(one.depth_mm for one in chambers)) - wide
    return Line(wide, chambers, reaches, cover, tuple(_flags(lane, chambers, reaches, rules)))


def registered(houses: Sequence[House | Mapping[str, Any]]) -> tuple[House, ...]:
    """The houses of a lane. WorksError for none, for one plot twice, blanks around it or not, for a house
    without a plot, and for less than nobody in one.

    >>> [one.plot for one in registered([House("4", 6), {"plot": "5", "people": 3}])]
    ['4', '5']
    """
    rows = tuple(told_as(House, one) for one in houses)
    if not rows:
        raise WorksError("NO_HOUSES", "houses", "A lane without a house needs no sewer: write down who lives there.")
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        plot = row.plot.strip()
        if not plot:
            raise WorksError("MISSING", "plot", f"House {number} has no plot: write its number.")
        if plot in seen:
            raise WorksError("TWICE", row.plot, f"Plot {row.plot} stands there twice: keep one of them.")
        seen.add(plot)
        if row.people < 0 or row.frontage_mm < 0:
            raise WorksError("NEGATIVE", row.plot, f"Plot {row.plot}: write 0 or more.")
    return rows


def in_one_lane(lanes: Mapping[str, Sequence[str]]) -> None:
    """A corner house joins one lane. WorksError where its plot is counted in two.

    >>> in_one_lane({"Lane 4": ["12", "14"], "Lane 5": ["14a"]})
    """
    whose: dict[str, str] = {}
    for lane, plots in lanes.items():
        for plot in plots:
            if plot in whose and whose[plot] != lane:
                raise WorksError(
                    "IN_TWO_LANES",
                    plot,
                    f"Plot {plot} is counted in {whose[plot]} and in {lane}: a corner house joins one of them.",
                )
            whose[plot] = lane


def chambers_at(ground: Sequence[Ground], spacing_mm: int) -> tuple[int, ...]:
    """Where the chambers stand: at both ends, where the ground dips, and between these no further apart than asked.

    >>> chambers_at([Ground(0, 9_000), Ground(20_000, 8_500), Ground(40_000, 8_600)], 16_000)
    (0, 10000, 20000, 30000, 40000)
    """
    if spacing_mm < 1000:
        raise WorksError("NOT_POSITIVE", "spacing_mm", "Chambers stand a metre apart at least.")
    dips = [
        here.chainage_mm
        for above, here, below in zip(ground, ground[1:], ground[2:], strict=False)
        if here.level_mm < above.level_mm and here.level_mm < below.level_mm
    ]
    places = [ground[0].chainage_mm]
    for end in (*dips, ground[-1].chainage_mm):
        begin, way = places[-1], end - places[-1]
        spans = ceil(way / spacing_mm)
        places.extend(begin + way * span // spans for span in range(1, spans + 1))
    return tuple(places)


def _joins(houses: Sequence[House], places: Sequence[int]) -> list[list[House]]:
    """Which houses join at each chamber: each at the first that is not above it."""
    joined: list[list[House]] = [[] for _ in places]
    for house in houses:
        if not places[0] <= house.chainage_mm <= places[-1]:
            raise WorksError(
                "OUT_OF_LANE",
                house.plot,
                f"Plot {house.plot} joins at {house.chainage_mm / 1000:g} m, and the lane was surveyed "
                f"from {places[0] / 1000:g} to {places[-1] / 1000:g} m.",
            )
        joined[bisect_left(places, house.chainage_mm)].append(house)
    return joined


def _flow(people: int, rules: Rules) -> float:
    return design_flow(people, rules.day_litres, float(rules.peak_times), float(rules.return_share),
                       least_l_s=float(rules.least_litres))  # fmt: skip


def _pipe(flows: Sequence[float], steep: Sequence[float], rules: Rules, wanted: int | None) -> int:
    """The smallest pipe on the list that carries every reach no fuller than asked, or the one wanted if it does."""
    widths = (
        diameter(flow, gradient, fullest=float(rules.fullest_share))
        for flow, gradient in zip(flows, steep, strict=True)
    )
    needed = ceil(max(widths))
    if wanted is None:
        wanted = next((size for size in sorted(rules.pipes_mm) if size >= needed), None)
    if wanted is None or wanted < needed:
        raise WorksError(
            "PIPE_TOO_SMALL",
            "diameter_mm",
            f"The lane needs a pipe of {needed} mm inside: put a wider one on the list, or lead some of it away.",
        )
    return wanted


def _inverts(
    lane: Lane, ground: Sequence[Ground], places: Sequence[int], steep: Sequence[float], below_mm: int
) -> list[int]:
    """The bed at each chamber: as high as the cover lets it, and from each to the next as steep as it has to be.

    Where the ground sags between two chambers both lie as much lower, so that the cover holds on the whole way.
    """
    levels = [level_at(ground, place) for place in places]
    highest = [level - below_mm for level in levels]
    for at, (begin, end) in enumerate(pairwise(places)):
        rise, way = levels[at + 1] - levels[at], end - begin
        between = ground[bisect_right(ground, begin, key=_place) : bisect_left(ground, end, key=_place)]
        sags = (levels[at] - row.level_mm + ceil(rise * (row.chainage_mm - begin) / way) for row in between)
        sag = max(sags, default=0)
        for place in (at, at + 1):
            highest[place] = min(highest[place], levels[place] - below_mm - max(0, sag))
    if lane.arrives_mm is not None:
        highest[0] = min(highest[0], lane.arrives_mm)
    inverts = [highest[0]]
    for at, gradient in enumerate(steep):
        fall = ceil(gradient * (places[at + 1] - places[at]))
        inverts.append(min(highest[at + 1], inverts[-1] - fall))
    return inverts


def _place(row: Ground | Chamber) -> int:
    return row.chainage_mm


def _arrives(lane: Lane, places: Sequence[int], inverts: Sequence[int], ground: Sequence[Ground]) -> None:
    """The sewer comes in above the bed of what it runs into, or it does not run."""
    assert lane.outlet_mm is not None
    lacking = lane.outlet_mm - inverts[-1]
    if lacking <= 0:
        return
    if inverts[0] <= lane.outlet_mm or ground[0].level_mm <= ground[-1].level_mm:
        raise WorksError(
            "ADVERSE_SLOPE",
            "outlet_mm",
            f"The lane falls away from the outlet: the sewer would lie {lacking} mm below it. "
            "Lead it to another outlet, or to the other end.",
        )
    way = (places[-1] - places[0]) / 1000
    raise WorksError(
        "TOO_FLAT",
        "outlet_mm",
        f"On {way:g} m the sewer comes in {lacking} mm below the outlet: there is too little fall "
        "for it to clean itself. Look for a lower outlet, or join more houses at the upper end.",
    )


def _reach(one: Chamber, other: Chamber, people: int, flow: float, wide: int) -> Reach:
    length, fall = other.chainage_mm - one.chainage_mm, one.invert_mm - other.invert_mm
    return Reach(length, fall, people, flow, hydraulics(flow, wide, fall / length))


def _bed_at(chambers: Sequence[Chamber], chainage_mm: int) -> int:
    """The bed of the pipe at a place, on the straight line between two chambers, rounded up."""
    below = max(1, bisect_left(chambers, chainage_mm, key=_place))
    one, other = chambers[below - 1], chambers[below]
    way, fall = other.chainage_mm - one.chainage_mm, one.invert_mm - other.invert_mm
    return one.invert_mm - fall * (chainage_mm - one.chainage_mm) // way


def _flags(lane: Lane, chambers: Sequence[Chamber], reaches: Sequence[Reach], rules: Rules) -> list[Flag]:
    """What to look at twice.

    | code | number |
    |---|---|
    | LEAST_FLOW | people above it: fewer than the least flow is reckoned for |
    | TENSION_LOW | hundredths of a pascal: it does not sweep its bed |
    | FAST | millimetres a second |
    | DEEP | millimetres: shore the trench, nobody goes in alone |
    | LONG_RUN | millimetres: longer than rods clear |
    | DROP | millimetres by which it comes in above the outlet |
    """
    found = []
    for chamber, reach in zip(chambers, reaches, strict=False):
        place = chamber.chainage_mm
        if reach.flow_l_s <= float(rules.least_litres):
            found.append(Flag("LEAST_FLOW", place, reach.people))
        if reach.water.tension_pa < float(rules.least_tension_pa):
            found.append(Flag("TENSION_LOW", place, int(reach.water.tension_pa * 100)))
        if (fast := int(reach.water.velocity_m_s * 1000)) > rules.fastest_second_mm:
            found.append(Flag("FAST", place, fast))
        if reach.length_mm > rules.longest_run_mm:
            found.append(Flag("LONG_RUN", place, reach.length_mm))
    found.extend(Flag("DEEP", one.chainage_mm, one.depth_mm) for one in chambers if one.depth_mm > rules.deep_mm)
    drop = chambers[-1].invert_mm - (lane.outlet_mm or 0)
    if drop > 0:
        found.append(Flag("DROP", chambers[-1].chainage_mm, drop))
    return found
